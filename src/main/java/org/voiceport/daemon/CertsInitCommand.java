package org.voiceport.daemon;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        description = "Makes the server root, and a password file if one is configured that doesn't exist.",
        mixinStandardHelpOptions = true)
final class CertsInitCommand implements Callable<Integer> {
    /** The longest CN that a certificate may have (RFC 5280, ub-common-name). */
    private static final int MOST_NAME = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Option(
            names = "--bits",
            paramLabel = "BITS",
            defaultValue = "3072",
            converter = Words.KeyBits.class,
            description = "Length of the RSA key: 2048, 3072 or 4096. ${DEFAULT-VALUE} if not given.")
    private int bits;

    @Option(
            names = "--years",
            paramLabel = "N",
            defaultValue = "7",
            converter = Words.Years.class,
            description = "How long the root is valid, 1 to 30 years. ${DEFAULT-VALUE} if not given.")
    private int years;

    @Option(
            names = "--name",
            paramLabel = "CN",
            description = "The root's name. 'voiceportd root' and the host's name if not given.")
    private @Nullable String name;

    @Option(names = "--pem", description = "Writes root.pem and root.key in place of root.p12.")
    private boolean pem;

    @Override
    public Integer call() throws CommandFailure, TrustException {
        IdentityHome home = IdentityHome.of(configured.read());
        String commonName = commonName();
        for (Path file : PortCertificates.files(home.directory(), List.of())) {
            if (Files.exists(file)) {
                throw new CommandFailure(
                        Exit.FAILED,
                        file
                                + " exists and is left as it is: a new root would make every port certificate and the call "
                                + "manager's copy of the root worthless; docs/trust.md says how to go on to a next root");
            }
        }
        if (!home.hasPassword() && !pem) {
            throw new CommandFailure(
                    Exit.FAILED,
                    home.config().file() + ": a PKCS#12 file needs a password: set identity.passwordFile, which this"
                            + " command then makes, or identity.passwordEnv; or give --pem for a key that isn't"
                            + " encrypted");
        }
        try (IdentityPassword password = IdentityPassword.readOrCreate(home.identity())) {
            CertificateAuthority root = CertificateAuthority.create(commonName, validity(), bits);
            Path file = root.saveIn(home.directory(), password.value(), pem);
            out().println(IdentityHome.made(file, root.root()));
        }
        out().println("next: voiceportd certs issue -c " + home.config().file());
        out().println("then: voiceportd certs export-root -c " + home.config().file() + " -o voiceport-root.pem");
        return Exit.FINE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Validity validity() {
        return Validity.until(
                Instant.now().atOffset(ZoneOffset.UTC).plusYears(years).toInstant());
    }

    private String commonName() throws CommandFailure {
        if (name == null) {
            String usual = "voiceportd root " + hostName();
            return usual.substring(0, Math.min(usual.length(), MOST_NAME)).strip();
        }
        if (name.isBlank() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: --name: a name has 1 to " + MOST_NAME + " characters");
        }
        return name.strip();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "";
        }
    }
}
