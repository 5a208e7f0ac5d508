package org.voiceport.trust;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * Keys and certificates in PEM text, as OpenSSL reads and writes it: keys as PKCS#8, plain or encrypted (see {@link
 * Pbes2}), as PKCS#1 and as SEC 1; RSA and EC keys.
 *
 * @param certificates in the order of the file
 * @param key the private key, if there is one
 */
record Pem(List<X509Certificate> certificates, Optional<PrivateKey> key) {
    private static final String CONVERT = "; convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc";
    private static final Map<ASN1ObjectIdentifier, String> KEY_KINDS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption, "RSA",
            X9ObjectIdentifiers.id_ecPublicKey, "EC");

    Pem {
        certificates = List.copyOf(certificates);
    }

    @Override
    public String toString() {
        return "Pem[" + certificates.size() + " certificates, " + (key.isPresent() ? "key ***]" : "no key]");
    }

    /**
     * What stands in the text.
     *
     * @param file where it is from, for errors
     * @param password for the key if it is encrypted; empty if there is none
     */
    static Pem read(byte[] text, Path file, char[] password) throws KeyFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(new String(text, StandardCharsets.ISO_8859_1)))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof X509CertificateHolder certificate) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
                } else if (block instanceof X509TrustedCertificateBlock trusted) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(trusted.getCertificateHolder()));
                } else {
                    // What is neither certificate nor key, such as parameters of a curve, says nothing of its own.
                    key(block, file, password).ifPresent(keys::add);
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeyFileException(Kind.DAMAGED, file, "it is no PEM file, or damaged: " + Texts.oneLine(e), e);
        }
        if (keys.size() > 1) {
            throw new KeyFileException(Kind.DAMAGED, file, "it holds " + keys.size() + " private keys");
        }
        return new Pem(certificates, keys.stream().findFirst());
    }

    private static Optional<PrivateKey> key(Object block, Path file, char[] password)
            throws KeyFileException, IOException, GeneralSecurityException {
        if (block instanceof PrivateKeyInfo plain) {
            return Optional.of(key(plain, file));
        }
        if (block instanceof PEMKeyPair pair) {
            return Optional.of(key(pair.getPrivateKeyInfo(), file));
        }
        if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return Optional.of(decrypted(encrypted.toASN1Structure(), file, password));
        }
        if (block instanceof PEMEncryptedKeyPair old) {
            return Optional.of(decrypted(old, file, password));
        }
        return Optional.empty();
    }

    private static PrivateKey decrypted(EncryptedPrivateKeyInfo encrypted, Path file, char[] password)
            throws KeyFileException {
        needPassword(file, password);
        byte[] pkcs8 = new byte[0];
        try {
            pkcs8 = Pbes2.decrypt(encrypted, password);
            return key(PrivateKeyInfo.getInstance(pkcs8), file);
        } catch (Pbes2.UnsupportedException e) {
            throw new KeyFileException(Kind.DAMAGED, file, Texts.oneLine(e) + CONVERT, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw wrongPassword(file, e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** OpenSSL's own encryption from before PKCS#8. */
    private static PrivateKey decrypted(PEMEncryptedKeyPair old, Path file, char[] password) throws KeyFileException {
        needPassword(file, password);
        try {
            return key(old.decryptKeyPair(new BcPEMDecryptorProvider(password)).getPrivateKeyInfo(), file);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw wrongPassword(file, e);
        }
    }

    private static void needPassword(Path file, char[] password) throws KeyFileException {
        if (password.length == 0) {
            throw new KeyFileException(Kind.NO_PASSWORD, file, "its key is encrypted and no password is configured");
        }
    }

    private static KeyFileException wrongPassword(Path file, Exception e) {
        return new KeyFileException(Kind.WRONG_PASSWORD, file, "its password is another one", e);
    }

    private static PrivateKey key(PrivateKeyInfo info, Path file) throws KeyFileException, GeneralSecurityException {
        ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        String name = KEY_KINDS.get(kind);
        if (name == null) {
            throw new KeyFileException(
                    Kind.DAMAGED, file, "its key is of the kind " + kind + ", and an RSA or EC key is needed");
        }
        try {
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException e) {
            throw new KeyFileException(Kind.DAMAGED, file, "its key can't be read: " + Texts.oneLine(e), e);
        }
    }

    /** Certificates as text. */
    static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(block("CERTIFICATE", Fingerprint.der(certificate))));
        return text.toString();
    }

    /** A key as text in PKCS#8 form, encrypted unless the password is empty; the bytes are the caller's to wipe. */
    static byte[] text(PrivateKey key, char[] password) {
        byte[] pkcs8 = key.getEncoded();
        try {
            String block = password.length == 0
                    ? block("PRIVATE KEY", pkcs8)
                    : block(
                            "ENCRYPTED PRIVATE KEY",
                            Pbes2.encrypt(pkcs8, password).getEncoded());
            return block.getBytes(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("an encrypted key can't be encoded", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** One block, ending with a line feed. */
    static String block(String type, byte[] der) {
        byte[] lineFeed = "\n".getBytes(StandardCharsets.US_ASCII);
        String base64 = Base64.getMimeEncoder(64, lineFeed).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
