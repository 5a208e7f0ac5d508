package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Session keys that change with the packet index (RFC 3711 §4.3.1). libsrtp2 has no derivation rate, so the packets are
 * protected a second time here, from the text of the RFC with big numbers and the JDK's own modes.
 */
class KeyDerivationRateTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "64", "16384", "65536", "131072", "16777216"})
    void packets_of_counter_mode_are_as_by_the_text_of_the_rfc(int rate) throws GeneralSecurityException {
        SrtpSender sender = sender(PROFILE, rate);
        for (long index = 65_000; index < 5L << 16; index += index % 2 == 0 ? 1 : 9_972) {
            byte[] packet = TestPackets.rtp(TestPackets.SSRC, (int) (index & 0xFFFF), 33);
            assertArrayEquals(
                    counterModeByHand(packet, index, rate), TestPackets.protect(sender, packet), "index " + index);
        }
    }

    private static byte[] counterModeByHand(byte[] packet, long index, int rate) throws GeneralSecurityException {
        byte[] key = derivedByHand(TestPackets.SALT, 0x00, index, rate, 16);
        byte[] authentication = derivedByHand(TestPackets.SALT, 0x01, index, rate, 20);
        byte[] salt = derivedByHand(TestPackets.SALT, 0x02, index, rate, 14);
        // IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16), §4.1.1
        BigInteger iv = new BigInteger(1, salt)
                .shiftLeft(16)
                .xor(BigInteger.valueOf(Integer.toUnsignedLong(TestPackets.SSRC))
                        .shiftLeft(64))
                .xor(BigInteger.valueOf(index).shiftLeft(16));
        Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(octets(iv, 16)));
        byte[] encrypted = packet.clone();
        aes.doFinal(packet, 12, packet.length - 12, encrypted, 12);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(authentication, "HmacSHA1"));
        mac.update(encrypted);
        byte[] tag =
                mac.doFinal(ByteBuffer.allocate(4).putInt((int) (index >> 16)).array());
        return joined(encrypted, Arrays.copyOf(tag, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 65536})
    void packets_of_gcm_are_as_by_the_text_of_the_rfcs(int rate) throws GeneralSecurityException {
        SrtpSender sender = sender(SrtpProfile.AEAD_AES_128_GCM, rate);
        // RFC 7714 §11: the salt of 96 bits takes the left of the 112 that the derivation has.
        byte[] masterSalt = Arrays.copyOf(TestPackets.GCM_SALT, 14);
        for (long index = 65_000; index < 5L << 16; index += 9_973) {
            byte[] packet = TestPackets.rtp(TestPackets.SSRC, (int) (index & 0xFFFF), 33);
            byte[] salt = derivedByHand(masterSalt, 0x02, index, rate, 12);
            BigInteger nonce = new BigInteger(1, salt)
                    .xor(BigInteger.valueOf(Integer.toUnsignedLong(TestPackets.SSRC))
                            .shiftLeft(48))
                    .xor(BigInteger.valueOf(index));
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(derivedByHand(masterSalt, 0x00, index, rate, 16), "AES");
            aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, octets(nonce, 12)));
            aes.updateAAD(packet, 0, 12);
            byte[] expected = joined(Arrays.copyOf(packet, 12), aes.doFinal(packet, 12, packet.length - 12));
            assertArrayEquals(expected, TestPackets.protect(sender, packet), "index " + index);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8})
    void control_packets_are_as_by_the_text_of_the_rfc(int rate) throws GeneralSecurityException {
        SrtpSender sender = sender(PROFILE, rate);
        for (int index = 0; index < 40; index++) {
            byte[] packet = TestPackets.rtcp(TestPackets.SSRC, "port");
            byte[] protectedPacket = TestPackets.protectControl(sender, packet);
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(derivedByHand(TestPackets.SALT, 0x04, index, rate, 20), "HmacSHA1"));
            mac.update(protectedPacket, 0, protectedPacket.length - 10);
            assertArrayEquals(
                    Arrays.copyOf(mac.doFinal(), 10),
                    Arrays.copyOfRange(protectedPacket, protectedPacket.length - 10, protectedPacket.length),
                    "index " + index);
        }
    }

    /** x = (label || r) XOR salt, where r has 48 bits; the keystream of AES at x * 2^16 (§4.3.1, §4.3.3). */
    private static byte[] derivedByHand(byte[] masterSalt, int label, long index, int rate, int length)
            throws GeneralSecurityException {
        long r = rate == 0 ? 0 : index / rate;
        BigInteger keyId = BigInteger.valueOf(label).shiftLeft(48).or(BigInteger.valueOf(r));
        BigInteger x = keyId.xor(new BigInteger(1, masterSalt));
        Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
        aes.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(TestPackets.KEY, "AES"),
                new IvParameterSpec(octets(x.shiftLeft(16), 16)));
        return aes.doFinal(new byte[length]);
    }

    private static byte[] octets(BigInteger number, int length) {
        byte[] digits = number.toByteArray();
        byte[] octets = new byte[length];
        int count = Math.min(length, digits.length);
        System.arraycopy(digits, digits.length - count, octets, length - count, count);
        return octets;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @ParameterizedTest
    @EnumSource
    void packets_pass_in_any_order_across_many_boundaries(SrtpProfile profile) {
        for (int rate : new int[] {1, 2, 16, 64}) {
            SrtpSender sender = sender(profile, rate);
            SrtpReceiver receiver = receiver(profile, rate);
            List<byte[]> packets = new ArrayList<>();
            for (int sequence = 65_480; sequence < 65_480 + ReplayWindow.WIDTH; sequence++) {
                packets.add(TestPackets.protect(sender, TestPackets.rtp(1, sequence & 0xFFFF, 20)));
            }
            byte[] newest = packets.remove(packets.size() - 1);
            assertEquals(0, TestPackets.verdict(receiver, packets.get(0)), "rate " + rate);
            assertEquals(0, TestPackets.verdict(receiver, newest), "rate " + rate);
            List<byte[]> late = new ArrayList<>(packets.subList(1, packets.size()));
            Collections.shuffle(late, new Random(rate));
            late.forEach(packet -> assertEquals(0, TestPackets.verdict(receiver, packet), "rate " + rate));
        }
    }

    @ParameterizedTest
    @EnumSource
    void forged_packets_of_other_periods_change_nothing(SrtpProfile profile) {
        SrtpSender sender = sender(profile, 4);
        SrtpReceiver receiver = receiver(profile, 4);
        for (int sequence = 100; sequence < 200; sequence++) {
            byte[] packet = TestPackets.protect(sender, TestPackets.rtp(1, sequence, 20));
            byte[] forged = packet.clone();
            forged[2] ^= (byte) (sequence & 0x7F); // another sequence number
            forged[packet.length - 1] ^= 1;
            assertTrue(TestPackets.verdict(receiver, forged) < 0);
            assertEquals(0, TestPackets.verdict(receiver, packet));
        }
    }

    @Test
    void a_forged_packet_costs_one_derivation_at_most_and_evicts_no_keys() {
        List<Long> derived = new ArrayList<>();
        KeySeries keys = new KeySeries(
                period -> {
                    derived.add(period);
                    return new GcmTransform(TestPackets.KEY, TestPackets.GCM_SALT);
                },
                4);
        PacketTransform first = keys.at(3);
        keys.passed();
        PacketTransform second = keys.at(4);
        keys.passed();
        assertNotEquals(first, second);
        derived.clear();
        for (int forged = 1; forged <= 100; forged++) {
            keys.at(4 + 4L * forged);
            keys.at(4 + 4L * forged); // the next one of the same period costs nothing
            assertEquals(forged, derived.size());
        }
        derived.clear();
        assertSame(first, keys.at(0));
        assertSame(second, keys.at(7));
        assertEquals(List.of(), derived);
    }

    @Test
    void keys_of_the_latest_periods_are_kept() {
        List<Long> derived = new ArrayList<>();
        KeySeries keys = new KeySeries(
                period -> {
                    derived.add(period);
                    return new GcmTransform(TestPackets.KEY, TestPackets.GCM_SALT);
                },
                1);
        for (int index = 1; index <= 20; index++) {
            keys.at(index);
            keys.passed();
        }
        derived.clear();
        for (int index = 20; index > 20 - KeySeries.KEPT; index--) {
            keys.at(index);
        }
        assertEquals(List.of(), derived);
        keys.at(20 - KeySeries.KEPT);
        assertEquals(List.of(20L - KeySeries.KEPT), derived);
    }

    @Test
    void sources_are_in_periods_of_their_own() {
        SrtpSender sender = sender(PROFILE, 256);
        SrtpReceiver receiver = receiver(PROFILE, 256);
        for (int i = 0; i < 2_000; i++) {
            byte[] one = TestPackets.protect(sender, TestPackets.rtp(1, i, 20));
            byte[] other = TestPackets.protect(sender, TestPackets.rtp(2, 20_000 + i, 20));
            assertEquals(0, TestPackets.verdict(receiver, one));
            assertEquals(0, TestPackets.verdict(receiver, other));
        }
    }

    @Test
    void the_rate_is_0_or_a_power_of_two_up_to_2_to_the_24() {
        assertTrue(MasterKey.derivationRateAllowed(0));
        for (int bits = 0; bits <= 24; bits++) {
            assertTrue(MasterKey.derivationRateAllowed(1 << bits));
        }
        for (int rate : new int[] {3, 5, 6, 100, (1 << 24) + 1, 1 << 25, 1 << 31, -1, -2}) {
            assertFalse(MasterKey.derivationRateAllowed(rate), "rate " + rate);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new MasterKey(TestPackets.KEY, TestPackets.SALT, rate).close());
        }
    }

    private static SrtpSender sender(SrtpProfile profile, int rate) {
        try (MasterKey key = TestPackets.masterKey(profile, rate)) {
            return SrtpSender.create(profile, key);
        }
    }

    private static SrtpReceiver receiver(SrtpProfile profile, int rate) {
        try (MasterKey key = TestPackets.masterKey(profile, rate)) {
            return SrtpReceiver.create(profile, key);
        }
    }
}
