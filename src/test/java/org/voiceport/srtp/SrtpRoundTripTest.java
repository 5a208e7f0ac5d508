package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.rtp.RtpPacket;

class SrtpRoundTripTest {
    @ParameterizedTest
    @EnumSource
    void any_payload_length_comes_back(SrtpProfile profile) {
        SrtpSender sender = TestPackets.sender(profile);
        SrtpReceiver receiver = TestPackets.receiver(profile);
        for (int length = 0; length <= 1400; length++) {
            byte[] packet = TestPackets.rtp(TestPackets.SSRC, length, length);
            byte[] buffer = TestPackets.protect(sender, packet);
            assertEquals(packet.length + profile.tagLength(), buffer.length);
            int plain = receiver.unprotect(buffer, 0, buffer.length);
            assertEquals(packet.length, plain, () -> SrtpStatus.words(plain));
            assertArrayEquals(packet, Arrays.copyOf(buffer, plain));
        }
    }

    @ParameterizedTest
    @EnumSource
    void csrcs_extension_and_padding_come_back(SrtpProfile profile) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SrtpSender sender = TestPackets.sender(profile);
        SrtpReceiver receiver = TestPackets.receiver(profile);
        for (int sequence = 0; sequence < 2000; sequence++) {
            byte[] packet = TestPackets.richRtp(random, TestPackets.SSRC, sequence);
            byte[] buffer = TestPackets.protect(sender, packet);
            int plain = receiver.unprotect(buffer, 0, buffer.length);
            assertArrayEquals(packet, Arrays.copyOf(buffer, Math.max(0, plain)), "seed " + seed);
        }
    }

    @Test
    void header_with_csrcs_and_extension_stays_in_clear() {
        byte[] packet = TestPackets.hex("""
                92 00 0001 00000000 CAFEBABE
                00000001 00000002
                BEDE 0001 10AA0000
                0102030405060708""");
        int header = RtpPacket.check(packet, 0, packet.length);
        byte[] secured = TestPackets.protect(TestPackets.sender(SrtpProfile.AES_CM_128_HMAC_SHA1_80), packet);
        assertEquals(28, header);
        assertArrayEquals(Arrays.copyOf(packet, header), Arrays.copyOf(secured, header));
    }

    @Test
    void payload_does_not_stay_in_clear() {
        byte[] packet = TestPackets.rtp(TestPackets.SSRC, 1, 160);
        byte[] secured = TestPackets.protect(TestPackets.sender(SrtpProfile.AES_CM_128_HMAC_SHA1_80), packet);
        assertFalse(Arrays.equals(packet, 12, 172, secured, 12, 172));
    }

    @Test
    void a_packet_in_the_middle_of_an_array_leaves_its_neighbours_alone() {
        byte[] packet = TestPackets.rtp(TestPackets.SSRC, 1, 21);
        byte[] array = new byte[100];
        Arrays.fill(array, (byte) 0x55);
        System.arraycopy(packet, 0, array, 13, packet.length);
        int length = TestPackets.sender(SrtpProfile.AES_CM_128_HMAC_SHA1_80).protect(array, 13, packet.length);
        TestPackets.receiver(SrtpProfile.AES_CM_128_HMAC_SHA1_80).unprotect(array, 13, length);
        byte[] expected = new byte[100];
        Arrays.fill(expected, (byte) 0x55);
        System.arraycopy(packet, 0, expected, 13, packet.length);
        System.arraycopy(array, 13 + packet.length, expected, 13 + packet.length, 10); // the tag is left behind
        assertArrayEquals(expected, array);
    }

    @ParameterizedTest
    @EnumSource
    void control_packets_come_back(SrtpProfile profile) {
        SrtpSender sender = TestPackets.sender(profile);
        SrtpReceiver receiver = TestPackets.receiver(profile);
        for (int i = 0; i < 255; i++) {
            byte[] packet = TestPackets.rtcp(TestPackets.SSRC, "x".repeat(i));
            byte[] buffer = TestPackets.protectControl(sender, packet);
            assertEquals(packet.length + profile.controlOverhead(), buffer.length);
            int plain = receiver.unprotectControl(buffer, 0, buffer.length);
            assertArrayEquals(packet, Arrays.copyOf(buffer, Math.max(0, plain)));
        }
    }
}
