package org.voiceport.daemon;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.PortRequests;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description =
                "Puts your CA's answer to a request in place, if it fits: key, name, use, validity, and its chain to"
                        + " root.pem.",
        mixinStandardHelpOptions = true)
final class CertsImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Parameters(index = "0", paramLabel = "PORT", description = "Device name.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "The certificate, and those between it and the root if there are any: PEM, DER or PKCS#7.")
    private Path answer = Path.of("");

    @Override
    public Integer call() throws CommandFailure, TrustException {
        IdentityHome home = IdentityHome.of(configured.read());
        DeviceName device = home.named(List.of(name)).get(0);
        List<X509Certificate> certificates = PemCertificates.read(answer);
        try (IdentityPassword password = IdentityPassword.read(home.identity())) {
            PortCertificates present = PortCertificates.open(home.directory(), password.value());
            Path file =
                    PortRequests.in(home.directory(), password.value()).accept(device, certificates, answer, present);
            spec.commandLine()
                    .getOut()
                    .println(IdentityHome.made(file, present.identity(device).certificate()));
        }
        return Exit.FINE;
    }
}
