package org.voiceport.port;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.CallState;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SoftKey;

/**
 * A call is being transferred (wire reference 6.5): the port has pressed Transfer, the call manager holds the first call and
 * gives a line for the second. When Transfer is pressed again, it connects the parties and ends both calls of the port.
 *
 * <pre>
 *   Transfer          OffHook of a 2nd call        blind: last digit; else Complete         on hook, both
 *  ─────────► asking ───────────────────────► calling ────────────────────────────► completing ─────────────► Free
 *               │ no line                        │ 2nd call ends, fails, is given up      │ 5 s
 *               └────────────────────────────────┴────────────────────────────────────────┴──► Talking, asked back
 * </pre>
 *
 * If the first call ends before, the transfer is over: a blind one's second call is hung up, a supervised one's goes on as a
 * call of its own.
 *
 * @param first the call to be transferred; Free once it has ended
 * @param second the call to whom it is transferred; null as long as there is no line for it, Free once it has ended
 * @param completing true once Transfer was pressed again
 */
record Transferring(CallFlow first, @Nullable CallFlow second, int reference, Input.Transfer wish, boolean completing)
        implements CallFlow {

    static CallFlow begin(CallFlow.Talking first, Input.Transfer wish, Actions out) {
        CallContext call = first.call();
        out.send(new CallMessage.SoftKeyEvent(SoftKey.TRANSFER, call.line(), call.reference()));
        out.start(Timer.Kind.SEIZE, call.reference(), call.settings().timings().seize());
        return new Transferring(first, null, call.reference(), wish, false);
    }

    @Override
    public CallFlow on(Input input, Actions out) {
        if (input instanceof Input.Making making) {
            return refuse(making, out);
        }
        if (input instanceof Input.Complete complete) {
            return complete.call() == reference ? complete(out) : this;
        }
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.SEIZE) {
            return backToFirst(NoCall.NO_LINE, "the call manager gave no line", out);
        }
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.TRANSFER) {
            return giveUp(out);
        }
        return second == null ? asking(input, out) : calling(input, second, out);
    }

    /** While the first call is held, its party hears and says nothing. */
    @Override
    public CallFlow.@Nullable Talking speaking() {
        return second instanceof CallFlow.Talking talking ? talking : null;
    }

    private CallFlow asking(Input input, Actions out) {
        if (input instanceof Input.Received received
                && received.message() instanceof CallState state
                && state.phase().equals(CallPhase.OFF_HOOK)
                && state.callReference() != reference
                && first instanceof CallFlow.Active active) {
            out.cancel(Timer.Kind.SEIZE, reference);
            CallContext call = active.call();
            Registration.Session session = new Registration.Session(call.version(), call.local());
            CallContext next = Free.context(call.settings(), session, state);
            return settle(first, Dialling.begin(next, wish.attempt(), wish.outgoing(), out), out);
        }
        CallFlow now = first.on(input, out);
        if (now instanceof CallFlow.Talking) {
            return new Transferring(now, null, reference, wish, false);
        }
        // It was hung up by either side. A line that comes now is put back.
        out.cancel(Timer.Kind.SEIZE, reference);
        out.add(new Action.NotMade(wish.attempt(), NoCall.NO_LINE));
        return now;
    }

    private CallFlow calling(Input input, CallFlow to, Actions out) {
        if (input instanceof Input.Received received && received.message() instanceof CallState state) {
            if (completing && state.callReference() == reference && isOver(state) && !first.isFree()) {
                out.add(new Action.Tell(reference, new CallEvent.Transferred()));
            }
            if (!isOf(first, state.callReference()) && !isOf(to, state.callReference())) {
                any().another(state, out);
                return this;
            }
        }
        if (goesToFirst(input, to)) {
            CallFlow now = first.on(input, out);
            boolean givenUp = input instanceof Input.HangUp && wish.blind() && to instanceof CallFlow.Active;
            return settle(now, givenUp ? released(to, out) : to, out);
        }
        return settle(first, to.on(input, out), out);
    }

    /** A call of the two that there still is; there is one, or this would be over. */
    private CallFlow.Active any() {
        return first instanceof CallFlow.Active active ? active : (CallFlow.Active) Objects.requireNonNull(second);
    }

    private static boolean isOver(CallState state) {
        return state.phase().equals(CallPhase.ON_HOOK) || state.phase().equals(CallPhase.IDLE);
    }

    private static boolean isOf(CallFlow flow, int call) {
        return flow instanceof CallFlow.Active active && active.isMine(call);
    }

    /** What names no call is about the second one, which is the one that is not held. */
    private boolean goesToFirst(Input input, CallFlow to) {
        if (!(first instanceof CallFlow.Active active)) {
            return false;
        }
        if (!(to instanceof CallFlow.Active)) {
            return true;
        }
        if (input instanceof Input.Received received) {
            return isAbout(received.message(), active);
        }
        if (input instanceof Input.Media media) {
            return active.isMine(media.call());
        }
        if (input instanceof Input.Fired fired) {
            return active.isMine(fired.timer().call());
        }
        return (input instanceof Input.HangUp hangUp && active.isMine(hangUp.call()))
                || (input instanceof Input.Resume resume && active.isMine(resume.call()))
                || (input instanceof Input.Hold hold && active.isMine(hold.call()))
                || (input instanceof Input.Answer answer && active.isMine(answer.call()));
    }

    private static boolean isAbout(Message message, CallFlow.Active active) {
        if (message instanceof CallState state) {
            return active.isMine(state.callReference());
        }
        if (message instanceof MediaMessage.OpenReceiveChannel open) {
            return active.isMine(open.callReference());
        }
        if (message instanceof MediaMessage.StartMediaTransmission start) {
            return active.isMine(start.callReference());
        }
        MediaLegs legs = active.legs();
        if (message instanceof MediaMessage.CloseReceiveChannel close) {
            return legs.receive() != null && legs.receive().is(close.passThruPartyId());
        }
        if (message instanceof MediaMessage.StopMediaTransmission stop) {
            return legs.transmit() != null && legs.transmit().is(stop.passThruPartyId());
        }
        return CallDetailsReader.of(message, active.call().reference()).isPresent();
    }

    /** Where the two calls stand now, and what that means. */
    private CallFlow settle(CallFlow one, CallFlow two, Actions out) {
        if (one.isFree() && two.isFree()) {
            return one;
        }
        if (completing) {
            if (one instanceof CallFlow.Talking && two.isFree() && second instanceof CallFlow.Ending) {
                return back(one, "the second call was not put through", out);
            }
            if (one.isFree() && !first.isFree() && two instanceof CallFlow.Active left) {
                int other = left.call().reference();
                out.start(
                        Timer.Kind.TRANSFER,
                        other,
                        left.call().settings().timings().transfer());
            }
            return new Transferring(one, two, reference, wish, true);
        }
        if (one.isFree()) {
            return wish.blind() ? released(two, out) : two;
        }
        if (two.isFree()) {
            return back(one, "the second call has ended", out);
        }
        Transferring now = new Transferring(one, two, reference, wish, false);
        return wish.blind() && two instanceof Proceeding ? now.complete(out) : now;
    }

    private CallFlow complete(Actions out) {
        boolean can = second instanceof Proceeding || second instanceof CallFlow.Talking;
        if (!can || completing || !(first instanceof CallFlow.Talking)) {
            return this;
        }
        CallContext to = ((CallFlow.Active) Objects.requireNonNull(second)).call();
        out.send(new CallMessage.SoftKeyEvent(SoftKey.TRANSFER, to.line(), to.reference()));
        out.start(Timer.Kind.TRANSFER, reference, to.settings().timings().transfer());
        return new Transferring(first, second, reference, wish, true);
    }

    /** The call manager didn't do it: what is left of the second call is hung up, the first one asked back. */
    private CallFlow giveUp(Actions out) {
        CallFlow rest = second == null ? first : released(second, out);
        if (first.isFree()) {
            return rest;
        }
        if (rest.isFree()) {
            return back(first, "the call manager doesn't connect the parties", out);
        }
        return new Transferring(first, rest, reference, wish, false);
    }

    private CallFlow backToFirst(NoCall why, String words, Actions out) {
        out.add(new Action.NotMade(wish.attempt(), why));
        return back(first, words, out);
    }

    private CallFlow back(CallFlow to, String why, Actions out) {
        out.cancel(Timer.Kind.TRANSFER, reference);
        out.add(new Action.Tell(reference, new CallEvent.NotTransferred(why)));
        if (to instanceof CallFlow.Talking talking) {
            talking.resume(out);
        }
        return to;
    }

    private static CallFlow released(CallFlow flow, Actions out) {
        return flow instanceof CallFlow.Active active ? active.release("port", out) : flow;
    }

    @Override
    public @Nullable PreservedCall lost(String why, Actions out) {
        PreservedCall one = first.lost(why, out);
        if (second == null) {
            out.cancel(Timer.Kind.SEIZE, reference);
            out.add(new Action.NotMade(wish.attempt(), NoCall.NOT_REGISTERED));
            return one;
        }
        // The first one is held, or no call would have been given a line: only one of them can be spoken in.
        PreservedCall two = second.lost(why, out);
        if (one != null && two != null) {
            one.end(why, out);
        }
        return two != null ? two : one;
    }

    @Override
    public CallFlow stop(Actions out) {
        if (second == null) {
            out.cancel(Timer.Kind.SEIZE, reference);
            out.add(new Action.NotMade(wish.attempt(), NoCall.STOPPED));
            return first.stop(out);
        }
        return new Transferring(first.stop(out), second.stop(out), reference, wish, completing);
    }
}
