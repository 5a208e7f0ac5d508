package org.voiceport.trust;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one record of a CTL. */
final class CtlRecordReader {
    /** Longest certificate that is handed to the parser. */
    private static final int MAX_CERTIFICATE_LENGTH = 16 * 1024;

    private static final int DER_SEQUENCE = 0x30;

    private final Map<Integer, Tlv> fields = new HashMap<>();

    private CtlRecordReader() {}

    /**
     * @param index number of the record, from 1
     * @param offset where the record starts in the file
     * @param cursor stands after RECORDLENGTH and ends where the record ends
     */
    static CtlRecord read(int index, int offset, TlvCursor cursor) throws CtlException {
        CtlRecordReader reader = new CtlRecordReader();
        while (cursor.more()) {
            Tlv field = cursor.next();
            if (field.tag() == CtlTags.RECORDLENGTH || reader.fields.putIfAbsent(field.tag(), field) != null) {
                throw field.malformed("a second time");
            }
        }
        return reader.record(index, offset);
    }

    private CtlRecord record(int index, int offset) throws CtlException {
        Tlv role = fields.get(CtlTags.FUNCTION);
        if (role == null) {
            throw new CtlException(
                    CtlException.Kind.MALFORMED,
                    offset,
                    "record " + index + " FUNCTION",
                    "missing: a record has a role");
        }
        return new CtlRecord(
                index,
                text(CtlTags.DNSNAME),
                text(CtlTags.SUBJECTNAME),
                new CtlRole(role.u16()),
                text(CtlTags.ISSUERNAME),
                octets(CtlTags.SERIALNUMBER),
                octets(CtlTags.PUBLICKEY),
                octets(CtlTags.CERTIFICATE_SIGNATURE),
                certificate(fields.get(CtlTags.CERTIFICATE)),
                address(octets(CtlTags.IPADDRESS)),
                octets(CtlTags.IPADDRESS),
                octets(CtlTags.CERTIFICATE_HASH));
    }

    private String text(int tag) throws CtlException {
        Tlv field = fields.get(tag);
        return field == null ? "" : field.text();
    }

    private Octets octets(int tag) {
        Tlv field = fields.get(tag);
        return field == null ? Octets.NONE : field.octets();
    }

    /** Lengths other than 4 and 16 have been seen in the field: such a record is known by its name only. */
    private static Optional<InetAddress> address(Octets raw) {
        if (raw.length() != 4 && raw.length() != 16) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(raw.toArray()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }

    private static Optional<X509Certificate> certificate(@Nullable Tlv field) throws CtlException {
        if (field == null) {
            return Optional.empty();
        }
        byte[] der = field.octets().toArray();
        // The factory would also take PEM, and ignore bytes after the certificate.
        if (der.length == 0 || der.length > MAX_CERTIFICATE_LENGTH || (der[0] & 0xFF) != DER_SEQUENCE) {
            throw field.malformed("isn't a DER certificate of up to " + MAX_CERTIFICATE_LENGTH + " bytes");
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!Arrays.equals(certificate.getEncoded(), der)) {
                throw field.malformed("more or other bytes than one DER certificate");
            }
            // Lazily parsed parts of a certificate must not fail later, far from the file that is to blame.
            CtlRecord.publicKeyOf(certificate);
            return Optional.of(certificate);
        } catch (CertificateException | RuntimeException e) {
            throw field.malformed("isn't a DER certificate: " + Texts.oneLine(e));
        }
    }
}
