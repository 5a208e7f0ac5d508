package org.voiceport.trust;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
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

/**
 * Encrypted PKCS#8 keys: PBES2 with PBKDF2 (RFC 8018 §6.2), as OpenSSL writes them. The password is UTF-8. Written with
 * AES-256-CBC and HMAC-SHA256.
 */
final class Pbes2 {
    /** More rounds of a file's own choosing would only keep the processor busy. */
    private static final int MOST_ROUNDS = 5_000_000;

    private static final int ROUNDS = 10_000;
    private static final int SALT_BYTES = 16;
    private static final int AES_BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, "SHA1",
            PKCSObjectIdentifiers.id_hmacWithSHA224, "SHA224",
            PKCSObjectIdentifiers.id_hmacWithSHA256, "SHA256",
            PKCSObjectIdentifiers.id_hmacWithSHA384, "SHA384",
            PKCSObjectIdentifiers.id_hmacWithSHA512, "SHA512");

    private record Scheme(String key, int bits) {}

    private static final Map<ASN1ObjectIdentifier, Scheme> CIPHERS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, new Scheme("AES", 128),
            NISTObjectIdentifiers.id_aes192_CBC, new Scheme("AES", 192),
            NISTObjectIdentifiers.id_aes256_CBC, new Scheme("AES", 256),
            PKCSObjectIdentifiers.des_EDE3_CBC, new Scheme("DESede", 192));

    /** The encryption is of a kind that isn't read here. */
    static final class UnsupportedException extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        UnsupportedException(String what) {
            super(what);
        }
    }

    private Pbes2() {}

    /**
     * The key in PKCS#8 form, the caller's to wipe.
     *
     * @throws UnsupportedException if it isn't encrypted with PBES2 and PBKDF2
     * @throws GeneralSecurityException if the password is another one
     */
    static byte[] decrypt(EncryptedPrivateKeyInfo encrypted, char[] password) throws GeneralSecurityException {
        AlgorithmIdentifier algorithm = encrypted.getEncryptionAlgorithm();
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new UnsupportedException("its encryption is " + algorithm.getAlgorithm() + ", not PBES2");
        }
        PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
        KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
        if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw new UnsupportedException("its key derivation is " + derivation.getAlgorithm() + ", not PBKDF2");
        }
        EncryptionScheme scheme = parameters.getEncryptionScheme();
        Scheme known = CIPHERS.get(scheme.getAlgorithm());
        if (known == null) {
            throw new UnsupportedException("its cipher is " + scheme.getAlgorithm() + ", not AES or 3DES in CBC");
        }
        SecretKey key = derive(PBKDF2Params.getInstance(derivation.getParameters()), known, password);
        byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
        Cipher cipher = Cipher.getInstance(known.key() + "/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
        return cipher.doFinal(encrypted.getEncryptedData());
    }

    private static SecretKey derive(PBKDF2Params parameters, Scheme scheme, char[] password)
            throws GeneralSecurityException {
        if (parameters.getIterationCount().bitLength() > Integer.SIZE - 1
                || parameters.getIterationCount().intValue() > MOST_ROUNDS) {
            throw new UnsupportedException("its key derivation takes " + parameters.getIterationCount()
                    + " rounds, at most " + MOST_ROUNDS + " are done");
        }
        String digest = DIGESTS.get(parameters.getPrf().getAlgorithm());
        if (digest == null) {
            throw new UnsupportedException(
                    "its key derivation uses " + parameters.getPrf().getAlgorithm() + ", not HMAC with SHA");
        }
        return derive(
                digest,
                password,
                parameters.getSalt(),
                parameters.getIterationCount().intValue(),
                scheme);
    }

    private static SecretKey derive(String digest, char[] password, byte[] salt, int rounds, Scheme scheme)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, scheme.bits());
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                .generateSecret(spec)
                .getEncoded();
        try {
            return new SecretKeySpec(key, scheme.key());
        } finally {
            spec.clearPassword();
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Encrypts a key in PKCS#8 form. */
    static EncryptedPrivateKeyInfo encrypt(byte[] pkcs8, char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] iv = new byte[AES_BLOCK];
        RANDOM.nextBytes(salt);
        RANDOM.nextBytes(iv);
        try {
            SecretKey key = derive("SHA256", password, salt, ROUNDS, new Scheme("AES", 256));
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            AlgorithmIdentifier digest =
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
            PBES2Parameters parameters = new PBES2Parameters(
                    new KeyDerivationFunc(
                            PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ROUNDS, AES_BLOCK * 2, digest)),
                    new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
            return new EncryptedPrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), cipher.doFinal(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and PBKDF2", e);
        }
    }
}
