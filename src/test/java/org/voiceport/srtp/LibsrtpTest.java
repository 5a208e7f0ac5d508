package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.srtp.Libsrtp.Operation;

/**
 * Ours and libsrtp2 do the same to the same packets, one by one: same verdict, same octets. Three sources whose sequence
 * numbers wrap many times; packets are lost, late, doubled and damaged.
 */
@Timeout(120)
class LibsrtpTest {
    private static final int PACKETS = 100_000;
    private static final int CONTROL_PACKETS = 20_000;
    private static final int BATCH = 1_000;

    @TempDir
    private static Path directory;

    private static Path program = Path.of("");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final byte[] key = new byte[MasterKey.KEY_LENGTH];
    /** Where three sources are: sequence numbers with their cycles. */
    private final long[] sent = {65_530, 0, 32_760};

    private final List<byte[]> recent = new ArrayList<>();
    private int compared;

    LibsrtpTest() {
        random.nextBytes(key);
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        program = Libsrtp.compile(directory);
    }

    @ParameterizedTest
    @EnumSource
    void both_protect_and_unprotect_alike(SrtpProfile profile) throws Exception {
        byte[] salt = salt(profile);
        int protectedAlike = 0;
        int passed = 0;
        int arrived = 0;
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                MasterKey master = new MasterKey(key, salt);
                SrtpSender sender = SrtpSender.create(profile, master);
                SrtpReceiver receiver = SrtpReceiver.create(profile, master)) {
            for (int i = 0; i < PACKETS; i += BATCH) {
                List<byte[]> fresh = protectAlike(libsrtp, sender, profile);
                protectedAlike += fresh.size();
                List<byte[]> arriving = journey(
                        fresh,
                        packet -> random.nextBoolean()
                                ? 1 + random.nextInt(7) // not the first octet, nor the source
                                : packet.length - 1 - random.nextInt(4));
                arrived += arriving.size();
                passed += compareAll(libsrtp.ask(Operation.UNPROTECT, arriving), arriving, receiver::unprotect);
            }
        }
        assertTrue(
                protectedAlike > PACKETS / 2 && protectedAlike < PACKETS, "some pass, some don't: " + protectedAlike);
        assertTrue(passed > arrived / 4 && passed < arrived, "some pass, some don't: " + passed + " of " + arrived);
        assertTrue(sent[0] > 20L << 16, "sequence numbers wrapped " + (sent[0] >> 16) + " times");
        System.out.printf(
                "%s: %d packets protected, %d of %d let pass, all as by libsrtp2; %d comparisons%n",
                profile, protectedAlike, passed, arrived, compared);
    }

    private List<byte[]> protectAlike(Libsrtp libsrtp, SrtpSender sender, SrtpProfile profile) throws IOException {
        List<byte[]> plain = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            plain.add(nextPacket());
        }
        List<byte[]> buffers = new ArrayList<>();
        for (byte[] packet : plain) {
            buffers.add(Arrays.copyOf(packet, packet.length + profile.tagLength()));
        }
        List<Libsrtp.Answer> theirs = libsrtp.ask(Operation.PROTECT, plain);
        compareAll(
                theirs, buffers, (buffer, offset, length) -> sender.protect(buffer, 0, length - profile.tagLength()));
        return theirs.stream()
                .filter(answer -> answer.status() == 0)
                .map(Libsrtp.Answer::packet)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void both_protect_and_unprotect_control_packets_alike(SrtpProfile profile) throws Exception {
        byte[] salt = salt(profile);
        int passed = 0;
        int arrived = 0;
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                MasterKey master = new MasterKey(key, salt);
                SrtpSender sender = SrtpSender.create(profile, master);
                SrtpReceiver receiver = SrtpReceiver.create(profile, master)) {
            for (int ssrc = 1; ssrc <= sent.length; ssrc++) {
                TestPackets.protectControl(sender, TestPackets.rtcp(ssrc, "")); // libsrtp2 begins at index 1
            }
            for (int i = 0; i < CONTROL_PACKETS; i += BATCH) {
                List<byte[]> fresh = protectControlAlike(libsrtp, sender, profile);
                List<byte[]> arriving = journey(fresh, packet -> 8 + random.nextInt(packet.length - tail(profile)));
                arrived += arriving.size();
                passed += compareAll(
                        libsrtp.ask(Operation.UNPROTECT_CONTROL, arriving), arriving, receiver::unprotectControl);
            }
        }
        assertTrue(passed > arrived / 4 && passed < arrived, "some pass, some don't: " + passed + " of " + arrived);
        System.out.printf(
                "%s: %d control packets protected, %d of %d let pass, all as by libsrtp2; %d comparisons%n",
                profile, CONTROL_PACKETS, passed, arrived, compared);
    }

    /**
     * Octets that aren't damaged: the header, and with GCM the E flag and the index, which stand last there. What has no E flag
     * is malformed to us, while libsrtp2 looks at the tag first and comes to another reason.
     */
    private static int tail(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? 12 : 8;
    }

    private List<byte[]> protectControlAlike(Libsrtp libsrtp, SrtpSender sender, SrtpProfile profile)
            throws IOException {
        List<byte[]> plain = new ArrayList<>();
        List<byte[]> buffers = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            byte[] packet = TestPackets.rtcp(1 + random.nextInt(sent.length), "x".repeat(random.nextInt(256)));
            plain.add(packet);
            buffers.add(Arrays.copyOf(packet, packet.length + profile.controlOverhead()));
        }
        List<Libsrtp.Answer> theirs = libsrtp.ask(Operation.PROTECT_CONTROL, plain);
        int alike = compareAll(
                theirs,
                buffers,
                (buffer, offset, length) -> sender.protectControl(buffer, 0, length - profile.controlOverhead()));
        assertEquals(BATCH, alike);
        return theirs.stream().map(Libsrtp.Answer::packet).toList();
    }

    /** Each packet arrives in time, late, twice or never; one in ten is damaged, in a place that is asked for. */
    private List<byte[]> journey(List<byte[]> fresh, ToIntFunction<byte[]> place) {
        List<byte[]> arriving = new ArrayList<>();
        for (byte[] packet : fresh) {
            recent.add(packet);
            if (recent.size() > 256) {
                recent.remove(0);
            }
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                int reach = Math.min(recent.size(), random.nextInt(10) == 0 ? 256 : 3);
                byte[] arrived =
                        recent.get(recent.size() - 1 - random.nextInt(reach)).clone();
                if (random.nextInt(10) == 0) {
                    arrived[place.applyAsInt(arrived)] ^= (byte) (1 << random.nextInt(8));
                }
                arriving.add(arrived);
            }
        }
        return arriving;
    }

    private interface Transform {
        int apply(byte[] buffer, int offset, int length);
    }

    /** How many both let pass; the others both refuse for the same reason. */
    private int compareAll(List<Libsrtp.Answer> theirs, List<byte[]> buffers, Transform ours) {
        int passed = 0;
        for (int i = 0; i < theirs.size(); i++) {
            Libsrtp.Answer answer = theirs.get(i);
            byte[] buffer = buffers.get(i);
            int result = ours.apply(buffer, 0, buffer.length);
            if (Math.min(0, result) != answer.status() || (result >= 0 && !same(answer.packet(), buffer, result))) {
                String which = "comparison " + compared + ", seed " + seed;
                assertEquals(SrtpStatus.words(answer.status()), SrtpStatus.words(Math.min(0, result)), which);
                assertArrayEquals(answer.packet(), Arrays.copyOf(buffer, result), which);
            }
            compared++;
            passed += result < 0 ? 0 : 1;
        }
        return passed;
    }

    private static boolean same(byte[] packet, byte[] buffer, int length) {
        return Arrays.equals(packet, 0, packet.length, buffer, 0, length);
    }

    /** A packet of one of three sources: mostly the next, at times after a gap, now and then an old one. */
    private byte[] nextPacket() {
        int source = random.nextInt(sent.length);
        long at = sent[source];
        int gap = random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(3);
        if (random.nextInt(8) == 0) {
            at = Math.max(0, at - random.nextInt(200));
        } else {
            at += 1 + gap;
            sent[source] = at;
        }
        return TestPackets.richRtp(random, 1 + source, (int) (at & 0xFFFF));
    }

    private byte[] salt(SrtpProfile profile) {
        byte[] salt = new byte[profile.saltLength()];
        random.nextBytes(salt);
        return salt;
    }
}
