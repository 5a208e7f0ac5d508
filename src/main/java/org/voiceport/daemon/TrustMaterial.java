package org.voiceport.daemon;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;

/**
 * What the secure ports of a configuration prove themselves with and whom they trust. A fault concerns only the ports
 * that it names.
 *
 * @param clients TLS for each port that can start
 * @param offline why each other secure port can't
 * @param general faults of what all secure ports share, for {@code check}
 * @param events what is to be told
 */
record TrustMaterial(
        Map<DeviceName, TlsClient> clients, Map<DeviceName, Fault> offline, List<Fault> general, List<Event> events) {

    /** Loads everything that is there. Writes only that a CTL came in force, if {@code remember}. */
    static TrustMaterial load(DaemonConfig config, boolean remember) {
        return new Loader(config, remember).load();
    }

    private static final class Loader {
        private final DaemonConfig config;
        private final boolean remember;
        private final Map<DeviceName, TlsClient> clients = new LinkedHashMap<>();
        private final Map<DeviceName, Fault> offline = new LinkedHashMap<>();
        private final Set<Fault> general = new LinkedHashSet<>();
        private final List<Event> events = new ArrayList<>();

        Loader(DaemonConfig config, boolean remember) {
            this.config = config;
            this.remember = remember;
        }

        TrustMaterial load() {
            List<DaemonConfig.Port> secure = config.ports().stream()
                    .filter(port -> port.securityMode().secure())
                    .toList();
            if (!secure.isEmpty()) {
                CallManagerTrust trust = trust(secure);
                identities(secure, trust);
            }
            return new TrustMaterial(clients, offline, List.copyOf(general), List.copyOf(events));
        }

        private void fail(List<DaemonConfig.Port> ports, Fault fault) {
            general.add(fault);
            ports.forEach(port -> offline.putIfAbsent(port.name(), fault));
        }

        private @Nullable CallManagerTrust trust(List<DaemonConfig.Port> secure) {
            try {
                CallManagerTrust trust = config.trust().pins().isEmpty() ? ctl(secure) : pins();
                if (trust != null) {
                    servers(secure, trust);
                }
                return trust;
            } catch (TrustException e) {
                fail(secure, e.fault());
                return null;
            }
        }

        private CallManagerTrust pins() throws TrustException {
            List<X509Certificate> pins = new ArrayList<>();
            for (Path file : config.trust().pins()) {
                pins.addAll(PemCertificates.read(file));
            }
            return CallManagerTrust.ofPins(pins);
        }

        private @Nullable CallManagerTrust ctl(List<DaemonConfig.Port> secure) throws TrustException {
            Path file = config.trust().ctlFile().orElseThrow(); // the configuration demands it where there are no pins
            CtlStore store = Mapping.ctlStore(config, file);
            Verdict verdict = store.judge();
            if (verdict instanceof Verdict.Refused refused) {
                events.add(new TrustEvent.CtlRefused(
                        file.toString(), refused.fault().what(), refused.fault().todo()));
                fail(secure, refused.fault());
                return null;
            }
            Verdict.InForce inForce = (Verdict.InForce) verdict;
            for (String defect : inForce.ctl().defects()) {
                general.add(new Fault.Misconfigured(
                        "CTL " + file + ": " + defect, "have the call manager make the CTL anew"));
            }
            if (!inForce.ctl().fileName().equals(Ctl.FILE_NAME)) {
                general.add(new Fault.Misconfigured(
                        "CTL " + file + " was accepted though it was signed under another name than " + Ctl.FILE_NAME,
                        "use the " + Ctl.FILE_NAME + " of the cluster as soon as there is one"));
            }
            if (remember) {
                store.remember(inForce);
            }
            events.add(new TrustEvent.CtlInForce(
                    file.toString(),
                    inForce.ctl().sha256(),
                    inForce.signer().fingerprint().orElse(""),
                    inForce.ctl().callManagers().size(),
                    inForce.because()));
            events.addAll(inForce.weakened());
            return CallManagerTrust.ofCtl(inForce.ctl());
        }

        /** Names every configured call manager that the trust material doesn't know. */
        private void servers(List<DaemonConfig.Port> secure, CallManagerTrust trust) {
            Set<String> hosts = secure.stream()
                    .flatMap(port -> port.callManagers().stream())
                    .map(DaemonConfig.CallManager::address)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            for (String host : hosts) {
                if (!trust.knows(host, Hosts.resolve(host))) {
                    general.add(new Fault.Untrusted(
                            "no call-manager record with a certificate for " + host + " in the trust material",
                            "correct callManagers, or use the CTL of the cluster that this server belongs to"));
                }
            }
        }

        private void identities(List<DaemonConfig.Port> secure, @Nullable CallManagerTrust trust) {
            DaemonConfig.Identity identity = config.identity().orElseThrow(); // demanded where a port is secure
            try (IdentityPassword password = IdentityPassword.read(identity)) {
                if (password.readableByOthers()) {
                    events.add(new TrustEvent.Weakened(
                            "identity.passwordFile", "others than its owner may read it: make it 0600"));
                }
                PortCertificates certificates = PortCertificates.open(identity.directory(), password.value());
                for (DaemonConfig.Port port : secure) {
                    identity(port, certificates, trust);
                }
            } catch (TrustException e) {
                fail(secure, e.fault());
            }
        }

        private Path identityDirectory() {
            return config.identity().orElseThrow().directory();
        }

        private void identity(DaemonConfig.Port port, PortCertificates certificates, @Nullable CallManagerTrust trust) {
            try {
                if (PortCertificates.readableByOthers(identityDirectory(), port.name())) {
                    events.add(new TrustEvent.Weakened(
                            "identity.directory",
                            "others than its owner may read the key of port " + port.name() + ": make it 0600"));
                }
                TlsOptions options =
                        new TlsOptions(config.tls().legacy(), config.trust().rejectExpired());
                var own = certificates.identity(port.name());
                if (trust != null) {
                    clients.put(port.name(), TlsClient.create(port.securityMode(), own, trust, options));
                }
            } catch (TrustException e) {
                offline.put(port.name(), e.fault());
            }
        }
    }
}
