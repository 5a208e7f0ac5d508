package org.voiceport.threats;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.voiceport.audio.Similarity;
import org.voiceport.daemon.Keys;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;

/**
 * A careless call manager gives media keys to everybody, also where anybody can read them. A device that uses such a key
 * believes its call to be private while the attacker listens.
 */
final class MediaKeysComeOnAnOpenLink implements Threat {
    private static final DeviceName OTHER = new DeviceName("SEP000000000009");
    private static final String OTHER_NUMBER = "5559";

    @Override
    public String key() {
        return "media-keys-in-clear";
    }

    @Override
    public String title() {
        return "media keys on a link that is not encrypted";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return new Promise(
                true,
                mode == SecurityMode.ENCRYPTED
                        ? "table 5-1, signaling encryption: media encryption keys are protected"
                        : "table 5-1, note: without signaling encryption and authentication, media encryption cannot occur");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        try (SimulatedCallManager careless = careless(victim);
                Crossing crossing = new Crossing(InetAddress.getLoopbackAddress());
                SimulatedPhone phone = phone(mode, crossing, careless)) {
            Lab.await(phone.registered());
            victim.registered(Course.pass(careless, Tampering.NONE));
            Wire wire = victim.lastVisit().wire();
            int mark = victim.port().mark();
            Told told = Calls.during(
                    phone, victim.port().mailbox(), call -> victim.port().told(mark, "CALL-005", "CALL-003"));
            Told ended = victim.port().told(mark, "CALL-006");
            Optional<KeyBlock> key = keys(wire, mode, true);
            boolean used = told.is("CALL-003") && !told.fact("protection").equals("RTP");
            return new Finding(
                    used && key.isPresent(),
                    "to read a media key from the signalling and listen to the call that it is for",
                    (key.isPresent() ? "the key was read" : "no key is in the capture") + "; " + told.words() + "; "
                            + ended.words(),
                    mode == SecurityMode.ENCRYPTED
                            ? Finding.Control.NONE
                            : obedient(
                                    careless,
                                    phone,
                                    crossing.visits().all().get(0).wire(),
                                    mode));
        }
    }

    /** The same call manager, phone and attacker, but the called device uses the key that it gets. */
    private static Finding.Control obedient(
            SimulatedCallManager careless, SimulatedPhone phone, Wire wire, SecurityMode mode) throws Exception {
        try (MediaCrossing media = new MediaCrossing(OTHER, InetAddress.getLoopbackAddress());
                SimulatedPhone other = SimulatedPhone.start(PhoneSettings.clear(OTHER.value(), careless.clearAddress())
                        .withAutoAnswer())) {
            Lab.await(other.registered());
            careless.mediaPath(media);
            PhoneCall call = phone.call(OTHER_NUMBER);
            Lab.await(call.connected());
            Lab.await(call.say(Sound.SPEECH));
            call.hangUp();
            Lab.await(call.ended());
            KeyBlock key = keys(wire, mode, false).orElseThrow(() -> new NothingHappened("no key for the phone came"));
            double heard = Similarity.compare(
                            Sound.SPEECH, Sound.heard(Sound.decrypted(media.seen(0, Direction.TO_PORT), key)))
                    .score();
            return new Finding.Control(
                    heard >= Sound.SAME,
                    "a phone that uses the key it is given is overheard: similarity " + Sound.score(heard));
        }
    }

    /** The last key that can be read on that wire, for what its device receives or for what it sends. */
    private static Optional<KeyBlock> keys(Wire wire, SecurityMode mode, boolean receive) {
        List<byte[]> pieces = wire.seen(Direction.TO_PORT);
        byte[] readable = mode.secure() ? Records.said(pieces) : Search.joined(pieces);
        return Sccp.messages(readable).stream()
                .map(Decoded::message)
                .flatMap(message -> {
                    if (receive && message instanceof OpenReceiveChannel open) {
                        return Optional.of(open.key()).stream();
                    }
                    return !receive && message instanceof StartMediaTransmission start
                            ? Optional.of(start.key()).stream()
                            : Optional.<KeyBlock>empty().stream();
                })
                .filter(KeyBlock::present)
                .reduce((one, later) -> later);
    }

    /** A phone of the call manager that has the attacker in between too. */
    private static SimulatedPhone phone(SecurityMode mode, Crossing crossing, SimulatedCallManager careless) {
        crossing.lead(Course.pass(careless, Tampering.NONE));
        InetAddress here = InetAddress.getLoopbackAddress();
        int tcpPort = mode.secure() ? crossing.securePort() : crossing.clearPort();
        return Caller.start(mode, new InetSocketAddress(here, tcpPort));
    }

    private static SimulatedCallManager careless(Victim victim) throws Exception {
        Target port = victim.port();
        SimulatedCallManager careless = SimulatedCallManager.start(CallManagerSettings.builder()
                .tls(Keys.callManager(), Keys.root().root())
                .device(Device.port(port.name().value(), port.mode(), port.number()))
                .device(Caller.device(port.mode()))
                .device(Device.phone(OTHER.value(), SecurityMode.NON_SECURE, OTHER_NUMBER, "Other"))
                .forward(Forward.noAnswer(port.mailbox(), "Subscriber", port.number()))
                .build());
        careless.misbehave(Misbehaviour.SEND_KEY_ON_ANY_LINK);
        return careless;
    }
}
