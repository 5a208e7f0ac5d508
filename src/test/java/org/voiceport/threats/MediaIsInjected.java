package org.voiceport.threats;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.voiceport.audio.Codec;
import org.voiceport.event.SecurityMode;
import org.voiceport.rtp.RtpPacket;

/**
 * Packets of the attacker's own are sent to the port: by a stranger from another address, and from within the path, where
 * they have the caller's address and header and come just before his.
 */
final class MediaIsInjected implements Threat {
    private static final String ELSEWHERE = "127.0.0.8";
    private static final int STRANGERS = 100;
    /** Packets of silence before he speaks, as people do. */
    private static final int PAUSE = 15;

    @Override
    public String key() {
        return "media-injected";
    }

    @Override
    public String title() {
        return "media injected";
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
        AtomicInteger next = new AtomicInteger();
        Tampering inject = (direction, packet) -> {
            if (direction == Direction.FROM_PORT) {
                return List.of(packet);
            }
            int at = (next.getAndIncrement() - PAUSE) * Sound.SAMPLES;
            return List.of(Sound.changed(packet, own -> forged(own, at)), packet);
        };
        Line.Recorded strange = line.call(
                lab.phone(mode), Sound.SPEECH, () -> flood(line.crossing().port()));
        double unharmed = strange.holds(Sound.SPEECH);
        Line.Recorded call =
                line.call(lab.phone(mode), Sound.SPEECH, () -> line.crossing().tamper(inject));
        Finding inPath = Words.putInto(call, Sound.FORGED, "");
        return new Finding(
                inPath.succeeded(),
                "to have his own words stored: " + STRANGERS + " packets of a stranger from another address; then from"
                        + " within the path, with the caller's address and headers, each just before the caller's own",
                strange.refused() + " packets refused while the stranger sent, stored unaltered with similarity "
                        + Sound.score(unharmed) + (mode == SecurityMode.ENCRYPTED ? "" : ": better than promised")
                        + "; from within the path: " + inPath.observed(),
                new Finding.Control(unharmed >= Sound.SAME, ""));
    }

    /** His words and silence in place of the caller's; what SRTP has behind them stays, as he can't make it. */
    private static byte[] forged(byte[] own, int at) {
        byte[] forged = own.clone();
        short[] words = new short[Math.min(Sound.SAMPLES, forged.length)];
        for (int i = 0; i < words.length; i++) {
            boolean speaks = at >= 0 && at + i < Sound.FORGED.length;
            words[i] = speaks ? Sound.FORGED[at + i] : 0;
        }
        Codec.G711U.encoder().encode(words, 0, forged, 0, words.length);
        return forged;
    }

    private static void flood(InetSocketAddress port) throws IOException {
        byte[] packet = new byte[RtpPacket.HEADER_LENGTH + Sound.SAMPLES];
        Arrays.fill(packet, (byte) 0x00);
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName(ELSEWHERE))) {
            for (int i = 0; i < STRANGERS; i++) {
                RtpPacket.writeHeader(packet, 0, Codec.G711U.payloadType(), i == 0, i, i * Sound.SAMPLES, 0xBADBAD);
                stranger.send(new DatagramPacket(packet, packet.length, port));
            }
        }
    }
}
