package org.voiceport.daemon;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateInUse;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificate;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;

/**
 * What the secure ports of a configuration prove themselves with and whom they trust. A fault concerns only the ports
 * that it names.
 *
 * @param trust which certificates call managers may present; if empty, {@code general} begins with the reason, unless no
 *     port is secure
 * @param clients TLS for each port that can start
 * @param offline why each other secure port can't
 * @param general faults of what all secure ports share, for {@code check}
 * @param events what is to be told
 * @param inUse every certificate that the ports depend on, to be watched for its end
 * @param certificates of the ports, as they were found; empty if they couldn't be looked for
 * @param stamps of the files that it was made of, as they were before it was made
 */
record TrustMaterial(
        Optional<CallManagerTrust> trust,
        Map<DeviceName, TlsClient> clients,
        Map<DeviceName, Fault> offline,
        List<Fault> general,
        List<Event> events,
        List<CertificateInUse> inUse,
        Optional<PortCertificates> certificates,
        FileStamps stamps) {

    /** Loads everything that is there. Writes only that a CTL came in force, if {@code remember}. */
    static TrustMaterial load(DaemonConfig config, boolean remember) {
        return new Loader(config, remember, Optional.empty()).load();
    }

    /**
     * Loads what is there by now, for the same or another configuration. Writes only that a CTL came in force, if {@code
     * remember}. What hasn't changed isn't decrypted again.
     */
    TrustMaterial reload(DaemonConfig config, boolean remember) {
        Optional<PortCertificates> known = certificates.filter(opened -> config.identity()
                .filter(identity -> identity.directory().equals(opened.directory()))
                .isPresent());
        return new Loader(config, remember, known).load();
    }

    /** The files that trust material is made of, those too that don't exist yet. */
    static List<Path> files(DaemonConfig config) {
        return files(
                config,
                config.ports().stream()
                        .filter(port -> port.securityMode().secure())
                        .map(DaemonConfig.Port::name)
                        .toList());
    }

    /** The same, but of ports those of {@code ports} alone. */
    static List<Path> files(DaemonConfig config, List<DeviceName> ports) {
        List<Path> files = new ArrayList<>(config.trust().pins());
        config.trust().ctlFile().ifPresent(file -> {
            files.add(file);
            files.add(CtlStore.acceptedFile(file));
        });
        config.identity().ifPresent(identity -> {
            files.addAll(PortCertificates.files(identity.directory(), ports));
            if (identity.password() instanceof DaemonConfig.PasswordSource.InFile password) {
                files.add(password.file());
            }
        });
        return files;
    }

    /** What is to be told of this material that isn't among {@code told}. */
    List<Event> news(Collection<? extends Event> told) {
        return events.stream()
                .filter(event -> told.stream().noneMatch(old -> sameNews(event, old)))
                .toList();
    }

    /** The reason why a CTL is in force changes its wording once that is on record. */
    private static boolean sameNews(Event event, Event told) {
        return (event instanceof TrustEvent.CtlInForce inForce && told instanceof TrustEvent.CtlInForce before)
                ? inForce.sha256().equals(before.sha256())
                : event.equals(told);
    }

    private static final class Loader {
        private final DaemonConfig config;
        private final boolean remember;
        private Optional<PortCertificates> certificates;
        private final Map<DeviceName, TlsClient> clients = new LinkedHashMap<>();
        private final Map<DeviceName, Fault> offline = new LinkedHashMap<>();
        private final Set<Fault> general = new LinkedHashSet<>();
        private final List<Event> events = new ArrayList<>();
        private final List<CertificateInUse> inUse = new ArrayList<>();

        Loader(DaemonConfig config, boolean remember, Optional<PortCertificates> certificates) {
            this.config = config;
            this.remember = remember;
            this.certificates = certificates;
        }

        TrustMaterial load() {
            FileStamps stamps = FileStamps.of(files(config));
            List<DaemonConfig.Port> secure = config.ports().stream()
                    .filter(port -> port.securityMode().secure())
                    .toList();
            CallManagerTrust trust = null;
            if (secure.isEmpty()) {
                certificates = Optional.empty();
            } else {
                trust = trust(secure);
                identities(secure, trust);
            }
            return new TrustMaterial(
                    Optional.ofNullable(trust),
                    clients,
                    offline,
                    List.copyOf(general),
                    List.copyOf(events),
                    List.copyOf(inUse),
                    certificates,
                    stamps);
        }

        private void fail(List<DaemonConfig.Port> ports, Fault trouble) {
            Fault fault = Advice.typed(trouble, config);
            general.add(fault);
            ports.forEach(port -> offline.putIfAbsent(port.name(), fault));
        }

        /** What {@code check} refuses and no port is offline for: a daemon tells it and goes on. */
        private void flawed(Fault fault) {
            if (general.add(fault)) {
                events.add(new TrustEvent.Flawed(fault.what(), fault.todo()));
            }
        }

        private @Nullable CallManagerTrust trust(List<DaemonConfig.Port> secure) {
            try {
                CallManagerTrust trust = config.trust().pins().isEmpty() ? ctl(secure) : pins();
                if (trust != null) {
                    servers(trust);
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
                flawed(new Fault.Misconfigured(
                        "CTL " + file + ": " + defect, "have the call manager make the CTL anew"));
            }
            if (!inForce.ctl().fileName().equals(Ctl.FILE_NAME)) {
                flawed(new Fault.Misconfigured(
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
        private void servers(CallManagerTrust trust) {
            Map<String, Optional<InetAddress>> servers = Hosts.callManagersOf(config);
            servers.forEach((host, address) -> {
                if (!trust.knows(host, address)) {
                    flawed(new Fault.Untrusted(
                            "no call-manager record with a certificate for " + host + " in the trust material",
                            "correct callManagers, or use the CTL of the cluster that this server belongs to"));
                }
            });
            inUse.addAll(trust.inUse(servers));
        }

        private void identities(List<DaemonConfig.Port> secure, @Nullable CallManagerTrust trust) {
            DaemonConfig.Identity identity = config.identity().orElseThrow(); // demanded where a port is secure
            try (IdentityPassword password = IdentityPassword.read(identity)) {
                if (password.readableByOthers()) {
                    events.add(new TrustEvent.Weakened(
                            "identity.passwordFile", "others than its owner may read it: make it 0600"));
                }
                PortCertificates certificates = opened(identity.directory(), password.value());
                List<PortCertificate> found = certificates.look(
                        secure.stream().map(DaemonConfig.Port::name).toList());
                readableByOthers(certificates, found);
                inUse.addAll(certificates.inUse(found));
                for (int i = 0; i < found.size(); i++) {
                    identity(secure.get(i), found.get(i), trust);
                }
            } catch (TrustException e) {
                fail(secure, e.fault());
            }
        }

        private PortCertificates opened(Path directory, char[] password) throws TrustException {
            PortCertificates opened = certificates.isPresent()
                    ? certificates.get().reopen(password)
                    : PortCertificates.open(directory, password);
            certificates = Optional.of(opened);
            return opened;
        }

        /** One line, however many they are. */
        private void readableByOthers(PortCertificates certificates, List<PortCertificate> found) {
            List<String> whose = new ArrayList<>();
            if (certificates.rootReadableByOthers()) {
                whose.add("the server root");
            }
            found.stream()
                    .filter(PortCertificate::readableByOthers)
                    .map(port -> "port " + port.device())
                    .forEach(whose::add);
            if (!whose.isEmpty()) {
                events.add(new TrustEvent.Weakened(
                        "identity.directory",
                        "others than its owner may read the key of " + Words.shortened(whose) + ": make it 0600"));
            }
        }

        private void identity(DaemonConfig.Port port, PortCertificate found, @Nullable CallManagerTrust trust) {
            found.fault().ifPresent(fault -> offline.put(port.name(), Advice.typed(fault, config)));
            if (trust != null && found.identity().isPresent()) {
                TlsOptions options =
                        new TlsOptions(config.tls().legacy(), config.trust().rejectExpired());
                clients.put(
                        port.name(),
                        TlsClient.create(port.securityMode(), found.identity().get(), trust, options));
            }
        }
    }
}
