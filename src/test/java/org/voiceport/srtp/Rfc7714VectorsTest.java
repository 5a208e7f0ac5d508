package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.srtp.TestPackets.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The test vectors of RFC 7714 for AEAD_AES_128_GCM: §16.1 (SRTP) and §17.1 (SRTCP). The RFC gives session keys, so these
 * look at the transform; LibsrtpTest covers the derivation.
 */
class Rfc7714VectorsTest {
    private static final byte[] SESSION_KEY = hex("000102030405060708090A0B0C0D0E0F");
    private static final byte[] SESSION_SALT = hex("517569642070726F2071756F");

    private static final byte[] RTP = hex("""
            8040F17B8041F8D35501A0B2
            47616C6C696120657374206F6D6E69732064697669736120696E207061727465732074726573""");
    private static final byte[] SRTP = hex("""
            8040F17B8041F8D35501A0B2
            F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833
            899D7F27BEB16A9152CF765EE4390CCE""");
    /** The rollover counter is 0. */
    private static final long INDEX = 0xF17B;

    private static final int SSRC = 0x5501A0B2;

    private static final byte[] RTCP = hex("""
            81C8000D4D617273
            4E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF""");
    private static final byte[] SRTCP = hex("""
            81C8000D4D617273
            63E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA4CE09B4686303DED0BB9275B
            C84AA45896CF4D2FC5ABF87245D9EADE 800005D4""");
    private static final long CONTROL_INDEX = 0x5D4;
    private static final int CONTROL_SSRC = 0x4D617273;

    private final GcmTransform transform = new GcmTransform(SESSION_KEY, SESSION_SALT);

    @Test
    void srtp_is_protected_as_in_16_1_1() {
        byte[] buffer = Arrays.copyOf(RTP, SRTP.length);
        transform.protect(SSRC, INDEX, buffer, 0, 12, RTP.length);
        assertArrayEquals(SRTP, buffer);
    }

    @Test
    void srtp_is_unprotected_as_in_16_1_2() {
        byte[] buffer = SRTP.clone();
        assertTrue(transform.unprotect(SSRC, INDEX, buffer, 0, 12, RTP.length));
        assertArrayEquals(RTP, Arrays.copyOf(buffer, RTP.length));
    }

    @Test
    void srtcp_is_protected_as_in_17_1() {
        byte[] buffer = Arrays.copyOf(RTCP, SRTCP.length);
        transform.protectControl(CONTROL_SSRC, CONTROL_INDEX, buffer, 0, RTCP.length);
        assertArrayEquals(SRTCP, buffer);
    }

    @Test
    void srtcp_is_unprotected_as_in_17_1() {
        byte[] buffer = SRTCP.clone();
        assertTrue(transform.unprotectControl(CONTROL_SSRC, CONTROL_INDEX, buffer, 0, RTCP.length));
        assertArrayEquals(RTCP, Arrays.copyOf(buffer, RTCP.length));
    }

    @Test
    void a_wrong_index_is_a_wrong_tag_and_leaves_the_buffer_alone() {
        byte[] buffer = SRTP.clone();
        assertFalse(transform.unprotect(SSRC, INDEX + 65536, buffer, 0, 12, RTP.length));
        assertArrayEquals(SRTP, buffer);
    }

    @Test
    void a_packet_longer_than_any_audio_comes_back() {
        byte[] packet = TestPackets.rtp(SSRC, 1, 4000);
        byte[] buffer = TestPackets.protect(TestPackets.sender(SrtpProfile.AEAD_AES_128_GCM), packet);
        int length = TestPackets.receiver(SrtpProfile.AEAD_AES_128_GCM).unprotect(buffer, 0, buffer.length);
        assertEquals(packet.length, length);
        assertArrayEquals(packet, Arrays.copyOf(buffer, length));
    }
}
