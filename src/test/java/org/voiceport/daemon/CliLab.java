package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;

/**
 * A directory with all that one non-secure, one authenticated and one encrypted port need; each test spoils what it is
 * about. The keys are made once for all tests, since RSA keys take time.
 */
final class CliLab {
    static final DeviceName CLEAR = new DeviceName("CiscoUM1-VI1");
    static final DeviceName AUTHENTICATED = new DeviceName("CiscoUM1-VI2");
    static final DeviceName ENCRYPTED = new DeviceName("CiscoUM1-VI3");

    /** Longer than what is warned about. */
    private static final Validity DAYS = Validity.lasting(Duration.ofDays(400));

    static final CertificateAuthority ROOT = CertificateAuthority.create("CLI test root", DAYS);
    static final Identity SERVER = CertificateAuthority.selfSignedCallManager("cucm-cli", DAYS);
    static final Identity SIGNER = CertificateAuthority.selfSignedSast("CLI test signer", DAYS);
    private static final Map<DeviceName, Identity> PORTS = new ConcurrentHashMap<>();

    private final Path directory;

    private CliLab(Path directory) {
        this.directory = directory;
    }

    /** Everything in order: {@code check} finds nothing to say. */
    static CliLab in(Path directory) throws IOException, TrustException {
        CliLab lab = new CliLab(directory);
        try (PasswordFile password = PasswordFile.readOrCreate(lab.password())) {
            ROOT.save(PortCertificates.rootFile(lab.certs()), password.password());
            for (DeviceName port : List.of(AUTHENTICATED, ENCRYPTED)) {
                PORTS.computeIfAbsent(port, ROOT::issuePort).save(lab.portFile(port), password.password());
            }
            SIGNER.save(lab.path("signer.p12"), password.password());
        }
        Files.writeString(lab.path("server.pem"), PemCertificates.write(SERVER.certificate()));
        Files.writeString(lab.path("root.pem"), PemCertificates.write(ROOT.root()));
        Files.write(
                lab.ctl(),
                SIGNER.sign(new CtlDraft(
                        Instant.now(),
                        List.of(
                                CtlDraft.Entry.sast(SIGNER.certificate()),
                                CtlDraft.Entry.server(
                                        CtlRole.CCM_TFTP,
                                        "",
                                        InetAddress.getLoopbackAddress(),
                                        SERVER.certificate())))));
        lab.write(lab.yaml());
        return lab;
    }

    /** A directory without keys and CTL, and the configuration {@code yaml}. */
    static CliLab bare(Path directory, String yaml) throws IOException {
        CliLab lab = new CliLab(directory);
        lab.write(yaml);
        return lab;
    }

    /** The configuration of a lab in order, to be changed. */
    String yaml() {
        return yaml(2000, 2443);
    }

    String yaml(int clearPort, int securePort) {
        return """
                callManagers:
                  - { address: 127.0.0.1, port: %d, securePort: %d }
                ports:
                  - { name: CiscoUM1-VI1, securityMode: non-secure }
                  - { name: CiscoUM1-VI2, securityMode: authenticated }
                  - { name: CiscoUM1-VI3, securityMode: encrypted }
                trust: { ctlFile: CTLFile.tlv, signers: [%s] }
                identity: { directory: certs, passwordFile: certs/password }
                messaging: { voicemail: { store: messages } }
                observe: { http: off }
                control: off
                """.formatted(clearPort, securePort, Fingerprint.sha256(SIGNER.certificate()));
    }

    /** A call manager on free ports that knows the ports of this lab. */
    static SimulatedCallManager callManager() throws Exception {
        return SimulatedCallManager.start(CallManagerSettings.builder()
                .listen(InetAddress.getLoopbackAddress(), 0, 0)
                .tls(SERVER, ROOT.root())
                .device(Device.port(CLEAR.value(), SecurityMode.NON_SECURE, "5001"))
                .device(Device.port(AUTHENTICATED.value(), SecurityMode.AUTHENTICATED, "5002"))
                .device(Device.port(ENCRYPTED.value(), SecurityMode.ENCRYPTED, "5003"))
                .build());
    }

    void write(String yaml) throws IOException {
        Files.writeString(config(), yaml);
    }

    /** Puts a file of {@code src/test/resources/ctl} where the CTL is, with a call manager that it has a record for. */
    void useSample(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CliLab.class.getResourceAsStream("/ctl/" + name), name)) {
            Files.write(ctl(), in.readAllBytes());
        }
        write(yaml().replace("127.0.0.1", "192.0.2.10").replaceFirst("signers: .*]", "firstUse: true"));
    }

    CliRun check(Object... options) {
        return CliRun.of(Stream.concat(Stream.of("check", "-c", config()), Stream.of(options))
                .toArray());
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path config() {
        return path("voiceportd.yaml");
    }

    Path certs() {
        return path("certs");
    }

    Path password() {
        return certs().resolve("password");
    }

    Path portFile(DeviceName port) {
        return PortCertificates.portFile(certs(), port);
    }

    Path ctl() {
        return path("CTLFile.tlv");
    }
}
