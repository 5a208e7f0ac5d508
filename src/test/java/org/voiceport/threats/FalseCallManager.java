package org.voiceport.threats;

import java.io.IOException;
import org.voiceport.daemon.Keys;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;

/** The attacker runs a call manager of his own in the place of the real one, and calls the ports that come to it. */
final class FalseCallManager implements Threat {
    private static final DeviceName PHONE = new DeviceName("SEP000000000666");
    private static final String NUMBER = "666";

    @Override
    public String key() {
        return "false-call-manager";
    }

    @Override
    public String title() {
        return "false call manager";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(
                mode, "signaling and device authentication: identity theft of the Cisco CallManager server");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        try (SimulatedCallManager callManager = start(victim)) {
            victim.registered();
            Told told = victim.tries(Course.pass(callManager, Tampering.NONE)).orOnly("untrusted");
            if (told.is("PORT-001")) {
                return new Finding(
                        true,
                        "to be its call manager, and to call it",
                        told.words() + "; " + call(victim, callManager));
            }
            int heard = callManager.received(victim.port().name()).size();
            callManager.presentCertificate(Keys.callManager());
            Told insider = victim.registered(Course.pass(callManager, Tampering.NONE));
            return new Finding(
                    false,
                    "to be its call manager, with a certificate of his own",
                    told.words() + "; messages that the port sent to it: " + heard,
                    new Finding.Control(
                            true, "with the real one's key the same call manager is taken: " + insider.words()));
        }
    }

    private static String call(Victim victim, SimulatedCallManager callManager) throws InterruptedException {
        try (SimulatedPhone phone =
                SimulatedPhone.start(PhoneSettings.clear(PHONE.value(), callManager.clearAddress()))) {
            Lab.await(phone.registered());
            LeftMessage left = Lab.await(phone.leaveMessage(victim.port().mailbox(), Sound.FORGED, Seen.LIMIT));
            return "the attacker called it, heard " + left.packetsReceived() + " packets of it and left a message";
        }
    }

    private static SimulatedCallManager start(Victim victim) throws IOException {
        Target port = victim.port();
        return SimulatedCallManager.start(CallManagerSettings.builder()
                .tls(Keys.stranger(), Keys.root().root())
                .device(Device.port(port.name().value(), port.mode(), port.number()))
                .device(Device.phone(PHONE.value(), SecurityMode.NON_SECURE, NUMBER, "Mallory"))
                .forward(Forward.noAnswer(port.mailbox(), "Subscriber", port.number()))
                .build());
    }
}
