package org.voiceport.threats;

import java.net.InetSocketAddress;
import java.util.List;
import org.voiceport.daemon.Keys;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.Device;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;

/** The phone in each mode that calls the ports. */
final class Caller {
    /** Distinctive, as captures are searched for it. */
    static final String NAME = "Lewis Carroll";

    private Caller() {}

    /** Its directory number. */
    static String number(SecurityMode mode) {
        return "555700" + Ground.digit(mode);
    }

    static Device device(SecurityMode mode) {
        return Device.phone(name(mode).value(), mode, number(mode), NAME);
    }

    /** The phone on its way to register with a call manager there. */
    static SimulatedPhone start(SecurityMode mode, InetSocketAddress callManager) {
        String name = name(mode).value();
        return SimulatedPhone.start(
                mode.secure()
                        ? PhoneSettings.secure(
                                name,
                                mode,
                                callManager,
                                Keys.device(name(mode)),
                                CallManagerTrust.ofPins(
                                        List.of(Keys.callManager().certificate())))
                        : PhoneSettings.clear(name, callManager));
    }

    private static DeviceName name(SecurityMode mode) {
        return new DeviceName("SEP00000000000" + Ground.digit(mode));
    }
}
