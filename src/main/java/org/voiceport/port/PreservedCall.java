package org.voiceport.port;

import org.voiceport.event.CallReport;

/**
 * A call whose call manager is lost: what was agreed on media still stands between the port and the far end, so it goes on
 * without signalling (wire reference 6.2). Nobody will tell when the far end hangs up: it ends when no packet has come for
 * {@link Timings#preserved()}, or when the port hangs up. It is no call of the port's next registration.
 */
record PreservedCall(CallContext call, MediaLegs legs) {
    static final String SILENT = "silence after the loss of the call manager";

    static PreservedCall begin(CallContext call, MediaLegs legs, Actions out) {
        for (Timer.Kind kind : Timer.OF_A_CALL) {
            out.cancel(kind, call.reference());
        }
        out.report(new CallReport.Preserved(call.settings().device(), call.reference()));
        PreservedCall preserved = new PreservedCall(call, legs);
        preserved.listen(out);
        return preserved;
    }

    private void listen(Actions out) {
        out.add(new Action.CountMedia(call.reference()));
        out.start(
                Timer.Kind.PRESERVED,
                call.reference(),
                call.settings().timings().preserved());
    }

    /** True if {@code input} concerns this call, which {@link #on} takes then. */
    boolean concerns(Input input) {
        int reference = call.reference();
        return (input instanceof Input.Fired fired && fired.timer().equals(new Timer(Timer.Kind.PRESERVED, reference)))
                || (input instanceof Input.Silent silent && silent.call() == reference)
                || (input instanceof Input.HangUp hangUp && hangUp.call() == reference)
                || (input instanceof Input.Media media && media.call() == reference);
    }

    /** What follows from an input that concerns it; true if it is over. */
    boolean on(Input input, Actions out) {
        if (input instanceof Input.Fired) {
            listen(out);
        } else if (input instanceof Input.Silent) {
            end(SILENT, out);
            return true;
        } else if (input instanceof Input.HangUp) {
            end("port", out);
            return true;
        }
        return false;
    }

    void end(String by, Actions out) {
        out.cancel(Timer.Kind.PRESERVED, call.reference());
        out.add(new Action.End(call.reference(), by, legs.lastReceive(), legs.lastTransmit()));
    }
}
