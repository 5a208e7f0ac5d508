package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.PortTemplate;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;

/**
 * The files of a daemon with a great many encrypted ports. All ports share one key, each with a certificate of its own: to
 * find primes for a thousand keys takes minutes, and none of the handshakes is any cheaper for it.
 */
final class CallsLab {
    private static final Validity DAY = Validity.lasting(Duration.ofDays(2));

    private final Path directory;
    private final List<DeviceName> ports;
    private final CertificateAuthority root = Keys.root();
    private final Identity callManager = Keys.callManager();
    private final Identity shared = Keys.device(DemoLab.port(SecurityMode.ENCRYPTED));

    private CallsLab(Path directory, int ports) {
        this.directory = directory;
        this.ports = IntStream.rangeClosed(1, ports)
                .mapToObj(i -> new DeviceName("CiscoUM1-VI" + i))
                .toList();
    }

    /** Makes certificates for so many ports in {@code directory}, which must exist. */
    static CallsLab make(Path directory, int ports) throws IOException {
        CallsLab lab = new CallsLab(directory, ports);
        Path certs = Files.createDirectories(directory.resolve("certs"));
        Files.createDirectories(certs.resolve("ports"));
        Files.writeString(directory.resolve("call-manager.pem"), PemCertificates.write(lab.callManager.certificate()));
        Files.writeString(directory.resolve("mailboxes.yaml"), "mailboxes: [ { number: general, name: General } ]\n");
        try (PasswordFile password = PasswordFile.readOrCreate(certs.resolve("password"))) {
            lab.root.save(PortCertificates.rootFile(certs), password.password());
            lab.ports.parallelStream().forEach(port -> lab.save(certs, port, password.password()));
        } catch (TrustException e) {
            throw new IOException(e);
        }
        return lab;
    }

    private void save(Path certs, DeviceName port, char[] password) {
        try {
            identity(port).save(PortCertificates.portFile(certs, port), password);
        } catch (TrustException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The identity of a device, with the key that all share. */
    Identity identity(DeviceName device) {
        return root.reissuePort(device, DAY, PortTemplate.DEFAULT, shared);
    }

    Identity callManager() {
        return callManager;
    }

    CertificateAuthority root() {
        return root;
    }

    List<DeviceName> ports() {
        return ports;
    }

    /** The devices of a {@code simulate call-manager}, each with a number of its own: a file of arguments, {@code @FILE}. */
    Path devices() throws IOException {
        return Files.write(
                directory.resolve("devices"),
                IntStream.range(0, ports.size())
                        .mapToObj(i ->
                                "--device=" + ports.get(i) + "=encrypted:5" + String.format(Locale.ROOT, "%04d", i))
                        .toList());
    }

    /** The root of the ports' certificates, for the call manager; PEM. */
    Path rootFile() throws IOException {
        return Files.writeString(directory.resolve("root.pem"), PemCertificates.write(root.root()));
    }

    /**
     * Writes the configuration for the call manager of {@link #callManager} at that address, whose clear port nobody needs;
     * returns the file.
     */
    Path configure(InetSocketAddress secure, int firstUdp, int lastUdp) throws IOException {
        return configure(secure, "pins: [ call-manager.pem ]", firstUdp, lastUdp, """
                # A thousand handshakes at once take their time.
                timings: { connect: 60s, tlsHandshake: 60s, registerAck: 60s }
                """);
    }

    /** As the other, for a call manager of whom {@code trust} speaks; {@code more} stands at the end. */
    Path configure(InetSocketAddress secure, String trust, int firstUdp, int lastUdp, String more) throws IOException {
        Path file = directory.resolve("voiceportd.yaml");
        String address = secure.getAddress().getHostAddress();
        Files.writeString(file, """
                callManagers: [ { address: %s, port: 2000, securePort: %d } ]
                ports:
                  - names: %s..%s
                    securityMode: encrypted
                trust: { %s }
                identity: { directory: certs, passwordFile: certs/password }
                media: { address: %s, udpPorts: %d-%d }
                messaging: { voicemail: { store: messages, mailboxes: mailboxes.yaml, minFree: 0 } }
                observe: { http: off }
                control: off
                %s
                """.formatted(
                        address,
                        secure.getPort(),
                        ports.get(0),
                        ports.get(ports.size() - 1),
                        trust,
                        address,
                        firstUdp,
                        lastUdp,
                        more));
        return file;
    }

    /** Leaves nothing of it. */
    void delete() throws IOException {
        delete(directory);
    }

    /** Leaves nothing of a directory. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }
}
