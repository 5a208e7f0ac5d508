package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ours and libsrtp2 do the same to the same packets, one by one: same verdict, same octets. */
@Timeout(60)
class LibsrtpTest {
    private static final int PACKETS = 4000;

    @TempDir
    private static Path directory;

    private static Path program = Path.of("");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final byte[] key = new byte[MasterKey.KEY_LENGTH];
    private final byte[] salt = new byte[MasterKey.SALT_LENGTH];
    /** Where three sources are: sequence numbers with their cycles. */
    private final long[] sent = {65_530, 0, 32_760};

    LibsrtpTest() {
        random.nextBytes(key);
        random.nextBytes(salt);
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        program = Libsrtp.compile(directory);
    }

    @ParameterizedTest
    @EnumSource
    void both_protect_alike(SrtpProfile profile) throws Exception {
        int passed = 0;
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                SrtpSender sender = sender(profile)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = nextPacket(true);
                byte[] buffer = Arrays.copyOf(packet, packet.length + profile.tagLength());
                int length = sender.protect(buffer, 0, packet.length);
                passed += compare(i, libsrtp.protect(packet), length, buffer);
            }
        }
        assertTrue(passed > PACKETS / 2 && passed < PACKETS, "some pass, some don't: " + passed);
    }

    @ParameterizedTest
    @EnumSource
    void both_unprotect_what_we_protect_alike(SrtpProfile profile) throws Exception {
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                SrtpSender sender = sender(profile);
                SrtpReceiver receiver = receiver(profile)) {
            receiveAlike(libsrtp, receiver, packet -> TestPackets.protect(sender, packet));
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_unprotect_what_libsrtp_protects_alike(SrtpProfile profile) throws Exception {
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                SrtpReceiver receiver = receiver(profile)) {
            receiveAlike(libsrtp, receiver, packet -> libsrtp.protect(packet).packet());
        }
    }

    private void receiveAlike(Libsrtp libsrtp, SrtpReceiver receiver, Protection protection) throws IOException {
        byte[][] recent = new byte[256][];
        int kept = 0;
        int passed = 0;
        int seen = 0;
        for (int i = 0; i < PACKETS; i++) {
            recent[kept++ % recent.length] = protection.protect(nextPacket(false));
            // Each arrives now, later, twice or never.
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                int reach = Math.min(kept, random.nextInt(10) == 0 ? recent.length : 3);
                byte[] packet = recent[(kept - 1 - random.nextInt(reach)) % recent.length].clone();
                damageSome(packet, 1, 8, 12);
                Libsrtp.Answer theirs = libsrtp.unprotect(packet);
                passed += compare(i, theirs, receiver.unprotect(packet, 0, packet.length), packet);
                seen++;
            }
        }
        assertTrue(passed > seen / 4 && passed < seen, "some pass, some don't: " + passed + " of " + seen);
    }

    @ParameterizedTest
    @EnumSource
    void both_protect_control_packets_alike(SrtpProfile profile) throws Exception {
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                SrtpSender sender = sender(profile)) {
            for (int ssrc = 1; ssrc <= sent.length; ssrc++) {
                TestPackets.protectControl(sender, TestPackets.rtcp(ssrc, "")); // libsrtp2 begins at index 1
            }
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = TestPackets.rtcp(1 + random.nextInt(sent.length), "x".repeat(random.nextInt(256)));
                byte[] buffer = Arrays.copyOf(packet, packet.length + SrtpProfile.CONTROL_OVERHEAD);
                int length = sender.protectControl(buffer, 0, packet.length);
                assertEquals(1, compare(i, libsrtp.protectControl(packet), length, buffer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_unprotect_control_packets_alike(SrtpProfile profile) throws Exception {
        byte[][] recent = new byte[400][];
        int passed = 0;
        try (Libsrtp libsrtp = Libsrtp.start(program, profile, key, salt);
                SrtpSender sender = sender(profile);
                SrtpReceiver receiver = receiver(profile)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] plain = TestPackets.rtcp(1 + random.nextInt(sent.length), "x".repeat(random.nextInt(60)));
                boolean byUs = random.nextBoolean(); // the two count apart, so what one sends replays the other's
                recent[i % recent.length] = byUs
                        ? TestPackets.protectControl(sender, plain)
                        : libsrtp.protectControl(plain).packet();
                int reach = Math.min(i + 1, random.nextInt(5) == 0 ? recent.length : 3);
                byte[] packet = recent[(i - random.nextInt(reach)) % recent.length].clone();
                damageSome(packet, 8, packet.length, packet.length);
                Libsrtp.Answer theirs = libsrtp.unprotectControl(packet);
                passed += compare(i, theirs, receiver.unprotectControl(packet, 0, packet.length), packet);
            }
        }
        assertTrue(passed > PACKETS / 8 && passed < PACKETS, "some pass, some don't: " + passed);
    }

    /** 1 if both let the packet pass, 0 if both refuse it for the same reason. */
    private int compare(int number, Libsrtp.Answer theirs, int ours, byte[] buffer) {
        String which = "packet " + number + ", seed " + seed;
        assertEquals(SrtpStatus.words(theirs.status()), SrtpStatus.words(Math.min(0, ours)), which);
        if (ours < 0) {
            return 0;
        }
        assertArrayEquals(theirs.packet(), Arrays.copyOf(buffer, ours), which);
        return 1;
    }

    /** A packet of one of three sources: mostly the next, at times after a gap; if unruly, now and then an old one. */
    private byte[] nextPacket(boolean unruly) {
        int source = random.nextInt(sent.length);
        long at = sent[source];
        int gap = random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(3);
        if (unruly && random.nextInt(4) == 0) {
            at = Math.max(0, at - random.nextInt(200));
        } else {
            at += 1 + gap;
            sent[source] = at;
        }
        return TestPackets.richRtp(random, 1 + source, (int) (at & 0xFFFF));
    }

    /** Flips a bit in every tenth packet, between {@code from} and {@code to} or behind {@code after}. */
    private void damageSome(byte[] packet, int from, int to, int after) {
        if (random.nextInt(10) == 0) {
            boolean head = random.nextBoolean() || after >= packet.length;
            int at = head ? from + random.nextInt(to - from) : packet.length - 1 - random.nextInt(4);
            packet[at] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private SrtpSender sender(SrtpProfile profile) {
        try (MasterKey master = new MasterKey(key, salt)) {
            return SrtpSender.create(profile, master);
        }
    }

    private SrtpReceiver receiver(SrtpProfile profile) {
        try (MasterKey master = new MasterKey(key, salt)) {
            return SrtpReceiver.create(profile, master);
        }
    }

    private interface Protection {
        byte[] protect(byte[] packet) throws IOException;
    }
}
