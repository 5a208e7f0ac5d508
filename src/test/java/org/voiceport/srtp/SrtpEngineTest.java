package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.rtp.RtpPacket;

/** Which engine computes tags, and that it makes no difference. */
@Timeout(60)
class SrtpEngineTest {
    private static final String OPEN = "--add-opens=java.base/sun.security.provider=ALL-UNNAMED";

    @Test
    void with_the_flags_of_the_launcher_which_the_tests_have_the_fast_engine_is_chosen() {
        assertEquals(SrtpEngine.COMPRESSION, SrtpEngine.chosen(), SrtpEngine.reason());
        assertEquals("", SrtpEngine.reason());
    }

    @Test
    void where_the_jdk_is_not_open_the_public_digest_computes_the_same() throws Exception {
        String[] said = run();
        assertEquals("DIGEST", said[0]);
        assertTrue(said[1].contains("sun.security.provider"), said[1]);
        assertEquals(Known.packet(), said[2]);
    }

    @Test
    void the_public_digest_can_be_asked_for() throws Exception {
        String[] said = run(OPEN, "-D" + SrtpEngine.PROPERTY + "=digest");
        assertEquals("DIGEST", said[0]);
        assertEquals("-D" + SrtpEngine.PROPERTY + " says so", said[1]);
        assertEquals(Known.packet(), said[2]);
    }

    @Test
    void the_fast_engine_cannot_be_asked_for_where_the_jdk_is_not_open() throws Exception {
        assertEquals("DIGEST", run("-D" + SrtpEngine.PROPERTY + "=compression")[0]);
    }

    /** Another JVM with these flags, and what {@link Known#main} says there. */
    private static String[] run(String... flags) throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(place(SrtpEngine.class) + System.getProperty("path.separator") + place(SrtpEngineTest.class));
        command.add(Known.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.split("\n", -1);
    }

    private static Path place(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Says which engine it has, why, and what a certain packet is when it is protected. */
    static final class Known {
        private Known() {}

        public static void main(String[] args) {
            System.out.print(SrtpEngine.chosen() + "\n" + SrtpEngine.reason() + "\n" + packet() + "\n");
        }

        static String packet() {
            byte[] buffer = new byte[200];
            RtpPacket.writeHeader(buffer, 0, 0, false, 65_535, 160, TestPackets.SSRC);
            int length = TestPackets.sender(SrtpProfile.AES_CM_128_HMAC_SHA1_80).protect(buffer, 0, 172);
            return HexFormat.of().formatHex(buffer, 0, length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void engines_take_each_others_packets_over_wraps(SrtpProfile profile) {
        assumeTrue(SrtpEngine.COMPRESSION.usable(), SrtpEngine.reason());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SrtpSender digest = TestPackets.sender(profile, SrtpEngine.DIGEST);
        SrtpSender compression = TestPackets.sender(profile, SrtpEngine.COMPRESSION);
        SrtpReceiver byDigest = TestPackets.receiver(profile, SrtpEngine.DIGEST);
        SrtpReceiver byCompression = TestPackets.receiver(profile, SrtpEngine.COMPRESSION);
        for (int index = 65_000; index < 4 << 16; index += 1 + random.nextInt(20)) {
            byte[] packet = TestPackets.richRtp(random, TestPackets.SSRC, index & 0xFFFF);
            byte[] one = TestPackets.protect(digest, packet);
            byte[] other = TestPackets.protect(compression, packet);
            assertArrayEquals(one, other, "index " + index + ", seed " + seed);
            int length = byCompression.unprotect(one, 0, one.length);
            assertEquals(packet.length, length, "index " + index + ", seed " + seed);
            assertEquals(length, byDigest.unprotect(other, 0, other.length), "index " + index + ", seed " + seed);
            assertArrayEquals(packet, Arrays.copyOf(one, length));
            assertArrayEquals(packet, Arrays.copyOf(other, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void engines_take_each_others_control_packets(SrtpProfile profile) {
        assumeTrue(SrtpEngine.COMPRESSION.usable(), SrtpEngine.reason());
        SrtpSender digest = TestPackets.sender(profile, SrtpEngine.DIGEST);
        SrtpSender compression = TestPackets.sender(profile, SrtpEngine.COMPRESSION);
        SrtpReceiver receiver = TestPackets.receiver(profile, SrtpEngine.COMPRESSION);
        for (int i = 0; i < 255; i++) {
            byte[] packet = TestPackets.rtcp(TestPackets.SSRC, "x".repeat(i));
            byte[] one = TestPackets.protectControl(digest, packet);
            assertArrayEquals(one, TestPackets.protectControl(compression, packet));
            assertEquals(0, TestPackets.controlVerdict(receiver, one));
        }
    }
}
