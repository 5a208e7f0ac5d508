package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPairGenerator;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectKeyTest {
    private static byte[] info(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair().getPublic().getEncoded();
    }

    @ParameterizedTest
    @CsvSource({"RSA, 512", "RSA, 1024", "RSA, 2048", "RSA, 3072", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 0"})
    void is_what_the_library_for_asn1_reads(String algorithm, int size) throws Exception {
        byte[] info = info(algorithm, size);
        assertArrayEquals(
                SubjectPublicKeyInfo.getInstance(info).getPublicKeyData().getOctets(),
                SubjectKey.of(info).toArray());
    }

    @Test
    void rejects_every_prefix_and_every_surplus() throws Exception {
        byte[] info = info("RSA", 1024);
        for (int length = 0; length < info.length; length++) {
            byte[] prefix = Arrays.copyOf(info, length);
            assertThrows(IllegalArgumentException.class, () -> SubjectKey.of(prefix), () -> "of " + prefix.length);
        }
        byte[] longer = Arrays.copyOf(info, info.length + 1);
        assertThrows(IllegalArgumentException.class, () -> SubjectKey.of(longer));
    }

    @Test
    void rejects_other_tags_and_lengths_that_no_key_has() {
        for (int[] bytes : new int[][] {
            {0x31, 5, 0x30, 0, 0x03, 1, 0}, // no SEQUENCE
            {0x30, 5, 0x30, 0, 0x04, 1, 0}, // no BIT STRING
            {0x30, 5, 0x30, 0, 0x03, 1, 4}, // unused bits
            {0x30, 4, 0x30, 0, 0x03, 0}, // nothing in it
            {0x30, 0x80, 0x30, 0, 0x03, 1, 0}, // of indefinite length
            {0x30, 0x84, 0, 0, 0, 5, 0x30, 0, 0x03, 1, 0}, // more bytes of length than allowed
            {0x30, 5, 0x30, 0x83, 0xFF, 0xFF, 0xFF}, // longer than all
        }) {
            byte[] der = new byte[bytes.length];
            for (int i = 0; i < der.length; i++) {
                der[i] = (byte) bytes[i];
            }
            assertThrows(IllegalArgumentException.class, () -> SubjectKey.of(der), () -> Arrays.toString(bytes));
        }
    }
}
