package org.voiceport.threats;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.voiceport.audio.Wav;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;

/** What an administrator of the two daemons has on disk: certificates, a CTL, a greeting, and a YAML file for each. */
final class LabFiles {
    /** Where the call manager is, as ports know it that have nobody in between. */
    static final InetAddress HOME = InetAddress.getLoopbackAddress();

    private static final List<SecurityMode> MODES = List.of(SecurityMode.values());

    private final Path directory;
    private final SimulatedCallManager callManager;

    LabFiles(Path directory, SimulatedCallManager callManager) {
        this.directory = directory;
        this.callManager = callManager;
    }

    /** Where the attacker stands in front of the port of that mode: the address that the port knows its call manager by. */
    static InetAddress place(SecurityMode mode) {
        return loopback(1 + Ground.digit(mode));
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    void writeCertificates() throws IOException, TrustException {
        Path certs = Files.createDirectories(directory.resolve("certs"));
        Files.createDirectories(certs.resolve("ports"));
        try (PasswordFile password = PasswordFile.readOrCreate(certs.resolve("password"))) {
            Keys.root().save(PortCertificates.rootFile(certs), password.password());
            for (SecurityMode mode : List.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED)) {
                for (Ground ground : Ground.values()) {
                    Keys.device(ground.port(mode))
                            .save(PortCertificates.portFile(certs, ground.port(mode)), password.password());
                }
            }
        }
        List<InetAddress> addresses = Stream.concat(
                        Stream.of(HOME), MODES.stream().map(LabFiles::place))
                .toList();
        Files.write(certs.resolve("CTLFile.tlv"), Cluster.ctl(addresses, loopback(9)));
        try (OutputStream out = Files.newOutputStream(directory.resolve("greeting.wav"))) {
            Wav.write(Sound.GREETING, out);
        }
    }

    /** The daemon of most attacks: the ports of the first two grounds; the first have the attacker for call manager. */
    Path write(Map<SecurityMode, Crossing> crossings) throws IOException {
        StringBuilder yaml = new StringBuilder("callManagers:\n").append(home());
        crossings.forEach(
                (mode, crossing) -> yaml.append(callManager(place(mode), crossing.clearPort(), crossing.securePort())));
        yaml.append("ports:\n").append(ports(Ground.SIGNALLING, LabFiles::place));
        yaml.append(ports(Ground.MEDIA, mode -> HOME)).append(rest("messages", "16384-21511", false));
        return Files.writeString(directory.resolve("voiceportd.yaml"), yaml);
    }

    /** The daemon that requires encrypted media. */
    Path writeStrict() throws IOException {
        return Files.writeString(
                directory.resolve("strict.yaml"),
                "callManagers:\n" + home() + "ports:\n" + ports(Ground.MEDIA_ENCRYPTION_REQUIRED, mode -> HOME)
                        + rest("strict-messages", "21512-26639", true));
    }

    private String home() {
        return callManager(
                HOME,
                callManager.clearAddress().getPort(),
                callManager.tlsAddress().getPort());
    }

    private static String callManager(InetAddress address, int port, int securePort) {
        return "  - { address: %s, port: %d, securePort: %d }\n".formatted(address.getHostAddress(), port, securePort);
    }

    private static String ports(Ground ground, Function<SecurityMode, InetAddress> callManager) {
        StringBuilder ports = new StringBuilder();
        for (SecurityMode mode : MODES) {
            ports.append("  - { name: %s, securityMode: %s, callManagers: [%s] }\n"
                    .formatted(
                            ground.port(mode),
                            mode.word(),
                            callManager.apply(mode).getHostAddress()));
        }
        return ports.toString();
    }

    private static String rest(String store, String udpPorts, boolean requireEncryption) {
        return """
                trust: { ctlFile: certs/CTLFile.tlv, signers: [%s] }
                identity: { directory: certs, passwordFile: certs/password }
                media: { address: 127.0.0.1, udpPorts: %s, requireEncryption: %s }
                messaging: { voicemail: { store: %s, greeting: greeting.wav, minMessage: 100ms } }
                timings: { firstRetryLeast: 50ms, firstRetryMost: 100ms, retryMost: 200ms }
                control: off
                log: { format: json }
                """.formatted(Keys.signerFingerprint(), udpPorts, requireEncryption, store);
    }
}
