package org.voiceport.trust;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/** Writes signed CTL files in the order that Cisco's own have on disk; see {@link CtlReader} for the layout. */
public final class CtlWriter {
    private static final int MAX_LENGTH = 0xFFFF;
    private static final int FORMAT_VERSION = 0x0102;
    private static final int HEADER_ALIGNMENT = 4;

    private CtlWriter() {}

    /**
     * The bytes of a signed CTL file.
     *
     * @param signerKey RSA key of {@code signer}
     * @throws IllegalArgumentException if the draft doesn't fit the format, or key and certificate can't sign it
     */
    public static byte[] write(CtlDraft draft, PrivateKey signerKey, X509Certificate signer) {
        if (!(signer.getPublicKey() instanceof RSAPublicKey publicKey)) {
            throw new IllegalArgumentException("a CTL is signed with an RSA key, the signer's is "
                    + signer.getPublicKey().getAlgorithm());
        }
        int modulusBits = publicKey.getModulus().bitLength();
        byte[] records = records(draft);
        byte[] before = headerBeforeSignature(draft, signer, modulusBits);
        byte[] after = headerAfterSignature(draft);
        int signatureLength = (modulusBits + 7) / 8;
        int unpadded = before.length + Tlv.HEAD + signatureLength + after.length;
        int padding = (HEADER_ALIGNMENT - unpadded % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;
        int headerLength = checked("header", unpadded + padding);
        // VERSION takes 5 bytes and the head of HEADERLENGTH 3: its value stands at 8.
        before[8] = (byte) (headerLength >> 8);
        before[9] = (byte) headerLength;

        Out tail = new Out();
        tail.raw(after);
        for (int i = 0; i < padding; i++) {
            tail.u8(CtlTags.PADDING);
        }
        tail.raw(records);
        byte[] rest = tail.bytes();
        byte[] signature = sign(draft.digest(), signerKey, before, rest);
        if (signature.length != signatureLength) {
            throw new IllegalArgumentException("the signer's key isn't the one of its certificate");
        }
        Out file = new Out();
        file.raw(before);
        file.tlv(CtlTags.SIGNATURE, signature);
        file.raw(rest);
        return file.bytes();
    }

    private static byte[] headerBeforeSignature(CtlDraft draft, X509Certificate signer, int modulusBits) {
        Out id = new Out();
        id.text(CtlTags.SIGNERNAME, signer.getSubjectX500Principal().getName());
        id.tlv(CtlTags.SIGNER_SERIAL, serial(signer));
        id.text(CtlTags.CANAME, signer.getIssuerX500Principal().getName());
        Out algorithm = new Out();
        algorithm.tlv(CtlTags.SIGNATUREALGORITHM, new byte[] {0});
        algorithm.tlv(CtlTags.SIGNATUREMODULUS, new byte[] {modulusCode(modulusBits)});
        Out info = new Out();
        info.tlv(CtlTags.DIGESTALGORITHM, new byte[] {(byte) draft.digest().code()});
        info.tlv(CtlTags.SIGNATUREALGOINFO, algorithm.bytes());

        Out header = new Out();
        header.tlv(CtlTags.VERSION, new byte[] {FORMAT_VERSION >> 8, FORMAT_VERSION & 0xFF});
        header.tlv(CtlTags.HEADERLENGTH, new byte[2]);
        header.tlv(CtlTags.SIGNERID, id.bytes());
        header.tlv(CtlTags.SIGNATUREINFO, info.bytes());
        return header.bytes();
    }

    private static byte[] headerAfterSignature(CtlDraft draft) {
        long seconds = draft.timestamp().getEpochSecond();
        if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("timestamp " + draft.timestamp() + " doesn't fit 32 bits");
        }
        Out out = new Out();
        out.text(CtlTags.FILENAME, draft.fileName());
        out.tlv(
                CtlTags.TIMESTAMP,
                new byte[] {(byte) (seconds >> 24), (byte) (seconds >> 16), (byte) (seconds >> 8), (byte) seconds});
        return out.bytes();
    }

    private static byte[] records(CtlDraft draft) {
        Out out = new Out();
        for (CtlDraft.Entry entry : draft.entries()) {
            byte[] fields = fields(entry);
            // RECORDLENGTH counts its own 5 bytes.
            int length = checked("record", fields.length + Tlv.HEAD + 2);
            out.tlv(CtlTags.RECORDLENGTH, new byte[] {(byte) (length >> 8), (byte) length});
            out.raw(fields);
        }
        byte[] bytes = out.bytes();
        if (bytes.length > CtlReader.MAX_FILE_LENGTH - MAX_LENGTH) {
            throw new IllegalArgumentException("the records take " + bytes.length + " bytes, too many for a CTL");
        }
        return bytes;
    }

    private static byte[] fields(CtlDraft.Entry entry) {
        X509Certificate certificate = entry.certificate();
        Out out = new Out();
        out.text(CtlTags.DNSNAME, entry.dnsName());
        out.text(CtlTags.SUBJECTNAME, certificate.getSubjectX500Principal().getName());
        int role = entry.role().code();
        out.tlv(CtlTags.FUNCTION, new byte[] {(byte) (role >> 8), (byte) role});
        out.text(CtlTags.ISSUERNAME, certificate.getIssuerX500Principal().getName());
        out.tlv(CtlTags.SERIALNUMBER, serial(certificate));
        out.tlv(CtlTags.PUBLICKEY, CtlRecord.publicKeyOf(certificate).shared());
        out.tlv(CtlTags.CERTIFICATE_SIGNATURE, certificate.getSignature());
        out.tlv(CtlTags.CERTIFICATE, Fingerprint.der(certificate));
        entry.address().map(InetAddress::getAddress).ifPresent(address -> out.tlv(CtlTags.IPADDRESS, address));
        return out.bytes();
    }

    /** Serial numbers are written without a sign byte. */
    private static byte[] serial(X509Certificate certificate) {
        Octets serial = Octets.of(certificate.getSerialNumber().toByteArray()).withoutLeadingZeros();
        return serial.isEmpty() ? new byte[1] : serial.toArray();
    }

    /** 0 = 512, 1 = 1024, 2 = 2048, 3 = 4096 bits; sizes between have no code, readers take the next lower one. */
    private static byte modulusCode(int bits) {
        if (bits >= 4096) {
            return 3;
        }
        if (bits >= 2048) {
            return 2;
        }
        return (byte) (bits >= 1024 ? 1 : 0);
    }

    private static byte[] sign(CtlDigest digest, PrivateKey key, byte[] before, byte[] after) {
        try {
            Signature signer = Signature.getInstance(digest.signatureAlgorithm());
            signer.initSign(key);
            signer.update(before);
            signer.update(after);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key can't sign a CTL: " + Texts.oneLine(e), e);
        }
    }

    private static int checked(String what, int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " of " + length + " bytes, at most " + MAX_LENGTH + " fit");
        }
        return length;
    }

    /** A growing sequence of elements. */
    private static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void u8(int value) {
            bytes.write(value);
        }

        void raw(byte[] value) {
            bytes.writeBytes(value);
        }

        void tlv(int tag, byte[] value) {
            int length = checked("field", value.length);
            u8(tag);
            u8(length >> 8);
            u8(length & 0xFF);
            raw(value);
        }

        void text(int tag, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            byte[] withNul = new byte[utf8.length + 1];
            System.arraycopy(utf8, 0, withNul, 0, utf8.length);
            tlv(tag, withNul);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
