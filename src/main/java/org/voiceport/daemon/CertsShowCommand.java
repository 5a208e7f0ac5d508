package org.voiceport.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateInUse;
import org.voiceport.trust.ExpiryWatch;
import org.voiceport.trust.PortCertificate;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows the certificates of the root, of the secure ports, and of the call managers and signers in"
                + " the CTL (or the pins). Exit code 1 if one that is needed can't be used.",
        mixinStandardHelpOptions = true)
final class CertsShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Parameters(paramLabel = "PORT", description = "Device names; shows the root and these alone.", arity = "0..*")
    private @Nullable List<String> names;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure, TrustException {
        IdentityHome home = IdentityHome.of(configured.read());
        List<DeviceName> devices = home.named(names);
        Instant now = Instant.now();
        CertificateTable table = new CertificateTable(now);
        List<CertificateInUse> inUse = new ArrayList<>();
        try (IdentityPassword password = IdentityPassword.read(home.identity())) {
            PortCertificates certificates = PortCertificates.open(home.directory(), password.value());
            List<PortCertificate> ports = certificates.look(devices);
            table.addRoots(certificates);
            ports.forEach(table::add);
            inUse.addAll(certificates.inUse(ports));
        }
        if (names == null || names.isEmpty()) {
            inUse.addAll(callManagers(home, table));
        }
        if (json) {
            spec.commandLine().getOut().println(table.json());
        } else {
            table.lines().forEach(spec.commandLine().getOut()::println);
        }
        ExpiryWatch watch = new ExpiryWatch();
        watch.watch(inUse);
        for (TrustEvent event : watch.due(now)) {
            tell("warning: " + event.text() + "; " + event.todo());
        }
        return table.usable() ? Exit.FINE : Exit.FAILED;
    }

    /** Adds what ports trust, if it can be read; that it can is a matter of {@code check}. */
    private List<CertificateInUse> callManagers(IdentityHome home, CertificateTable table) {
        try {
            PeerCertificates peers = PeerCertificates.read(home.config());
            CallManagerTrust trust = peers.trust();
            List<CertificateInUse> inUse = trust.inUse(Hosts.callManagersOf(home.config()));
            boolean rejectExpired = home.config().trust().rejectExpired();
            peers.found().forEach(found -> table.add(found, inUse, rejectExpired));
            return inUse;
        } catch (TrustException e) {
            tell("note: the call managers' certificates aren't shown: "
                    + e.fault().what());
        } catch (CommandFailure e) {
            tell("note: the call managers' certificates aren't shown: "
                    + String.join("; ", e.lines()).replace("voiceportd: ", ""));
        }
        return List.of();
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }
}
