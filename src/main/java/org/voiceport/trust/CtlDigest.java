package org.voiceport.trust;

import java.util.Optional;

/** The digest under a CTL's signature, from the weakest to the strongest. */
public enum CtlDigest {
    SHA1(1, "SHA-1", "SHA1withRSA"),
    SHA256(2, "SHA-256", "SHA256withRSA"),
    SHA512(3, "SHA-512", "SHA512withRSA");

    private final int code;
    private final String words;
    private final String signatureAlgorithm;

    CtlDigest(int code, String words, String signatureAlgorithm) {
        this.code = code;
        this.words = words;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** The number in the file. */
    public int code() {
        return code;
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    boolean weakerThan(CtlDigest other) {
        return compareTo(other) < 0;
    }

    static Optional<CtlDigest> of(int code) {
        for (CtlDigest digest : values()) {
            if (digest.code == code) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return words;
    }
}
