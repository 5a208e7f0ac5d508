package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "certs",
        description = "Makes the server root and one certificate per port.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class CertsCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static DaemonConfig.Identity identity(DaemonConfig read) throws CommandFailure {
        return read.identity()
                .orElseThrow(() -> new CommandFailure(
                        Exit.UNUSABLE,
                        read.file() + ": no port is authenticated or encrypted, so there is no identity.directory; "
                                + "configure a secure port first"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "init",
            description = "Makes the server root (RSA 3072, 7 years), and a password file if there is none.",
            mixinStandardHelpOptions = true)
    int init(@Mixin ConfigOption configured) throws CommandFailure, TrustException, IOException {
        DaemonConfig.Identity identity = identity(configured.read());
        Path file = PortCertificates.rootFile(identity.directory());
        if (Files.exists(file)) {
            throw new CommandFailure(
                    Exit.FAILED,
                    file + " exists and is left as it is: a new root would make every port certificate and the call "
                            + "manager's copy of the root worthless; move it away if you mean it");
        }
        Files.createDirectories(identity.directory());
        try (IdentityPassword password = IdentityPassword.readOrCreate(identity)) {
            CertificateAuthority root = CertificateAuthority.create(
                    "voiceportd root " + hostName(), Validity.lasting(CertificateAuthority.DEFAULT_VALIDITY));
            root.save(file, password.value());
            out().println("made " + file + ", sha256 " + Fingerprint.sha256(root.root()) + ", valid until "
                    + root.root().getNotAfter().toInstant());
        }
        out().println("next: voiceportd certs issue, then voiceportd certs export-root -o voiceport-root.pem");
        return Exit.FINE;
    }

    @Command(
            name = "issue",
            description = "Issues certificates: for the named ports anew, without names for every secure port that has"
                    + " no valid one.",
            mixinStandardHelpOptions = true)
    int issue(
            @Mixin ConfigOption configured,
            @Parameters(paramLabel = "PORT", description = "Device names.", arity = "0..*") @Nullable
                    List<String> names)
            throws CommandFailure, TrustException, IOException {
        DaemonConfig read = configured.read();
        DaemonConfig.Identity identity = identity(read);
        try (IdentityPassword password = IdentityPassword.read(identity)) {
            CertificateAuthority root =
                    CertificateAuthority.load(PortCertificates.rootFile(identity.directory()), password.value());
            PortCertificates certificates = PortCertificates.open(identity.directory(), password.value());
            List<DeviceName> devices =
                    names == null || names.isEmpty() ? withoutCertificate(read, certificates) : named(read, names);
            for (DeviceName device : devices) {
                Path file = PortCertificates.portFile(identity.directory(), device);
                Files.createDirectories(file.getParent());
                Identity port = root.issuePort(device);
                port.save(file, password.value());
                out().println("made " + file + ", sha256 " + Fingerprint.sha256(port.certificate()) + ", valid until "
                        + port.certificate().getNotAfter().toInstant());
            }
            if (devices.isEmpty()) {
                out().println("every secure port has a valid certificate");
            }
        }
        return Exit.FINE;
    }

    private static List<DeviceName> withoutCertificate(DaemonConfig read, PortCertificates certificates) {
        return read.ports().stream()
                .filter(port -> port.securityMode().secure())
                .map(DaemonConfig.Port::name)
                .filter(device -> certificates.check(device).isPresent())
                .toList();
    }

    private static List<DeviceName> named(DaemonConfig read, List<String> names) throws CommandFailure {
        List<DeviceName> devices = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String name : names) {
            boolean known = read.ports().stream()
                    .anyMatch(port ->
                            port.securityMode().secure() && port.name().value().equals(name));
            if (known) {
                devices.add(new DeviceName(name));
            } else {
                errors.add("voiceportd: no secure port " + name + " in " + read.file());
            }
        }
        if (!errors.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, errors);
        }
        return devices;
    }

    @Command(
            name = "export-root",
            description = "Writes the root certificate (PEM) that the call manager's administrator uploads as"
                    + " CallManager-trust.",
            mixinStandardHelpOptions = true)
    int exportRoot(
            @Mixin ConfigOption configured,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Writes to this file instead of standard output.")
                    @Nullable
                    Path output)
            throws CommandFailure, TrustException, IOException {
        DaemonConfig.Identity identity = identity(configured.read());
        try (IdentityPassword password = IdentityPassword.read(identity)) {
            String pem = PemCertificates.write(
                    CertificateAuthority.load(PortCertificates.rootFile(identity.directory()), password.value())
                            .root());
            if (output == null) {
                out().print(pem);
                out().flush();
            } else {
                Files.writeString(output, pem);
                spec.commandLine().getErr().println("wrote " + output);
            }
        }
        // On standard error, so that standard output holds the PEM alone.
        spec.commandLine().getErr().println("""
                        On the call manager: OS Administration, Security, Certificate Management, upload it as
                        CallManager-trust on every node, then restart the Cisco CallManager service on every node
                        (CallManager 4.x: copy it with the ending .0 to C:\\Program Files\\Cisco\\Certificates on every
                        server, then restart CallManager). Set each port's Device Security Mode as it is here.""");
        return Exit.FINE;
    }

    private static String hostName() {
        String name = System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", ""));
        return name.isEmpty() ? "voiceportd" : name;
    }
}
