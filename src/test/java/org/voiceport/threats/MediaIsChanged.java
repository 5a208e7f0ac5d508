package org.voiceport.threats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.voiceport.event.SecurityMode;

/** Packets are changed on their way from the caller to the port, while the message is recorded. */
final class MediaIsChanged implements Threat {
    /** Which packets from the beep on: the caller speaks by then. */
    private static final Set<Integer> CHANGED = Set.of(25, 45);
    /** The loudest sample of µ-law, and the same with the other sign. */
    private static final byte[] NOISE = {0x00, (byte) 0x80};

    @Override
    public String key() {
        return "media-changed";
    }

    @Override
    public String title() {
        return "media changed in flight";
    }

    @Override
    public Ground ground() {
        return Ground.MEDIA;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.media(mode);
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Line line = lab.line(mode);
        AtomicInteger packets = new AtomicInteger();
        List<byte[]> passed = Collections.synchronizedList(new ArrayList<>());
        Tampering flip = (direction, packet) -> {
            if (direction == Direction.FROM_PORT) {
                return List.of(packet);
            }
            byte[] other =
                    CHANGED.contains(packets.getAndIncrement()) ? Sound.changed(packet, MediaIsChanged::noise) : packet;
            passed.add(other);
            return List.of(other);
        };
        Line.Recorded call =
                line.call(lab.phone(mode), Sound.SPEECH, () -> line.crossing().tamper(flip));
        double asChanged = call.isIn(Sound.heard(List.copyOf(passed)));
        double asSaid = call.holds(Sound.SPEECH);
        boolean stored = asChanged >= Sound.SAME && asSaid < Sound.SAME;
        if (!stored && (asSaid < Sound.SAME || asChanged >= Sound.OTHER)) {
            throw new NothingHappened("neither changed nor unchanged: " + asChanged + ", " + asSaid);
        }
        return new Finding(
                stored,
                "to overwrite the sound in " + CHANGED.size() + " of " + packets + " packets with noise",
                "stored with similarity " + Sound.score(asChanged) + " to what he made of it, " + Sound.score(asSaid)
                        + " to what was said; " + call.refused() + " packets refused");
    }

    /** What SRTP has behind the sound stays, as nobody without the key can make it. */
    private static byte[] noise(byte[] payload) {
        byte[] noise = payload.clone();
        for (int i = 0; i < Math.min(Sound.SAMPLES, noise.length); i++) {
            noise[i] = NOISE[i % NOISE.length];
        }
        return noise;
    }
}
