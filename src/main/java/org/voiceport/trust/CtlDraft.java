package org.voiceport.trust;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be written into a CTL; {@link CtlWriter} derives the rest from the certificates. The signer's own SAST
 * record must be among the entries, or nobody can verify the file.
 *
 * @param fileName FILENAME, {@link Ctl#FILE_NAME} for a CTL
 * @param timestamp time of signing, to the second, 1970 to 2106
 * @param digest digest under the signature
 * @param entries the records in order
 */
public record CtlDraft(String fileName, Instant timestamp, CtlDigest digest, List<Entry> entries) {

    /** A draft of a {@code CTLFile.tlv} signed with SHA-512. */
    public CtlDraft(Instant timestamp, List<Entry> entries) {
        this(Ctl.FILE_NAME, timestamp, CtlDigest.SHA512, entries);
    }

    public CtlDraft {
        entries = List.copyOf(entries);
    }

    /**
     * One record.
     *
     * @param dnsName host name, empty for none
     */
    public record Entry(CtlRole role, String dnsName, Optional<InetAddress> address, X509Certificate certificate) {
        /** A record of a server at a name and an address. */
        public static Entry server(CtlRole role, String dnsName, InetAddress address, X509Certificate certificate) {
            return new Entry(role, dnsName, Optional.of(address), certificate);
        }

        /** A record of a signer, which has no place. */
        public static Entry sast(X509Certificate certificate) {
            return new Entry(CtlRole.SAST, "", Optional.empty(), certificate);
        }
    }
}
