package org.voiceport.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PortCertificate;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.PortTemplate;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "issue",
        description = "Issues certificates: for the named ports anew, without names for every secure port that has no"
                + " valid one or one that ends soon.",
        mixinStandardHelpOptions = true)
final class CertsIssueCommand implements Callable<Integer> {
    /** A new certificate that lasts hardly longer than the old one is no renewal. */
    private static final Duration WORTH_IT = Duration.ofDays(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Parameters(paramLabel = "PORT", description = "Device names.", arity = "0..*")
    private @Nullable List<String> names;

    @Option(
            names = "--days",
            paramLabel = "N",
            converter = Words.Days.class,
            description = "How long a certificate is valid, 1 to 10950 days, never longer than the root. As long as the"
                    + " root if not given.")
    private @Nullable Integer days;

    @Mixin
    private PortTemplateOptions template = new PortTemplateOptions();

    @Option(names = "--keep-key", description = "Keeps the key that a port has; else each certificate has a new one.")
    private boolean keepKey;

    @Option(names = "--pem", description = "Writes PEM files in place of PKCS#12 files.")
    private boolean pem;

    /** What became of one port. */
    private record Issued(Optional<String> made, Optional<TrustException> failure) {}

    @Override
    public Integer call() throws CommandFailure, TrustException {
        IdentityHome home = IdentityHome.of(configured.read());
        List<DeviceName> named = home.named(names);
        PortTemplate wanted = template.read();
        try (IdentityPassword password = IdentityPassword.read(home.identity())) {
            CertificateAuthority root = CertificateAuthority.in(home.directory(), password.value());
            PortCertificates certificates = PortCertificates.open(home.directory(), password.value());
            Validity validity = validity(root, certificates.rootFile());
            boolean all = names == null || names.isEmpty();
            List<DeviceName> devices = all ? due(certificates.look(named), validity) : named;
            int exit = issue(devices, device -> issue(device, root, certificates, validity, wanted));
            if (devices.isEmpty()) {
                spec.commandLine().getOut().println("every secure port has a valid certificate");
            }
            return exit;
        }
    }

    /** The same for all, so that they end together and are told of together. */
    private Validity validity(CertificateAuthority root, Path file) throws CommandFailure {
        Instant end = root.end();
        if (!end.isAfter(Instant.now())) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: the server root in " + file + " ended on " + end
                            + " and issues nothing any more; make the next one, docs/trust.md says how");
        }
        if (days == null) {
            return Validity.until(end);
        }
        Validity asked = Validity.lasting(Duration.ofDays(days));
        if (asked.notAfter().isAfter(end)) {
            tell("note: the server root ends on " + end + ", before " + days
                    + " days are over, and so do the certificates");
        }
        return asked.endingBy(end);
    }

    private List<DeviceName> due(List<PortCertificate> found, Validity validity) {
        List<PortCertificate> due = found.stream()
                .filter(port -> IdentityHome.needsNew(port, template.renewWithin()))
                .toList();
        List<String> pointless = due.stream()
                .filter(port -> !gains(port, validity))
                .map(port -> port.device().value())
                .toList();
        if (!pointless.isEmpty()) {
            tell("warning: " + Words.shortened(pointless) + ": new certificates would end on " + validity.notAfter()
                    + " with the server root, no later than the present ones; make the next root, docs/trust.md says"
                    + " how");
        }
        return due.stream()
                .filter(port -> gains(port, validity))
                .map(PortCertificate::device)
                .toList();
    }

    private static boolean gains(PortCertificate port, Validity validity) {
        return port.identity()
                .map(present -> present.certificate().getNotAfter().toInstant().plus(WORTH_IT))
                .filter(enough -> validity.notAfter().isBefore(enough))
                .isEmpty();
    }

    private interface Issuing {
        Issued issue(DeviceName device);
    }

    /** On all processors, as finding primes takes long; told in order. */
    private int issue(List<DeviceName> devices, Issuing issuing) {
        int[] exit = {Exit.FINE};
        devices.parallelStream().map(issuing::issue).forEachOrdered(issued -> {
            issued.made().ifPresent(spec.commandLine().getOut()::println);
            issued.failure().ifPresent(failure -> {
                tell("voiceportd: " + failure.fault().line());
                exit[0] = Exit.FAILED;
            });
        });
        return exit[0];
    }

    private Issued issue(
            DeviceName device,
            CertificateAuthority root,
            PortCertificates certificates,
            Validity validity,
            PortTemplate wanted) {
        try {
            Optional<Identity> before = keepKey ? certificates.stored(device) : Optional.empty();
            Identity issued = before.isPresent()
                    ? root.reissuePort(device, validity, wanted, before.get())
                    : root.issuePort(device, validity, wanted);
            Path file = certificates.save(device, issued, pem);
            return new Issued(Optional.of(IdentityHome.made(file, issued.certificate())), Optional.empty());
        } catch (TrustException e) {
            return new Issued(Optional.empty(), Optional.of(e));
        }
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }
}
