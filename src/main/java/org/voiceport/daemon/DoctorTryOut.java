package org.voiceport.daemon;

import java.util.List;
import org.voiceport.event.CallReport;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;

/** What the doctor does with a port once it is registered. */
interface DoctorTryOut {
    /** Nothing: calls are not taken, so one rings until the port leaves. */
    DoctorTryOut NOTHING = new DoctorTryOut() {
        @Override
        public CallHandler handler() {
            return call -> event -> {};
        }

        @Override
        public void report(CallReport report) {}

        @Override
        public List<DoctorStep> tryOut(Port port) {
            return List.of();
        }
    };

    /** Who is offered the calls that come. */
    CallHandler handler();

    /** Hears what is reported of calls and media, on the port's loop. */
    void report(CallReport report);

    /** Does it, and tells what was found. Blocks another thread than the loop, within limits. */
    List<DoctorStep> tryOut(Port port) throws InterruptedException;
}
