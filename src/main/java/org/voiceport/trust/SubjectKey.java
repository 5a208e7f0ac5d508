package org.voiceport.trust;

/**
 * The content of a subjectPublicKey, which is the last element of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7):
 *
 * <pre>
 * SEQUENCE { SEQUENCE { algorithm }, BIT STRING { unused bits: 0, the content } }
 * </pre>
 *
 * <p>Read here, as it is all that the start of the daemon needs of ASN.1: the library for it is a signed jar, whose classes
 * take a tenth of a second to load and verify.
 */
final class SubjectKey {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;

    private final byte[] der;

    private SubjectKey(byte[] der) {
        this.der = der;
    }

    /** Where the content of an element begins, and where that of the next one would. */
    private record Span(int from, int to) {}

    /** @throws IllegalArgumentException if these bytes aren't one SubjectPublicKeyInfo */
    static Octets of(byte[] info) {
        return new SubjectKey(info).content();
    }

    private Octets content() {
        Span whole = element(SEQUENCE, 0, der.length);
        Span algorithm = element(SEQUENCE, whole.from, whole.to);
        Span key = element(BIT_STRING, algorithm.to, whole.to);
        if (whole.to != der.length || key.to != whole.to || key.from == key.to || der[key.from] != 0) {
            throw unfit();
        }
        return Octets.of(der, key.from + 1, key.to);
    }

    private Span element(int tag, int at, int end) {
        if (end - at < 2 || (der[at] & 0xFF) != tag) {
            throw unfit();
        }
        int length = der[at + 1] & 0xFF;
        int from = at + 2;
        if (length > 0x7F) {
            // How many bytes of length follow. Three are 16 MB.
            int bytes = length & 0x7F;
            if (bytes < 1 || bytes > 3 || end - from < bytes) {
                throw unfit();
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (der[from++] & 0xFF);
            }
        }
        if (length > end - from) {
            throw unfit();
        }
        return new Span(from, from + length);
    }

    private static IllegalArgumentException unfit() {
        return new IllegalArgumentException("its public key is no DER of a subjectPublicKeyInfo");
    }
}
