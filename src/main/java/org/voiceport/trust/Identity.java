package org.voiceport.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * A private key and the certificate chain that belongs to it, the own certificate first. The key never leaves this
 * package and is never printed. Immutable, for any thread.
 */
public final class Identity {
    private static final String ALIAS = "voiceport";
    private static final String STORE_TYPE = "PKCS12";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    Identity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * The identity in a PKCS#12 file that holds one private key.
     *
     * @param forWhom who is to use it, for errors, such as {@code the simulated call manager}
     * @throws TrustException if the file is missing, can't be read with this password, or key and certificate don't match
     */
    public static Identity load(Path p12, char[] password, String forWhom) throws TrustException {
        try {
            return fromPkcs12(IdentityFiles.bytes(p12), p12, password);
        } catch (KeyFileException e) {
            throw new KeyOwner.Other(forWhom).told(e);
        }
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificate and those that issued it, in order. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Signs a CTL; the certificate must be the one of a SAST entry of the draft for the result to verify. */
    public byte[] sign(CtlDraft draft) {
        return CtlWriter.write(draft, key, certificate());
    }

    /** Writes a PKCS#12 file, mode 0600, as a whole or not at all. */
    public void save(Path p12, char[] password) throws TrustException {
        try {
            PrivateFile.write(p12, toPkcs12(password));
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    p12 + " can't be written: " + Texts.oneLine(e), "let this user write in that directory", e);
        }
    }

    PrivateKey key() {
        return key;
    }

    /** True if the key is the one of the certificate: what it signs verifies. */
    static boolean belong(PrivateKey key, X509Certificate certificate) {
        try {
            byte[] probe = certificate.getSerialNumber().toByteArray();
            String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(certificate.getPublicKey());
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            signature.update(probe);
            return signature.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The identity in the bytes of a PKCS#12 file. */
    static Identity fromPkcs12(byte[] bytes, Path file, char[] password) throws KeyFileException {
        try {
            Identity identity = onlyEntry(keyStore(bytes, file, password), password);
            if (!belong(identity.key, identity.certificate())) {
                throw new InvalidKeyException("the private key isn't the one of the certificate");
            }
            return identity;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new KeyFileException(Kind.DAMAGED, file, Texts.oneLine(e), e);
        }
    }

    private static KeyStore keyStore(byte[] bytes, Path file, char[] password)
            throws GeneralSecurityException, KeyFileException {
        KeyStore store = KeyStore.getInstance(STORE_TYPE);
        try {
            store.load(new ByteArrayInputStream(bytes), password);
            return store;
        } catch (IOException e) {
            // Java's own words are of DER tags and ends of streams.
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new KeyFileException(Kind.WRONG_PASSWORD, file, "its password is another one", e);
            }
            throw new KeyFileException(Kind.DAMAGED, file, "it is no PKCS#12 file, or damaged", e);
        }
    }

    private static Identity onlyEntry(KeyStore store, char[] password) throws GeneralSecurityException {
        List<Identity> found = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (key instanceof PrivateKey privateKey && chain != null && chain.length > 0) {
                found.add(new Identity(
                        privateKey,
                        List.of(chain).stream().map(X509Certificate.class::cast).toList()));
            }
        }
        if (found.size() != 1) {
            throw new InvalidKeyException(
                    "it holds " + (found.isEmpty() ? "no" : "more than one") + " private key with a certificate");
        }
        return found.get(0);
    }

    /** Key and certificates as one PEM text; the key is encrypted unless the password is empty. The caller's to wipe. */
    byte[] toPem(char[] password) {
        byte[] certificates = Pem.text(chain).getBytes(StandardCharsets.US_ASCII);
        byte[] keyText = Pem.text(key, password);
        byte[] text = Arrays.copyOf(certificates, certificates.length + keyText.length);
        System.arraycopy(keyText, 0, text, certificates.length, keyText.length);
        Arrays.fill(keyText, (byte) 0);
        return text;
    }

    /** Key and certificates as a PKCS#12 file. */
    byte[] toPkcs12(char[] password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(STORE_TYPE);
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password, chain.toArray(X509Certificate[]::new));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform writes PKCS#12", e);
        }
    }

    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + ", key ***]";
    }
}
