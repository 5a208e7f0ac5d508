package org.voiceport.threats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.voiceport.event.SecurityMode;
import org.voiceport.rtp.RtpPacket;

/**
 * Packets of an earlier call are sent to the port again, each just before the caller's own: with the header of the day, and
 * where SRTP is used also as they were, and the caller's own twice.
 */
final class MediaIsReplayed implements Threat {
    @Override
    public String key() {
        return "media-replayed";
    }

    @Override
    public String title() {
        return "media of an earlier call replayed";
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
        List<byte[]> recorded = line.call(lab.phone(mode), Sound.EARLIER).spoken();
        AtomicInteger at = new AtomicInteger();
        boolean srtp = mode == SecurityMode.ENCRYPTED;
        Tampering replay = (direction, packet) -> {
            int next = at.get();
            if (direction == Direction.FROM_PORT || next >= recorded.size()) {
                return List.of(packet);
            }
            at.incrementAndGet();
            byte[] old = recorded.get(next);
            byte[] restamped =
                    Sound.changed(packet, any -> Arrays.copyOfRange(old, RtpPacket.HEADER_LENGTH, old.length));
            List<byte[]> sent = new ArrayList<>(List.of(restamped, packet));
            if (srtp) {
                sent.addAll(List.of(old, packet));
            }
            return sent;
        };
        Line.Recorded call =
                line.call(lab.phone(mode), Sound.SPEECH, () -> line.crossing().tamper(replay));
        return Words.putInto(
                call,
                Sound.EARLIER,
                "to have the words of an earlier call stored in this one: " + recorded.size() + " of its packets again"
                        + (srtp ? ", as they were and with new headers; this call's own twice" : ""));
    }
}
