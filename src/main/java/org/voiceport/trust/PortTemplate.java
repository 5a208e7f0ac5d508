package org.voiceport.trust;

import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.voiceport.event.DeviceName;

/**
 * What the certificates of ports are like, beside their names.
 *
 * @param keyBits length of a new RSA key
 * @param subject what stands behind {@code CN=<device name>} in the subject, such as {@code OU=Voice,O=Example}
 *     (RFC 4514); may be empty
 */
public record PortTemplate(int keyBits, String subject) {
    /** An RSA key of 2048 bits; the subject is the CN alone. */
    public static final PortTemplate DEFAULT = new PortTemplate(2048, "");

    private static final int MOST_SUBJECT = 200;

    /**
     * Checks the subject.
     *
     * @throws IllegalArgumentException if it can't be read, or names a CN
     */
    public PortTemplate {
        if (subject.length() > MOST_SUBJECT) {
            throw new IllegalArgumentException("a subject has at most " + MOST_SUBJECT + " characters");
        }
        if (Arrays.stream(parsed(subject).getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .anyMatch(part -> part.getType().equals(BCStyle.CN))) {
            throw new IllegalArgumentException("'" + subject + "' names a CN, which is always the device name");
        }
    }

    private static X500Name parsed(String subject) {
        try {
            return X500Name.getInstance(new X500Principal(subject).getEncoded());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + Texts.oneLine(subject) + "' is no subject: give attributes as in OU=Voice,O=Example", e);
        }
    }

    /** The subject of a port's certificate. RFC 4514 text reads backwards, so the CN comes last in it. */
    X500Name subjectOf(DeviceName device) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        for (RDN rdn : parsed(subject).getRDNs()) {
            builder.addMultiValuedRDN(rdn.getTypesAndValues());
        }
        return builder.addRDN(BCStyle.CN, device.value()).build();
    }
}
