package org.voiceport.port;

import org.voiceport.event.CallReport;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.KeypadKey;

/**
 * The port has a line and dials, a digit at a time. The first digit silences the dial tone; some call managers lose digits
 * that come before it is silent, so the second one waits for that, but not for ever.
 *
 * @param dialled digits sent
 */
record Dialling(CallContext call, MediaLegs legs, Outgoing outgoing, int dialled) implements CallFlow.Active {
    /** What follows as soon as the call has a reference. */
    static CallFlow begin(CallContext call, int attempt, Outgoing outgoing, Actions out) {
        out.report(new CallReport.Placed(call.settings().device(), call.reference()));
        out.add(new Action.Begin(call.reference(), attempt));
        if (outgoing.enBloc() && outgoing.callingNumber().isEmpty()) {
            return Proceeding.begin(call, MediaLegs.NONE, outgoing, out);
        }
        out.start(Timer.Kind.DIGIT, call.reference(), call.settings().timings().digit());
        return new Dialling(call, MediaLegs.NONE, outgoing, 0);
    }

    @Override
    public Dialling withLegs(MediaLegs now) {
        return new Dialling(call, now, outgoing, dialled);
    }

    @Override
    public CallFlow proper(Input input, Actions out) {
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.DIGIT) {
            return dial(out);
        }
        if (input instanceof Input.Received received
                && received.message() instanceof CallMessage.StopTone stop
                && isOurs(stop.callReference())
                && dialled == 1) {
            out.start(
                    Timer.Kind.DIGIT,
                    call.reference(),
                    call.settings().timings().digit());
            return this;
        }
        return Proceeding.heard(this, input, false, out);
    }

    private CallFlow dial(Actions out) {
        KeypadKey key = KeypadKey.of(outgoing.number().charAt(dialled));
        out.send(new CallMessage.KeypadButton(key, call.line(), call.reference()));
        if (dialled + 1 == outgoing.number().length()) {
            return Proceeding.begin(call, legs, outgoing, out);
        }
        Timings timings = call.settings().timings();
        out.start(Timer.Kind.DIGIT, call.reference(), dialled == 0 ? timings.dialTone() : timings.digit());
        return new Dialling(call, legs, outgoing, dialled + 1);
    }

    /** Some call managers name no call in tones: then it is the one there is. */
    private boolean isOurs(int reference) {
        return reference == 0 || reference == call.reference();
    }

    @Override
    public CallFlow release(String by, Actions out) {
        return hangUp(by, out);
    }
}
