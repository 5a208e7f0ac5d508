package org.voiceport.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

/**
 * A private key and the certificate chain that belongs to it, the own certificate first. The key never leaves this
 * package and is never printed. Immutable, for any thread.
 */
public final class Identity {
    private static final int MAX_FILE_LENGTH = 256 * 1024;
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
     * @param forWhom who is to use it, for errors, such as {@code port CiscoUM1-VI1}
     * @throws TrustException if the file is missing, can't be read with this password, or key and certificate don't match
     */
    public static Identity load(Path p12, char[] password, String forWhom) throws TrustException {
        return load(p12, password, forWhom, "voiceportd certs issue");
    }

    static Identity load(Path p12, char[] password, String forWhom, String command) throws TrustException {
        try {
            Identity identity = fromPkcs12(PrivateFile.read(p12, MAX_FILE_LENGTH), password);
            if (!identity.keyMatches()) {
                throw new InvalidKeyException("the private key isn't the one of the certificate");
            }
            return identity;
        } catch (NoSuchFileException e) {
            throw TrustException.misconfigured(
                    "the certificate of " + forWhom + " is missing: " + p12 + " doesn't exist",
                    "make it with: " + command,
                    e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw TrustException.misconfigured(
                    "the certificate of " + forWhom + " can't be used: " + p12 + ": " + Texts.oneLine(e),
                    "check identity.passwordFile, or make the certificate again with: " + command,
                    e);
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
        } catch (IOException | GeneralSecurityException e) {
            throw TrustException.misconfigured(
                    p12 + " can't be written: " + Texts.oneLine(e), "let this user write in that directory", e);
        }
    }

    PrivateKey key() {
        return key;
    }

    boolean keyMatches() {
        try {
            byte[] probe = chain.get(0).getSerialNumber().toByteArray();
            String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Identity fromPkcs12(byte[] file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(STORE_TYPE);
        store.load(new ByteArrayInputStream(file), password);
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (key instanceof PrivateKey privateKey && chain != null && chain.length > 0) {
                return new Identity(
                        privateKey,
                        List.of(chain).stream().map(X509Certificate.class::cast).toList());
            }
        }
        throw new InvalidKeyException("it holds no private key with a certificate");
    }

    private byte[] toPkcs12(char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(STORE_TYPE);
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, password, chain.toArray(X509Certificate[]::new));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + ", key ***]";
    }
}
