package org.voiceport.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** SHA-256 fingerprints as this project writes them: 64 lower-case hex digits over the DER certificate. */
public final class Fingerprint {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    private Fingerprint() {}

    /** The fingerprint of a certificate. */
    public static String sha256(X509Certificate certificate) {
        return sha256(der(certificate));
    }

    /** The fingerprint of any bytes, such as a whole CTL file. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256", bytes));
    }

    /**
     * The canonical form of a fingerprint that a person typed: colons, spaces, upper case and a {@code sha256:} prefix
     * are accepted. Empty if it isn't 32 bytes of hex.
     */
    public static Optional<String> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String digits = (lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower)
                .replace(":", "")
                .replace(" ", "");
        return HEX.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
    }

    /** The DER bytes of a certificate that was read or made here, which therefore has an encoding. */
    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without DER encoding", e);
        }
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
