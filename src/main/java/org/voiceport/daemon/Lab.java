package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;

/**
 * The keys and the CTL of a simulated call manager that is started more than once: {@code call-manager.p12}, {@code
 * call-manager.pem}, {@code signer.p12}, {@code password}, {@code CTLFile.tlv}.
 *
 * @param ctl the CTL, for the daemon's {@code trust.ctlFile}
 * @param signer SHA-256 of the CTL's signer, for {@code trust.signers}
 */
record Lab(Identity callManager, Path ctl, String signer) {
    private static final Validity YEARS = Validity.lasting(Duration.ofDays(3 * 365));

    /** What is in {@code directory}; what is missing is made. */
    static Lab in(Path directory, InetAddress address) throws IOException, TrustException {
        Files.createDirectories(directory);
        try (PasswordFile password = PasswordFile.readOrCreate(directory.resolve("password"))) {
            Path server = directory.resolve("call-manager.p12");
            if (!Files.exists(server)) {
                CertificateAuthority.selfSignedCallManager("simulated-call-manager", YEARS)
                        .save(server, password.password());
            }
            Path signer = directory.resolve("signer.p12");
            if (!Files.exists(signer)) {
                CertificateAuthority.selfSignedSast("lab CTL signer", YEARS).save(signer, password.password());
            }
            Identity callManager = Identity.load(server, password.password(), "the simulated call manager");
            Identity sast = Identity.load(signer, password.password(), "the lab's CTL signer");
            Files.writeString(directory.resolve("call-manager.pem"), PemCertificates.write(callManager.certificate()));
            Path ctl = directory.resolve("CTLFile.tlv");
            if (!Files.exists(ctl)) {
                Files.write(
                        ctl,
                        sast.sign(new CtlDraft(
                                Instant.now(),
                                List.of(
                                        CtlDraft.Entry.sast(sast.certificate()),
                                        CtlDraft.Entry.server(
                                                CtlRole.CCM_TFTP, "", address, callManager.certificate())))));
            }
            return new Lab(callManager, ctl, Fingerprint.sha256(sast.certificate()));
        }
    }
}
