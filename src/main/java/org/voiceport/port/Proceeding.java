package org.voiceport.port;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voiceport.sccp.CallMessage.CallState;
import org.voiceport.sccp.CallMessage.StartTone;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Tone;

/**
 * The number is dialled; the far end has yet to answer. How it stands is told by CallState or, by one call manager, only
 * by the tone that a person would hear (peers observed, 12).
 *
 * @param alerting true once it was told that it rings there
 */
record Proceeding(CallContext call, MediaLegs legs, boolean alerting) implements CallFlow.Active {
    static Proceeding begin(CallContext call, MediaLegs legs, Outgoing outgoing, Actions out) {
        out.add(new Action.Tell(call.reference(), new CallEvent.Dialled()));
        out.start(Timer.Kind.NO_ANSWER, call.reference(), outgoing.answerWithin());
        return new Proceeding(call, legs, false);
    }

    @Override
    public Proceeding withLegs(MediaLegs now) {
        return new Proceeding(call, now, alerting);
    }

    @Override
    public CallFlow proper(Input input, Actions out) {
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.NO_ANSWER) {
            return fail(this, CallEvent.Failure.NO_ANSWER, out);
        }
        return heard(this, input, alerting, out);
    }

    @Override
    public CallFlow release(String by, Actions out) {
        return hangUp(by, out);
    }

    /** What is the same while digits are still sent: the far end may be told about before the last of them. */
    static CallFlow heard(CallFlow.Active flow, Input input, boolean alerting, Actions out) {
        if (input instanceof Input.HangUp hangUp && flow.isMine(hangUp.call())) {
            return flow.release("port", out);
        }
        if (!(input instanceof Input.Received received)) {
            return flow;
        }
        Message message = received.message();
        Optional<CallDetails> details =
                CallDetailsReader.of(message, flow.call().reference());
        if (details.isPresent()) {
            out.add(new Action.Update(flow.call().reference(), details.get()));
            return flow;
        }
        if (message instanceof CallState state && state.phase().equals(CallPhase.CONNECTED)) {
            out.cancel(Timer.Kind.DIGIT, flow.call().reference());
            out.cancel(Timer.Kind.NO_ANSWER, flow.call().reference());
            return flow.connected(out);
        }
        CallEvent.Failure failure = failure(message, flow.call().reference());
        if (failure != null) {
            return fail(flow, failure, out);
        }
        if (flow instanceof Proceeding proceeding
                && !alerting
                && rings(message, flow.call().reference())) {
            out.add(new Action.Tell(flow.call().reference(), new CallEvent.Alerting()));
            return new Proceeding(proceeding.call, proceeding.legs, true);
        }
        return flow;
    }

    private static CallFlow fail(CallFlow.Active flow, CallEvent.Failure failure, Actions out) {
        out.add(new Action.Tell(flow.call().reference(), new CallEvent.Failed(failure)));
        return flow.release(
                switch (failure) {
                    case BUSY -> "port: the far end is busy";
                    case CONGESTION -> "port: the call manager has no way to the far end";
                    case INVALID_NUMBER -> "port: there is no such number";
                    case NO_ANSWER -> "port: the far end doesn't answer";
                },
                out);
    }

    private static CallEvent.@Nullable Failure failure(Message message, int reference) {
        if (message instanceof CallState state) {
            if (state.phase().equals(CallPhase.BUSY)) {
                return CallEvent.Failure.BUSY;
            }
            if (state.phase().equals(CallPhase.CONGESTION)) {
                return CallEvent.Failure.CONGESTION;
            }
            return state.phase().equals(CallPhase.INVALID_NUMBER) ? CallEvent.Failure.INVALID_NUMBER : null;
        }
        if (isTone(message, Tone.LINE_BUSY, reference)) {
            return CallEvent.Failure.BUSY;
        }
        return isTone(message, Tone.REORDER, reference) ? CallEvent.Failure.CONGESTION : null;
    }

    private static boolean rings(Message message, int reference) {
        return (message instanceof CallState state && state.phase().equals(CallPhase.RING_OUT))
                || isTone(message, Tone.ALERTING, reference);
    }

    private static boolean isTone(Message message, Tone tone, int reference) {
        return message instanceof StartTone start
                && start.tone().equals(tone)
                && (start.callReference() == 0 || start.callReference() == reference);
    }
}
