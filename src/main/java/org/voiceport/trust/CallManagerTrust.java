package org.voiceport.trust;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voiceport.event.Fault;

/**
 * Which certificates a configured call manager may present: byte for byte the certificate of a CTL record with role CCM
 * or CCM+TFTP whose address or name is the configured one, or one of the pinned certificates. No chain is built, and no
 * other certificate of the CTL will do. Immutable, for any thread.
 */
public final class CallManagerTrust {
    /** SHA-256 of the CTL; empty if there is none. */
    private final String source;

    private final List<CtlRecord> all;
    private final List<CtlRecord> callManagers;
    private final List<X509Certificate> pins;

    private CallManagerTrust(String source, List<CtlRecord> all, Collection<X509Certificate> pins) {
        this.source = source;
        this.all = all;
        this.callManagers = all.stream()
                .filter(r -> r.role().callManager())
                .filter(r -> r.certificate().isPresent() && r.defect().isEmpty())
                .toList();
        this.pins = List.copyOf(pins);
    }

    /** Trusts the call-manager records of a CTL, which must be in force; records that contradict themselves are left out. */
    public static CallManagerTrust ofCtl(Ctl ctl) {
        return new CallManagerTrust(ctl.sha256(), ctl.records(), List.of());
    }

    /** Trusts these certificates, whichever configured call manager presents them. */
    public static CallManagerTrust ofPins(Collection<X509Certificate> pins) {
        return new CallManagerTrust("", List.of(), pins);
    }

    /** True if {@code other} rests on the same CTL file or pins. */
    public boolean sameAs(CallManagerTrust other) {
        return source.equals(other.source) && pins.equals(other.pins);
    }

    /**
     * True if some certificate is expected of this server.
     *
     * @param host name or address as it is configured
     * @param resolved its address, if it could be resolved
     */
    public boolean knows(String host, Optional<InetAddress> resolved) {
        return !expected(host, resolved).isEmpty();
    }

    /**
     * The certificates that are expected of this server, each in words: where it stands, its fingerprint and its end.
     *
     * @param host name or address as it is configured
     * @param resolved its address, if it could be resolved
     */
    public List<String> expectations(String host, Optional<InetAddress> resolved) {
        return expected(host, resolved).stream().map(Expected::line).toList();
    }

    /** Why no certificate is expected of this server, and which servers there are. */
    public Fault.Untrusted unknown(String host, Optional<InetAddress> resolved) {
        return UnknownServer.fault(all, callManagers, host, resolved);
    }

    /**
     * The certificates that these servers may present, those of the CTL's signers, and the pins.
     *
     * @param servers addresses by host, as they are configured
     */
    public List<CertificateInUse> inUse(Map<String, Optional<InetAddress>> servers) {
        List<CertificateInUse> inUse = new ArrayList<>();
        servers.forEach((host, address) -> callManagers.stream()
                .filter(r -> address.filter(r::hasAddress).isPresent() || r.hasName(host))
                .forEach(r -> inUse.add(new CertificateInUse(
                        CertificateInUse.Owner.CALL_MANAGER,
                        "call manager " + host,
                        r.certificate().orElseThrow()))));
        all.stream()
                .filter(r -> r.role().equals(CtlRole.SAST) && r.defect().isEmpty())
                .flatMap(r -> r.certificate().stream())
                .forEach(signer -> inUse.add(new CertificateInUse(
                        CertificateInUse.Owner.CTL_SIGNER, "CTL signer " + subject(signer), signer)));
        pins.forEach(pin -> inUse.add(
                new CertificateInUse(CertificateInUse.Owner.PIN, "the pinned call manager " + subject(pin), pin)));
        return inUse;
    }

    /**
     * Whether {@code presented} is a certificate of this server.
     *
     * @param configuredHost name or address as it is configured
     * @param resolved the address that the connection goes to
     */
    public Match match(X509Certificate presented, String configuredHost, InetAddress resolved) {
        return match(presented, configuredHost, resolved, Instant.now());
    }

    Match match(X509Certificate presented, String host, InetAddress resolved, Instant now) {
        String server = place(host, resolved);
        List<Expected> expected = expected(host, Optional.of(resolved));
        for (Expected one : expected) {
            if (equal(one.certificate(), presented)) {
                return valid(presented, one.by(), server, now);
            }
        }
        return new Match.Mismatched(
                new WrongCertificate(all, expected, !pins.isEmpty()).fault(presented, server, host, resolved));
    }

    /** True if both are the same, byte for byte. */
    static boolean equal(X509Certificate one, X509Certificate other) {
        return Octets.of(Fingerprint.der(one)).equals(Octets.of(Fingerprint.der(other)));
    }

    /**
     * A certificate that is expected.
     *
     * @param by what the facts of a connection say
     * @param label where it stands, for people
     */
    record Expected(String by, String label, X509Certificate certificate) {
        String line() {
            return label + ", sha256 " + Fingerprint.sha256(certificate) + ", valid until "
                    + certificate.getNotAfter().toInstant();
        }
    }

    private List<Expected> expected(String host, Optional<InetAddress> resolved) {
        List<Expected> expected = new ArrayList<>();
        for (CtlRecord record : callManagers) {
            boolean byAddress = resolved.filter(record::hasAddress).isPresent();
            if (byAddress || record.hasName(host)) {
                String at = byAddress ? resolved.orElseThrow().getHostAddress() : record.dnsName();
                expected.add(new Expected(
                        "CTL record " + record.role() + " " + at,
                        record.label(),
                        record.certificate().orElseThrow()));
            }
        }
        pins.forEach(pin -> expected.add(new Expected("pin", "pin " + subject(pin), pin)));
        return expected;
    }

    private static Match valid(X509Certificate certificate, String matchedBy, String server, Instant now) {
        String fingerprint = Fingerprint.sha256(certificate);
        Instant notBefore = certificate.getNotBefore().toInstant();
        if (now.isBefore(notBefore)) {
            return new Match.Mismatched(new Fault.Untrusted(
                    server + " presented its certificate sha256 " + fingerprint + " (" + matchedBy
                            + "), which isn't valid before " + notBefore,
                    "check the clocks of this host and of the call manager"));
        }
        Instant until = certificate.getNotAfter().toInstant();
        return new Match.Matched(matchedBy, fingerprint, until, now.isAfter(until));
    }

    /** The subject of a certificate that others made, fit for a line. */
    static String subject(X509Certificate certificate) {
        return Texts.oneLine(certificate.getSubjectX500Principal().getName());
    }

    private static String place(String host, InetAddress resolved) {
        String address = resolved.getHostAddress();
        return host.equals(address) ? host : host + " (" + address + ")";
    }
}
