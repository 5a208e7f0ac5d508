package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;

/**
 * The demo's throw-away world on disk: a root, port certificates, a call manager's certificate, a signed CTL, and the
 * daemon's YAML. All keys live for the demo alone.
 *
 * @param callManager what the simulated call manager proves itself with
 * @param phone what the encrypted phone proves itself with
 */
record DemoLab(
        Path directory,
        Path configuration,
        Path store,
        CertificateAuthority root,
        Identity callManager,
        Identity phone) {
    static final DeviceName PHONE = new DeviceName("SEP00000000000A");
    /** The mailboxes that the demo's calls are for, one for each row of its table. */
    static final List<String> MAILBOXES = List.of("2001", "2002", "2003", "2004");

    /** Longer than what the daemon warns about. */
    private static final Validity DAYS = Validity.lasting(Duration.ofDays(100));

    /** The demo's ports, by mode. */
    static DeviceName port(SecurityMode mode) {
        return new DeviceName(
                switch (mode) {
                    case NON_SECURE -> "CiscoUM1-VI1";
                    case AUTHENTICATED -> "CiscoUM1-VI2";
                    case ENCRYPTED -> "CiscoUM1-VI3";
                });
    }

    /** Makes it all in {@code directory}, which must exist. */
    static DemoLab make(Path directory, InetAddress address) throws IOException, TrustException {
        Path certs = Files.createDirectories(directory.resolve("certs"));
        Files.createDirectories(certs.resolve("ports"));
        // Finding primes takes longest: at the same time, as far as there are processors.
        CompletableFuture<Identity> callManager = CompletableFuture.supplyAsync(
                () -> CertificateAuthority.selfSignedCallManager("simulated-call-manager", DAYS));
        CompletableFuture<Identity> sast =
                CompletableFuture.supplyAsync(() -> CertificateAuthority.selfSignedSast("demo CTL signer", DAYS));
        CertificateAuthority root = CertificateAuthority.create("voiceportd demo root", DAYS);
        CompletableFuture<Identity> phone = CompletableFuture.supplyAsync(() -> root.issuePort(PHONE));
        try (PasswordFile password = PasswordFile.readOrCreate(certs.resolve("password"))) {
            root.save(PortCertificates.rootFile(certs), password.password());
            for (SecurityMode mode : List.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED)) {
                root.issuePort(port(mode)).save(PortCertificates.portFile(certs, port(mode)), password.password());
            }
        }
        byte[] ctl = sast.join()
                .sign(new CtlDraft(
                        Instant.now(),
                        List.of(
                                CtlDraft.Entry.sast(sast.join().certificate()),
                                CtlDraft.Entry.server(
                                        CtlRole.CCM_TFTP,
                                        "",
                                        address,
                                        callManager.join().certificate()))));
        Files.write(certs.resolve("CTLFile.tlv"), ctl);
        Files.writeString(
                directory.resolve("ctl-signer"), Fingerprint.sha256(sast.join().certificate()));
        return new DemoLab(
                directory,
                directory.resolve("voiceportd.yaml"),
                directory.resolve("messages"),
                root,
                callManager.join(),
                phone.join());
    }

    /** Writes the daemon's configuration for a call manager at these TCP ports. */
    void configure(InetAddress address, int clearPort, int securePort) throws IOException {
        String signer = Files.readString(directory.resolve("ctl-signer"));
        Files.delete(directory.resolve("ctl-signer"));
        Files.writeString(configuration, """
                callManagers:
                  - address: %s
                    port: %d
                    securePort: %d
                ports:
                  - name: %s
                    securityMode: non-secure
                  - name: %s
                    securityMode: authenticated
                  - name: %s
                    securityMode: encrypted
                trust:
                  ctlFile: certs/CTLFile.tlv
                  signers: [%s]
                identity:
                  directory: certs
                  passwordFile: certs/password
                media:
                  address: %s
                messaging:
                  application: voicemail
                  voicemail: { store: messages, mailboxes: mailboxes.yaml, minFree: 0 }
                observe: { http: off }
                control: off
                log:
                  format: json
                  level: info
                """.formatted(
                        address.getHostAddress(),
                        clearPort,
                        securePort,
                        port(SecurityMode.NON_SECURE),
                        port(SecurityMode.AUTHENTICATED),
                        port(SecurityMode.ENCRYPTED),
                        signer,
                        address.getHostAddress()));
        StringBuilder mailboxes = new StringBuilder("mailboxes:\n");
        mailboxes.append("  - { number: \"general\", name: General }\n");
        for (String number : MAILBOXES) {
            mailboxes
                    .append("  - { number: \"")
                    .append(number)
                    .append("\", name: Subscriber ")
                    .append(number)
                    .append(" }\n");
        }
        Files.writeString(directory.resolve("mailboxes.yaml"), mailboxes);
    }
}
