package org.voiceport.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.PortRequests;
import org.voiceport.trust.PortTemplate;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "request",
        description =
                "Makes keys, and requests for certificates to your CA (PKCS#10): for the named ports, without names"
                        + " for every secure port that has no valid certificate or one that ends soon.",
        mixinStandardHelpOptions = true)
final class CertsRequestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Parameters(paramLabel = "PORT", description = "Device names.", arity = "0..*")
    private @Nullable List<String> names;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where the requests are written; 'requests' in identity.directory if not given. The keys stay"
                    + " there in any case.")
    private @Nullable Path output;

    @Mixin
    private PortTemplateOptions template = new PortTemplateOptions();

    @Override
    public Integer call() throws CommandFailure, TrustException {
        IdentityHome home = IdentityHome.of(configured.read());
        List<DeviceName> named = home.named(names);
        PortTemplate wanted = template.read();
        try (IdentityPassword password = IdentityPassword.readOrCreate(home.identity())) {
            PortRequests requests = PortRequests.in(home.directory(), password.value());
            List<DeviceName> devices = names == null || names.isEmpty() ? due(home, named, password) : named;
            List<DeviceName> open = devices.stream().filter(requests::isOpen).toList();
            List<DeviceName> fresh = new ArrayList<>(devices);
            fresh.removeAll(open);
            for (DeviceName device : fresh) {
                Path file = requests.make(device, wanted, output == null ? requests.directory() : output);
                out("made " + file + ", its key waits in " + requests.keyFile(device));
            }
            if (!fresh.isEmpty()) {
                out("next: have your CA answer each, then: voiceportd certs import -c "
                        + home.config().file() + " PORT ANSWER.pem");
                if (!home.hasPassword()) {
                    tell("note: the keys are not encrypted, as no password is configured");
                }
            }
            if (devices.isEmpty()) {
                out("every secure port has a valid certificate");
            }
            open.forEach(device -> tell("voiceportd: port " + device + " waits for an answer already; import it, or"
                    + " delete " + requests.keyFile(device) + " to request anew"));
            return open.isEmpty() ? Exit.FINE : Exit.FAILED;
        }
    }

    private List<DeviceName> due(IdentityHome home, List<DeviceName> ports, IdentityPassword password)
            throws TrustException {
        return PortCertificates.open(home.directory(), password.value()).look(ports).stream()
                .filter(port -> IdentityHome.needsNew(port, template.renewWithin()))
                .map(port -> port.device())
                .toList();
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }
}
