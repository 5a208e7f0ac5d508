package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both engines compute HMAC-SHA1: as RFC 2202 has it, and as the JDK's {@code Mac} does for any length. */
class PacketMacTest {
    private final Scratch scratch = Scratch.ofThread();

    @ParameterizedTest
    @EnumSource
    void hmac_sha1_is_as_in_rfc_2202(SrtpEngine engine) {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        known(engine, "0b".repeat(20), ascii("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
        known(
                engine,
                hex(ascii("Jefe")),
                ascii("what do ya want for nothing?"),
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        known(engine, "aa".repeat(20), hex("dd".repeat(50)), "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
        String fourth = "0102030405060708090a0b0c0d0e0f10111213141516171819";
        known(engine, fourth, hex("cd".repeat(50)), "4c9007f4026250c6bc8414f9bf50c86c2d7235da");
        known(engine, "0c".repeat(20), ascii("Test With Truncation"), "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04");
    }

    private void known(SrtpEngine engine, String key, byte[] data, String expected) {
        PacketMac mac = engine.mac(hex(key));
        byte[] result = new byte[PacketMac.LENGTH];
        mac.compute(scratch, data, 0, data.length);
        mac.write(scratch, result, 0, result.length);
        assertArrayEquals(hex(expected), result);
        // The last four octets may come as a number.
        mac.compute(scratch, data, 0, data.length - 4, ByteBuffer.wrap(data).getInt(data.length - 4));
        assertTrue(mac.matches(scratch, hex(expected), 0, PacketMac.LENGTH));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] hex(String digits) {
        return TestPackets.hex(digits);
    }

    @ParameterizedTest
    @EnumSource
    void any_length_gives_what_mac_gives(SrtpEngine engine) throws GeneralSecurityException {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] key = new byte[20];
        byte[] octets = new byte[700];
        random.nextBytes(key);
        random.nextBytes(octets);
        Mac reference = Mac.getInstance("HmacSHA1");
        reference.init(new SecretKeySpec(key, "HmacSHA1"));
        PacketMac mac = engine.mac(key);
        for (int length = 0; length < 640; length++) {
            int offset = random.nextInt(60);
            reference.update(octets, offset, length);
            byte[] without = reference.doFinal();
            reference.update(octets, offset, length);
            byte[] with = reference.doFinal(new byte[] {1, 2, 3, (byte) 0x84});
            mac.compute(scratch, octets, offset, length);
            assertTrue(mac.matches(scratch, without, 0, without.length), "length " + length + ", seed " + seed);
            mac.compute(scratch, octets, offset, length, 0x01020384);
            assertTrue(mac.matches(scratch, with, 0, with.length), "length " + length + ", seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_first_octets_are_written_and_compared_and_no_others(SrtpEngine engine) {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        PacketMac mac = engine.mac(new byte[20]);
        byte[] whole = new byte[PacketMac.LENGTH];
        mac.compute(scratch, new byte[33], 0, 33);
        mac.write(scratch, whole, 0, whole.length);
        for (int length = 0; length <= whole.length; length++) {
            byte[] part = new byte[30];
            mac.write(scratch, part, 5, length);
            byte[] expected = new byte[30];
            System.arraycopy(whole, 0, expected, 5, length);
            assertArrayEquals(expected, part);
            assertTrue(mac.matches(scratch, part, 5, length));
            for (int bit = 0; bit < 8 * length; bit++) {
                byte[] other = part.clone();
                other[5 + bit / 8] ^= (byte) (1 << bit % 8);
                assertFalse(mac.matches(scratch, other, 5, length), "bit " + bit + " of " + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wiping_leaves_nothing_of_the_key(SrtpEngine engine) {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        byte[][] left = new byte[2][PacketMac.LENGTH];
        for (int i = 0; i < 2; i++) {
            byte[] key = new byte[20];
            Arrays.fill(key, (byte) (i + 1));
            PacketMac mac = engine.mac(key);
            mac.wipe();
            mac.compute(scratch, new byte[12], 0, 12);
            mac.write(scratch, left[i], 0, PacketMac.LENGTH);
        }
        assertArrayEquals(left[0], left[1], "two different keys are alike now");
    }

    @ParameterizedTest
    @EnumSource
    void wiping_the_scratch_does_no_harm(SrtpEngine engine) {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        PacketMac mac = engine.mac(new byte[20]);
        byte[] before = new byte[PacketMac.LENGTH];
        mac.compute(scratch, new byte[40], 0, 40, 7);
        mac.write(scratch, before, 0, before.length);
        scratch.wipe();
        mac.compute(scratch, new byte[40], 0, 40, 7);
        assertTrue(mac.matches(scratch, before, 0, before.length));
    }

    @ParameterizedTest
    @EnumSource
    void the_engine_has_words_and_a_reason(SrtpEngine engine) {
        assertFalse(engine.words().isEmpty());
        assertEquals(
                SrtpEngine.chosen() == SrtpEngine.COMPRESSION,
                SrtpEngine.reason().isEmpty());
    }

    /** RTP and RTCP in turns, of the same length with what is authenticated behind them: what is kept of one is no good there. */
    @ParameterizedTest
    @EnumSource
    void both_forms_in_turns_are_as_each_by_itself(SrtpEngine engine) throws GeneralSecurityException {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        byte[] key = new byte[20];
        byte[] data = new byte[2048];
        new Random(1).nextBytes(key);
        new Random(2).nextBytes(data);
        PacketMac mac = engine.mac(key);
        Mac jdk = Mac.getInstance("HmacSHA1");
        jdk.init(new SecretKeySpec(key, "HmacSHA1"));
        for (int length = 4; length <= data.length; length++) {
            int last = ByteBuffer.wrap(data).getInt(length - 4);
            byte[] expected = jdk.doFinal(Arrays.copyOf(data, length));
            for (int turn = 0; turn < 2; turn++) {
                mac.compute(scratch, data, 0, length);
                assertTrue(mac.matches(scratch, expected, 0, PacketMac.LENGTH), "RTCP of " + length);
                mac.compute(scratch, data, 0, length - 4, last);
                assertTrue(mac.matches(scratch, expected, 0, PacketMac.LENGTH), "RTP of " + length);
            }
        }
    }
}
