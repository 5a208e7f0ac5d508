package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.voiceport.trust.KeyFileException.Kind;

class PemTest {
    private static final Path FILE = Path.of("port.pem");
    private static final char[] PASSWORD = "pässword".toCharArray();
    private static final char[] NONE = new char[0];
    private static final PrivateKey KEY = Lab.PORT.key();

    private static Pem read(String text, char[] password) throws KeyFileException {
        return Pem.read(text.getBytes(StandardCharsets.US_ASCII), FILE, password);
    }

    private static String text(PrivateKey key, char[] password) {
        return new String(Pem.text(key, password), StandardCharsets.US_ASCII);
    }

    private static Kind refused(String text, char[] password) {
        return assertThrows(KeyFileException.class, () -> read(text, password)).kind();
    }

    @Test
    void plain_key_is_read_back() throws Exception {
        String text = text(KEY, NONE);
        assertTrue(text.startsWith("-----BEGIN PRIVATE KEY-----\n"), text.substring(0, 40));
        assertEquals(Optional.of(KEY), read(text, NONE).key());
    }

    @Test
    void encrypted_key_is_read_back() throws Exception {
        String text = text(KEY, PASSWORD);
        assertTrue(text.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), text.substring(0, 40));
        assertEquals(Optional.of(KEY), read(text, PASSWORD).key());
    }

    @Test
    void elliptic_key_is_read_back() throws Exception {
        PrivateKey key = OutsideCa.newKeys().getPrivate();
        assertEquals(Optional.of(key), read(text(key, PASSWORD), PASSWORD).key());
    }

    @Test
    void every_encryption_has_a_salt_of_its_own() {
        assertFalse(text(KEY, PASSWORD).equals(text(KEY, PASSWORD)));
    }

    @Test
    void wrong_password_is_told_as_that() {
        assertEquals(Kind.WRONG_PASSWORD, refused(text(KEY, PASSWORD), "password".toCharArray()));
    }

    @Test
    void missing_password_is_told_as_that() {
        assertEquals(Kind.NO_PASSWORD, refused(text(KEY, PASSWORD), NONE));
    }

    @Test
    void certificates_keep_their_order_around_the_key() throws Exception {
        String text = PemCertificates.write(Lab.PORT.certificate()) + text(KEY, NONE)
                + "Bag Attributes\n    friendlyName: root\n" + PemCertificates.write(Lab.ROOT.root());
        Pem pem = read(text, NONE);
        assertEquals(List.of(Lab.PORT.certificate(), Lab.ROOT.root()), pem.certificates());
        assertEquals(Optional.of(KEY), pem.key());
    }

    @Test
    void two_keys_are_refused() {
        assertEquals(Kind.DAMAGED, refused(text(KEY, NONE) + text(Lab.SAST.key(), NONE), NONE));
    }

    @Test
    void key_of_a_kind_that_tls_of_call_managers_does_not_know_is_refused() throws Exception {
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyFileException refused =
                assertThrows(KeyFileException.class, () -> read(text(edwards.getPrivate(), NONE), NONE));
        assertTrue(refused.reason().contains("an RSA or EC key is needed"), refused.reason());
    }

    @Test
    void every_cut_of_a_file_is_refused_or_lacks_what_was_cut() throws Exception {
        String whole = PemCertificates.write(Lab.PORT.certificate()) + text(KEY, PASSWORD);
        List<Integer> whole_at = new ArrayList<>();
        for (int length = 0; length < whole.length() - 1; length += 17) {
            try {
                if (read(whole.substring(0, length), PASSWORD).key().isPresent()) {
                    whole_at.add(length);
                }
            } catch (KeyFileException expected) {
                assertEquals(FILE, expected.file());
            }
        }
        assertEquals(List.of(), whole_at);
    }

    @Test
    void rounds_without_end_are_refused_without_being_done() {
        String text = encrypted(BigInteger.valueOf(Integer.MAX_VALUE));
        String larger = encrypted(BigInteger.ONE.shiftLeft(100));
        for (String costly : List.of(text, larger)) {
            KeyFileException refused = assertThrows(KeyFileException.class, () -> read(costly, PASSWORD));
            assertTrue(refused.reason().contains("rounds"), refused.reason());
        }
    }

    private static String encrypted(BigInteger rounds) {
        try {
            AlgorithmIdentifier prf =
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
            var derivation = new org.bouncycastle.asn1.DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                new DEROctetString(new byte[16]), new ASN1Integer(rounds), prf
            });
            PBES2Parameters parameters = new PBES2Parameters(
                    new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, PBKDF2Params.getInstance(derivation)),
                    new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
            return Pem.block(
                    "ENCRYPTED PRIVATE KEY",
                    new EncryptedPrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[32])
                            .getEncoded());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prints_no_key() throws Exception {
        assertEquals("Pem[0 certificates, key ***]", read(text(KEY, NONE), NONE).toString());
    }
}
