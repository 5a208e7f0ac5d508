package org.voiceport.port;

import org.jspecify.annotations.Nullable;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.CallState;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.LineMessage;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.SecretText;

/**
 * The port asked for a line; the call manager's first CallState of the call tells its reference (wire reference 6.4).
 * Until then the call has none and can't be told from another by anything else. If a call rings meanwhile, it goes first:
 * the call manager may even take our off hook for its answer.
 *
 * @param attempt by which the call that is to be made is known until it has a reference
 */
record Seizing(PortSettings settings, Registration.Session session, int attempt, Outgoing outgoing)
        implements CallFlow {
    private static final int LINE = 1;
    /** The first version whose EnblocCall names the line. */
    private static final int FIRST_VERSION_WITH_LINE = 17;

    static CallFlow begin(
            PortSettings settings, Registration.Session session, int attempt, Outgoing outgoing, Actions out) {
        if (outgoing.callingNumber().isPresent()) {
            String calling = outgoing.callingNumber().get();
            out.send(new LineMessage.OffHookWithCallingPartyNumber(calling, calling, LINE));
        } else if (outgoing.enBloc()) {
            out.send(new CallMessage.EnblocCall(
                    new SecretText(outgoing.number()), session.version() >= FIRST_VERSION_WITH_LINE ? LINE : 0));
        } else {
            out.send(new CallMessage.OffHook(LINE, 0));
        }
        out.start(Timer.Kind.SEIZE, 0, settings.timings().seize());
        return new Seizing(settings, session, attempt, outgoing);
    }

    @Override
    public CallFlow on(Input input, Actions out) {
        if (input instanceof Input.Received received) {
            if (received.message() instanceof CallState state) {
                return moved(state, input, out);
            }
            if (received.message() instanceof OpenReceiveChannel open) {
                MediaFlow.refuse(session.local(), open, out);
            }
            return this;
        }
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.SEIZE) {
            out.send(new CallMessage.OnHook(LINE, 0));
            return ended(NoCall.NO_LINE, out);
        }
        return input instanceof Input.Making making ? refuse(making, out) : this;
    }

    private CallFlow moved(CallState state, Input input, Actions out) {
        CallPhase phase = state.phase();
        if (phase.equals(CallPhase.RING_IN)) {
            return ended(NoCall.GLARE, out).on(input, out);
        }
        if (phase.equals(CallPhase.ON_HOOK) || phase.equals(CallPhase.IDLE) || phase.equals(CallPhase.CALL_WAITING)) {
            // The end of the call before, or another one: no answer to us, which comes or the timer ends this.
            return this;
        }
        out.cancel(Timer.Kind.SEIZE, 0);
        CallContext call = Free.context(settings, session, state);
        CallFlow dialling = Dialling.begin(call, attempt, outgoing, out);
        return phase.equals(CallPhase.OFF_HOOK) ? dialling : dialling.on(input, out);
    }

    private CallFlow ended(NoCall why, Actions out) {
        out.cancel(Timer.Kind.SEIZE, 0);
        out.add(new Action.NotMade(attempt, why));
        return new Free(settings, session);
    }

    @Override
    public @Nullable PreservedCall lost(String why, Actions out) {
        ended(NoCall.NOT_REGISTERED, out);
        return null;
    }

    @Override
    public CallFlow stop(Actions out) {
        out.send(new CallMessage.OnHook(LINE, 0));
        return ended(NoCall.STOPPED, out);
    }
}
