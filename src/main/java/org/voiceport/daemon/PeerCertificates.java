package org.voiceport.daemon;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlRecord;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TrustException;

/**
 * The certificates by which call managers are known, as they stand in the CTL or the pins, in force or not.
 *
 * @param trust what is trusted if they are in force
 */
record PeerCertificates(CallManagerTrust trust, List<Found> found) {
    /**
     * One of them.
     *
     * @param whose label for a table
     * @param remark what is wrong with it in itself; may be empty
     */
    record Found(String whose, X509Certificate certificate, Path file, String remark) {}

    static PeerCertificates read(DaemonConfig config) throws TrustException, CommandFailure {
        if (config.trust().pins().isEmpty() && config.trust().ctlFile().isPresent()) {
            return ctl(config.trust().ctlFile().get());
        }
        List<Found> found = new ArrayList<>();
        for (Path file : config.trust().pins()) {
            for (X509Certificate pin : PemCertificates.read(file)) {
                found.add(new Found("pin", pin, file, ""));
            }
        }
        return new PeerCertificates(
                CallManagerTrust.ofPins(found.stream().map(Found::certificate).toList()), found);
    }

    private static PeerCertificates ctl(Path file) throws CommandFailure {
        Ctl ctl = CtlFile.read(file).ctl();
        List<Found> found = new ArrayList<>();
        for (CtlRecord record : ctl.records()) {
            boolean shown = record.role().callManager() || record.role().equals(CtlRole.SAST);
            if (shown && record.certificate().isPresent()) {
                found.add(new Found(
                        "CTL " + record.label(),
                        record.certificate().get(),
                        file,
                        record.defect().isPresent() ? "contradicts itself" : ""));
            }
        }
        return new PeerCertificates(CallManagerTrust.ofCtl(ctl), found);
    }
}
