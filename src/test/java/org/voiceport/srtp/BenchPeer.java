package org.voiceport.srtp;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voiceport.rtp.RtpPacket;

/**
 * A peer for {@code scripts/bench-srtp}, as {@code bench-peer.c} is: it measures what it is told on standard input, on the
 * same packets in the same order. A line {@code PROFILE PAYLOAD STREAMS MILLIS} is answered by nanoseconds of processor time
 * per packet for protect and for unprotect, and bytes allocated per packet of either.
 */
public final class BenchPeer {
    /** Packets; as many as the largest number of streams. */
    private static final int BATCH = 1000;
    /** Octets of a packet, with what protection adds. */
    private static final int ROOM = 256;
    /** Rounds before anything counts. */
    private static final int COLD_ROUNDS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[][] packets = new byte[BATCH][ROOM];
    private final int[] lengths = new int[BATCH];
    private final Maker maker;

    private BenchPeer(Maker maker) {
        this.maker = maker;
    }

    /** The two directions of a stream; a negative result fails the measurement. */
    public interface Stream {
        int protect(byte[] packet, int length);

        int unprotect(byte[] packet, int length);
    }

    /** Makes a stream of a profile, or null if there is no such profile. */
    public interface Maker {
        @Nullable
        Stream make(String profile, int number);
    }

    /** {@code digest} or {@code compression}. */
    public static void main(String[] args) throws IOException {
        serve(ours(args[0]));
    }

    /** Measures until there is no more to measure. */
    public static void serve(Maker maker) throws IOException {
        BenchPeer peer = new BenchPeer(maker);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 4);
            System.out.println(peer.measured(
                    words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])));
        }
    }

    private static Maker ours(String name) {
        SrtpEngine engine = SrtpEngine.valueOf(name.toUpperCase(Locale.ROOT));
        if (!engine.usable()) {
            throw new IllegalStateException(SrtpEngine.reason());
        }
        return (profile, number) -> OurStream.of(profile, number, engine);
    }

    private String measured(String profile, int payload, int count, long millis) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Stream stream = maker.make(profile, i);
            if (stream == null) {
                return "none";
            }
            streams.add(stream);
        }
        Stream[] all = streams.toArray(new Stream[0]);
        System.gc(); // contexts lie closer together then, as those of calls do that have lasted for some seconds
        long protecting = 0;
        long unprotecting = 0;
        long bytes = 0;
        int round = 0;
        for (; round <= COLD_ROUNDS || protecting + unprotecting < 1_000_000 * millis; round++) {
            if (round == COLD_ROUNDS) {
                protecting = 0;
                unprotecting = 0;
                bytes = 0;
            }
            prepare(profile, payload, count, round);
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long begin = threads.getCurrentThreadCpuTime();
            protectAll(all);
            long middle = threads.getCurrentThreadCpuTime();
            unprotectAll(all);
            unprotecting += threads.getCurrentThreadCpuTime() - middle;
            protecting += middle - begin;
            bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        }
        double done = (double) BATCH * (round - COLD_ROUNDS);
        return String.format(Locale.ROOT, "%.1f %.1f %.1f", protecting / done, unprotecting / done, bytes / done / 2);
    }

    private void prepare(String profile, int payload, int count, int round) {
        for (int i = 0; i < BATCH; i++) {
            int number = round * (BATCH / count) + i / count;
            if (profile.equals("cm80-rtcp")) {
                packets[i][0] = (byte) 0x80;
                packets[i][1] = (byte) 201;
                BigEndian.putShort(packets[i], 2, payload / 4 - 1);
                BigEndian.putInt(packets[i], 4, i % count);
                lengths[i] = payload;
            } else {
                RtpPacket.writeHeader(packets[i], 0, 0, false, number, number * 160, i % count);
                lengths[i] = RtpPacket.HEADER_LENGTH + payload;
            }
        }
    }

    private void protectAll(Stream[] streams) {
        for (int i = 0; i < BATCH; i++) {
            lengths[i] = streams[i % streams.length].protect(packets[i], lengths[i]);
            if (lengths[i] < 0) {
                throw new IllegalStateException(SrtpStatus.words(lengths[i]));
            }
        }
    }

    private void unprotectAll(Stream[] streams) {
        for (int i = 0; i < BATCH; i++) {
            int status = streams[i % streams.length].unprotect(packets[i], lengths[i]);
            if (status < 0) {
                throw new IllegalStateException(SrtpStatus.words(status));
            }
        }
    }

    /** The key and the salt of a stream, the same for all peers. */
    public static byte[] master(int length, int stream) {
        byte[] key = new byte[length];
        for (int i = 0; i < length; i++) {
            key[i] = (byte) (31 * stream + 7 * i + 1);
        }
        return key;
    }

    static final class OurStream implements Stream {
        private final SrtpSender sender;
        private final SrtpReceiver receiver;

        private OurStream(SrtpSender sender, SrtpReceiver receiver) {
            this.sender = sender;
            this.receiver = receiver;
        }

        static Stream of(String profile, int number, SrtpEngine engine) {
            SrtpProfile suite =
                    profile.equals("gcm") ? SrtpProfile.AEAD_AES_128_GCM : SrtpProfile.AES_CM_128_HMAC_SHA1_80;
            byte[] octets = master(suite.keyLength() + suite.saltLength(), number);
            byte[] key = Arrays.copyOf(octets, suite.keyLength());
            byte[] salt = Arrays.copyOfRange(octets, suite.keyLength(), octets.length);
            try (MasterKey master = new MasterKey(key, salt)) {
                SrtpSender sender = SrtpSender.create(suite, master, KeyLifetime.full(), engine);
                SrtpReceiver receiver = SrtpReceiver.create(suite, master, KeyLifetime.full(), engine);
                return profile.equals("cm80-rtcp") ? new Control(sender, receiver) : new OurStream(sender, receiver);
            }
        }

        @Override
        public int protect(byte[] packet, int length) {
            return sender.protect(packet, 0, length);
        }

        @Override
        public int unprotect(byte[] packet, int length) {
            return receiver.unprotect(packet, 0, length);
        }

        private record Control(SrtpSender sender, SrtpReceiver receiver) implements Stream {
            @Override
            public int protect(byte[] packet, int length) {
                return sender.protectControl(packet, 0, length);
            }

            @Override
            public int unprotect(byte[] packet, int length) {
                return receiver.unprotectControl(packet, 0, length);
            }
        }
    }
}
