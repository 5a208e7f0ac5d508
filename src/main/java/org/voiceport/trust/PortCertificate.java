package org.voiceport.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;

/**
 * What is known of the certificate of one port.
 *
 * @param file where it stands, or should
 * @param certificate as far as it could be read, fit for use or not
 * @param identity key and chain, fit for use; empty if there is a fault
 * @param fault why it can't be used, naming port and file; empty if it can
 * @param problem the same in a few words, for a table; empty if there is none
 * @param readableByOthers true if others than the owner may read the key
 */
public record PortCertificate(
        DeviceName device,
        Path file,
        Optional<X509Certificate> certificate,
        Optional<Identity> identity,
        Optional<Fault> fault,
        String problem,
        boolean readableByOthers) {

    static PortCertificate fit(DeviceName device, Path file, Identity identity, boolean readableByOthers) {
        return new PortCertificate(
                device,
                file,
                Optional.of(identity.certificate()),
                Optional.of(identity),
                Optional.empty(),
                "",
                readableByOthers);
    }

    /** One that can't be used, whatever the reason turns out to be. */
    record Unfit(DeviceName device, Path file, Optional<X509Certificate> certificate, boolean readableByOthers) {
        PortCertificate because(String problem, TrustException told) {
            return new PortCertificate(
                    device, file, certificate, Optional.empty(), Optional.of(told.fault()), problem, readableByOthers);
        }
    }
}
