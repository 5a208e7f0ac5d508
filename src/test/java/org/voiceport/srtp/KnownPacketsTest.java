package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.voiceport.srtp.SrtpProfile.AES_CM_128_HMAC_SHA1_32;
import static org.voiceport.srtp.SrtpProfile.AES_CM_128_HMAC_SHA1_80;
import static org.voiceport.srtp.TestPackets.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Whole packets with the key of RFC 3711 appendix B.3. The protected ones were computed with libsrtp2 2.5.0 of Debian 12
 * through libsrtp-driver.c; LibsrtpTest goes on from there.
 */
class KnownPacketsTest {
    private static final byte[] RTP = hex("800F1234DECAFBADCAFEBABE ABABABABABABABABABABABABABABABAB");
    private static final byte[] SRTP_80 =
            hex("800F1234DECAFBADCAFEBABE 4E55DC4CE79978D88CA4D215949D2402 B78D6ACC99EA179B8DBB");
    private static final byte[] SRTP_32 = hex("800F1234DECAFBADCAFEBABE 4E55DC4CE79978D88CA4D215949D2402 B78D6ACC");
    private static final byte[] RTCP = hex("81C8000BCAFEBABE ABABABABABABABABABABABABABABABAB");
    /** With index 1: libsrtp2 counts from 1, RFC 3711 §3.4 from 0. */
    private static final byte[] SRTCP =
            hex("81C8000BCAFEBABE 7128035BE487B9BDBEF89041F977A5A8 80000001 993E08CD54D6C1230798");

    @Test
    void protects_the_known_packet_with_a_tag_of_80_bits() {
        assertArrayEquals(SRTP_80, TestPackets.protect(TestPackets.sender(AES_CM_128_HMAC_SHA1_80), RTP));
    }

    @Test
    void protects_the_known_packet_with_a_tag_of_32_bits() {
        assertArrayEquals(SRTP_32, TestPackets.protect(TestPackets.sender(AES_CM_128_HMAC_SHA1_32), RTP));
    }

    @Test
    void unprotects_the_known_packet_with_a_tag_of_80_bits() {
        byte[] buffer = SRTP_80.clone();
        int length = TestPackets.receiver(AES_CM_128_HMAC_SHA1_80).unprotect(buffer, 0, buffer.length);
        assertArrayEquals(RTP, Arrays.copyOf(buffer, length));
    }

    @Test
    void unprotects_the_known_packet_with_a_tag_of_32_bits() {
        byte[] buffer = SRTP_32.clone();
        int length = TestPackets.receiver(AES_CM_128_HMAC_SHA1_32).unprotect(buffer, 0, buffer.length);
        assertArrayEquals(RTP, Arrays.copyOf(buffer, length));
    }

    @Test
    void protects_the_known_control_packet() {
        SrtpSender sender = TestPackets.sender(AES_CM_128_HMAC_SHA1_32);
        byte[] first = TestPackets.protectControl(sender, RTCP);
        assertEquals(0x80, first[RTCP.length] & 0xFF, "the first index is 0, behind the E flag");
        assertArrayEquals(SRTCP, TestPackets.protectControl(sender, RTCP));
    }

    @Test
    void unprotects_the_known_control_packet() {
        byte[] buffer = SRTCP.clone();
        int length = TestPackets.receiver(AES_CM_128_HMAC_SHA1_80).unprotectControl(buffer, 0, buffer.length);
        assertArrayEquals(RTCP, Arrays.copyOf(buffer, length));
    }
}
