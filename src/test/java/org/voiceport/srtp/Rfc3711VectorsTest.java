package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.voiceport.srtp.TestPackets.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 3711 appendix B. */
class Rfc3711VectorsTest {
    private static final byte[] B2_SESSION_KEY = hex("2B7E151628AED2A6ABF7158809CF4F3C");
    private static final byte[] B2_SESSION_SALT = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");

    @Test
    void aes_cm_keystream_begins_as_in_appendix_b_2() {
        assertArrayEquals(hex("""
                    E03EAD0935C95E80E166B16DD92B4EB4
                    D23513162B02D0F72A43A2FE4A5F97AB
                    41E95B3BB0A2E8DD477901E4FCA894C0"""), keystream(48));
    }

    @Test
    void aes_cm_keystream_of_blocks_feff_to_ff01_is_as_in_appendix_b_2() {
        assertArrayEquals(hex("""
                    EC8CDF7398607CB0F2D21675EA9EA1E4
                    362B7C3C6773516318A077D7FC5073AE
                    6A2CC3787889374FBEB4C81B17BA6C44"""), Arrays.copyOfRange(keystream(0xFF02 * 16), 0xFEFF * 16, 0xFF02 * 16));
    }

    private static byte[] keystream(int length) {
        byte[] zeros = new byte[length];
        new AesCounterMode(B2_SESSION_KEY, B2_SESSION_SALT).apply(Scratch.ofThread(), 0, 0, zeros, 0, length);
        return zeros;
    }

    @Test
    void cipher_key_is_derived_as_in_appendix_b_3() {
        assertArrayEquals(hex("C61E7A93744F39EE10734AFE3FF7A087"), derive(SessionKeys.RTP_ENCRYPTION, 16));
    }

    @Test
    void cipher_salt_is_derived_as_in_appendix_b_3() {
        assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), derive(SessionKeys.RTP_SALT, 14));
    }

    @Test
    void authentication_key_is_derived_as_in_appendix_b_3() {
        assertArrayEquals(hex("""
                    CEBE321F6FF7716B6FD4AB49AF256A15
                    6D38BAA48F0A0ACF3C34E2359E6CDBCE
                    E049646C43D9327AD175578EF7227098
                    6371C10C9A369AC2F94A8C5FBCDDDC25
                    6D6E919A48B610EF17C2041E47403576"""), derive(SessionKeys.RTP_AUTHENTICATION, 80));
    }

    private static byte[] derive(int label, int length) {
        try (MasterKey key = TestPackets.masterKey(SrtpProfile.AES_CM_128_HMAC_SHA1_80)) {
            return SessionKeys.derive(key.counterMode(SrtpProfile.AES_CM_128_HMAC_SHA1_80), label, 0, length);
        }
    }
}
