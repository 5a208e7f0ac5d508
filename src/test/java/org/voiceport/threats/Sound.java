package org.voiceport.threats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;
import org.voiceport.audio.Wav;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpReceiver;

/** What is said in calls, and what the attacker makes of packets. */
final class Sound {
    /** What callers say: a second of speech. */
    static final short[] SPEECH = second("/org/voiceport/demo/caller-alice.wav");
    /** What another caller said before. */
    static final short[] EARLIER = second("/org/voiceport/demo/caller-bob.wav");
    /** What the attacker wants to be heard instead. */
    static final short[] FORGED = second("/org/voiceport/demo/caller-carol.wav");
    /** What the ports say: half a second. */
    static final short[] GREETING = Arrays.copyOf(read("/org/voiceport/prompts/greeting.wav"), Source.RATE / 2);

    /** From this score on, sound is taken to be the same; below {@link #OTHER}, to be another. */
    static final double SAME = 0.9;

    static final double OTHER = 0.3;

    /** Of a packet of 20 ms. */
    static final int SAMPLES = 160;

    private static final int KEY = 16;
    private static final int SALT = 14;

    private Sound() {}

    /** What is heard of RTP packets if they are played in the order in which they came. */
    static short[] heard(List<byte[]> packets) {
        int samples = packets.stream().mapToInt(Sound::payload).sum();
        short[] heard = new short[samples];
        int at = 0;
        for (byte[] packet : packets) {
            Codec.G711U.decoder().decode(packet, RtpPacket.HEADER_LENGTH, heard, at, payload(packet));
            at += payload(packet);
        }
        return heard;
    }

    private static int payload(byte[] packet) {
        return Math.max(0, packet.length - RtpPacket.HEADER_LENGTH);
    }

    /** SRTP packets as whoever has the key reads them; those that are no good for it are left out. */
    static List<byte[]> decrypted(List<byte[]> packets, KeyBlock block) {
        byte[] key = block.key().first(KEY);
        byte[] salt = block.salt().first(SALT);
        try (SrtpReceiver receiver =
                SrtpReceiver.create(SrtpProfile.AES_CM_128_HMAC_SHA1_32, new MasterKey(key, salt))) {
            return packets.stream()
                    .map(byte[]::clone)
                    .map(packet -> {
                        int length = receiver.unprotect(packet, 0, packet.length);
                        return Optional.of(length)
                                .filter(plain -> plain > 0)
                                .map(plain -> Arrays.copyOf(packet, plain));
                    })
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** A packet like another one, with something done to its payload. */
    static byte[] changed(byte[] packet, UnaryOperator<byte[]> change) {
        byte[] payload = Arrays.copyOfRange(packet, RtpPacket.HEADER_LENGTH, packet.length);
        byte[] other = change.apply(payload);
        byte[] changed = Arrays.copyOf(packet, RtpPacket.HEADER_LENGTH + other.length);
        System.arraycopy(other, 0, changed, RtpPacket.HEADER_LENGTH, other.length);
        return changed;
    }

    static String score(double score) {
        return String.format(Locale.ROOT, "%.3f", score);
    }

    private static short[] second(String resource) {
        return Arrays.copyOf(read(resource), Source.RATE);
    }

    static short[] read(String resource) {
        try (InputStream in = Objects.requireNonNull(Sound.class.getResourceAsStream(resource), resource)) {
            return Wav.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
