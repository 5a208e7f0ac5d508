package org.voiceport.threats;

import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimulatedPhone;

/** Calls that are only there for their signalling. */
final class Calls {
    private Calls() {}

    /** What is to be done while a call goes on. */
    interface During<T> {
        T run(PhoneCall call) throws Exception;
    }

    /** Calls that number, and hangs up afterwards. */
    static <T> T during(SimulatedPhone phone, String number, During<T> what) throws Exception {
        PhoneCall call = phone.call(number);
        try {
            return what.run(call);
        } finally {
            call.hangUp();
            Lab.await(call.ended());
        }
    }
}
