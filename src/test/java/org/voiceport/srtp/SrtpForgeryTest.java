package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails must change nothing: not the buffer, not the window, not the table of sources. */
class SrtpForgeryTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    @ParameterizedTest
    @EnumSource
    void a_change_of_any_bit_is_refused_and_leaves_the_right_packet_welcome(SrtpProfile profile) {
        SrtpSender sender = TestPackets.sender(profile);
        SrtpReceiver receiver = TestPackets.receiver(profile);
        assertEquals(0, TestPackets.verdict(receiver, TestPackets.protect(sender, rtp(7))));
        byte[] right = TestPackets.protect(sender, rtp(8));
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] forged = right.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            byte[] before = forged.clone();
            assertTrue(receiver.unprotect(forged, 0, forged.length) < 0, "bit " + bit);
            assertArrayEquals(before, forged, "buffer after bit " + bit);
        }
        assertEquals(0, TestPackets.verdict(receiver, right));
    }

    @ParameterizedTest
    @EnumSource
    void a_change_of_any_bit_of_a_control_packet_is_refused_and_leaves_the_right_packet_welcome(SrtpProfile profile) {
        SrtpReceiver receiver = TestPackets.receiver(profile);
        byte[] right = TestPackets.protectControl(TestPackets.sender(profile), TestPackets.rtcp(5, "port"));
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] forged = right.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            byte[] before = forged.clone();
            assertTrue(receiver.unprotectControl(forged, 0, forged.length) < 0, "bit " + bit);
            assertArrayEquals(before, forged, "buffer after bit " + bit);
        }
        assertEquals(0, TestPackets.controlVerdict(receiver, right));
    }

    @Test
    void a_wrong_tag_is_reported_as_such() {
        byte[] packet = TestPackets.protect(TestPackets.sender(PROFILE), rtp(1));
        packet[packet.length - 1] ^= 1;
        assertEquals(SrtpStatus.AUTH_FAILED, TestPackets.verdict(TestPackets.receiver(PROFILE), packet));
    }

    @Test
    void a_packet_under_another_key_is_refused() {
        byte[] packet = TestPackets.protect(TestPackets.sender(PROFILE), rtp(1));
        byte[] otherKey = TestPackets.KEY.clone();
        otherKey[15] ^= 1;
        SrtpReceiver receiver = SrtpReceiver.create(PROFILE, new MasterKey(otherKey, TestPackets.SALT));
        assertEquals(SrtpStatus.AUTH_FAILED, TestPackets.verdict(receiver, packet));
    }

    @Test
    void a_failed_authentication_does_not_grow_the_stream_table() {
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        for (int ssrc = 0; ssrc < 100; ssrc++) {
            assertEquals(SrtpStatus.AUTH_FAILED, TestPackets.verdict(receiver, TestPackets.rtp(ssrc, 1, 30)));
            assertEquals(
                    SrtpStatus.AUTH_FAILED,
                    TestPackets.controlVerdict(
                            receiver, TestPackets.hex("80C90001000000%02X80000000".formatted(ssrc) + "00".repeat(10))));
        }
        assertEquals(0, receiver.sources());
    }

    @Test
    void a_failed_authentication_does_not_move_the_window() {
        SrtpSender sender = TestPackets.sender(PROFILE);
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        byte[] first = TestPackets.protect(sender, rtp(1));
        byte[] second = TestPackets.protect(sender, rtp(2));
        assertEquals(0, TestPackets.verdict(receiver, first));
        assertEquals(SrtpStatus.AUTH_FAILED, TestPackets.verdict(receiver, rtp(30_000)));
        assertEquals(0, TestPackets.verdict(receiver, second));
    }

    @Test
    void every_prefix_of_a_packet_is_refused() {
        byte[] packet = TestPackets.protect(TestPackets.sender(PROFILE), rtp(1));
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        for (int length = 0; length < packet.length; length++) {
            int status = receiver.unprotect(packet, 0, length);
            assertEquals(length < 22 ? SrtpStatus.MALFORMED : SrtpStatus.AUTH_FAILED, status, "length " + length);
        }
    }

    @Test
    void every_prefix_of_a_control_packet_is_refused() {
        byte[] packet = TestPackets.protectControl(TestPackets.sender(PROFILE), TestPackets.rtcp(5, "port"));
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        for (int length = 0; length < packet.length; length++) {
            assertTrue(receiver.unprotectControl(packet, 0, length) < 0, "length " + length);
        }
    }

    @Test
    void a_packet_outside_its_array_is_malformed() {
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        byte[] packet = TestPackets.protect(TestPackets.sender(PROFILE), rtp(1));
        int[][] places = {
            {0, packet.length + 1},
            {1, packet.length},
            {-1, packet.length},
            {0, -1},
            {Integer.MIN_VALUE, Integer.MAX_VALUE},
            {Integer.MAX_VALUE, Integer.MAX_VALUE},
            {0, Integer.MIN_VALUE},
            {Integer.MIN_VALUE, Integer.MIN_VALUE}
        };
        for (int[] place : places) {
            assertEquals(SrtpStatus.MALFORMED, receiver.unprotect(packet, place[0], place[1]));
            assertEquals(SrtpStatus.MALFORMED, receiver.unprotectControl(packet, place[0], place[1]));
        }
    }

    @Test
    void a_control_packet_without_the_e_flag_is_refused_even_if_authentic() {
        byte[] packet = TestPackets.hex("80C90001000000050000000000000000000000000000");
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            byte[] tagKey = SessionKeys.derive(key.counterMode(PROFILE), SessionKeys.RTCP_AUTHENTICATION, 0, 20);
            PacketMac mac = SrtpEngine.DIGEST.mac(tagKey);
            mac.compute(Scratch.ofThread(), packet, 0, 12);
            mac.write(Scratch.ofThread(), packet, 12, 10);
        }
        assertEquals(SrtpStatus.MALFORMED, TestPackets.controlVerdict(TestPackets.receiver(PROFILE), packet));
        assertEquals(0, packet[8] & 0x80);
    }

    private static byte[] rtp(int sequence) {
        return TestPackets.rtp(TestPackets.SSRC, sequence, 33);
    }
}
