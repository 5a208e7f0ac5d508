package org.voiceport.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "export-root",
        description =
                "Writes the root certificate that the call manager's administrator uploads as CallManager-trust, and"
                        + " says how.",
        mixinStandardHelpOptions = true)
final class CertsExportRootCommand implements Callable<Integer> {
    private static final String STEPS = """
            Unified CM, CallManager 5.x and later:
              1. Cisco Unified OS Administration, Security > Certificate Management > Upload Certificate, as
                 CallManager-trust, on every node of the cluster.
              2. Cisco Unified Serviceability: restart the Cisco CallManager service on every node.
            CallManager 4.x:
              1. Copy the file, with the ending .0 in place of .pem (the content stays PEM), to
                 C:\\Program Files\\Cisco\\Certificates on every server of the cluster.
              2. Restart the Cisco CallManager service on every server.
            Then set each port's Device Security Mode as it is here.
            Clocks: a call manager refuses a port until its own clock has passed the beginning of the certificates, so
            those made here begin a day back. This one begins at %s.
            """;

    private enum Format {
        PEM,
        DER
    }

    /** Reads the word for a format. */
    static final class FormatWord implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return switch (word) {
                case "pem" -> Format.PEM;
                case "der" -> Format.DER;
                default -> throw new TypeConversionException("'" + word + "' is no format here: give pem or der");
            };
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Writes to this file instead of standard output.")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "pem",
            converter = FormatWord.class,
            description = "pem or der, ${DEFAULT-VALUE} if not given. DER needs -o.")
    private Format format = Format.PEM;

    @Override
    public Integer call() throws CommandFailure, TrustException, IOException {
        IdentityHome home = IdentityHome.of(configured.read());
        if (format == Format.DER && output == null) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: DER is binary: say with -o FILE where it goes");
        }
        try (IdentityPassword password = IdentityPassword.read(home.identity())) {
            PortCertificates certificates = PortCertificates.open(home.directory(), password.value());
            List<X509Certificate> roots = certificates.roots();
            byte[] content = content(roots, certificates.rootFile());
            if (output == null) {
                spec.commandLine().getOut().print(new String(content, StandardCharsets.US_ASCII));
                spec.commandLine().getOut().flush();
            } else {
                Files.write(output, content);
                tell("wrote " + output);
            }
            // On standard error, so that standard output holds the PEM alone.
            if (roots.size() > 1) {
                tell("These are " + roots.size()
                        + " certificates. A call manager that takes one at a time wants each in a"
                        + " file of its own.");
            }
            STEPS.formatted(roots.get(0).getNotBefore().toInstant()).lines().forEach(this::tell);
        }
        return Exit.FINE;
    }

    private byte[] content(List<X509Certificate> roots, Path file) throws CommandFailure {
        if (format == Format.PEM) {
            return PemCertificates.write(roots).getBytes(StandardCharsets.US_ASCII);
        }
        if (roots.size() > 1) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: " + file + " holds " + roots.size()
                            + " certificates and a DER file holds one: give --format pem");
        }
        try {
            return roots.get(0).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }
}
