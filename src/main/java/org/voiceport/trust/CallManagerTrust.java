package org.voiceport.trust;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.Fault;

/**
 * Which certificates a configured call manager may present: byte for byte the certificate of a CTL record with role CCM
 * or CCM+TFTP whose address or name is the configured one, or one of the pinned certificates. No chain is built, and no
 * other certificate of the CTL will do. Immutable, for any thread.
 */
public final class CallManagerTrust {
    private static final String TODO =
            "if the call manager's certificate was renewed, update the CTL there and fetch it (voiceportd ctl fetch);"
                    + " if not, somebody else may be answering";

    private final List<CtlRecord> all;
    private final List<CtlRecord> callManagers;
    private final List<X509Certificate> pins;

    private CallManagerTrust(List<CtlRecord> all, Collection<X509Certificate> pins) {
        this.all = all;
        this.callManagers = all.stream()
                .filter(r -> r.role().callManager())
                .filter(r -> r.certificate().isPresent() && r.defect().isEmpty())
                .toList();
        this.pins = List.copyOf(pins);
    }

    /** Trusts the call-manager records of a CTL, which must be in force; records that contradict themselves are left out. */
    public static CallManagerTrust ofCtl(Ctl ctl) {
        return new CallManagerTrust(ctl.records(), List.of());
    }

    /** Trusts these certificates, whichever configured call manager presents them. */
    public static CallManagerTrust ofPins(Collection<X509Certificate> pins) {
        return new CallManagerTrust(List.of(), pins);
    }

    /**
     * True if some certificate is expected of this server.
     *
     * @param host name or address as it is configured
     * @param resolved its address, if it could be resolved
     */
    public boolean knows(String host, Optional<InetAddress> resolved) {
        return !pins.isEmpty()
                || callManagers.stream()
                        .anyMatch(r -> resolved.filter(r::hasAddress).isPresent() || r.hasName(host));
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
        Octets der = Octets.of(Fingerprint.der(presented));
        List<String> expected = new ArrayList<>();
        for (CtlRecord record : callManagers) {
            boolean byAddress = record.hasAddress(resolved);
            if (byAddress || record.hasName(host)) {
                X509Certificate certificate = record.certificate().orElseThrow();
                if (der.equals(Octets.of(Fingerprint.der(certificate)))) {
                    String place = byAddress ? resolved.getHostAddress() : record.dnsName();
                    return valid(presented, "CTL record " + record.role() + " " + place, place(host, resolved), now);
                }
                expected.add(Fingerprint.sha256(certificate));
            }
        }
        for (X509Certificate pin : pins) {
            if (der.equals(Octets.of(Fingerprint.der(pin)))) {
                return valid(presented, "pin", place(host, resolved), now);
            }
            expected.add(Fingerprint.sha256(pin));
        }
        return new Match.Mismatched(mismatch(der, expected, place(host, resolved)));
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
        return new Match.Matched(
                matchedBy, fingerprint, now.isAfter(certificate.getNotAfter().toInstant()));
    }

    private Fault.Untrusted mismatch(Octets der, List<String> expected, String server) {
        String seen = Fingerprint.sha256(der.shared());
        if (expected.isEmpty()) {
            return new Fault.Untrusted(
                    server + " presented the certificate sha256 " + seen
                            + ", but the CTL has no call-manager record for this server",
                    "correct callManagers, or add the server to the CTL on the call manager and fetch it again");
        }
        return new Fault.Untrusted(
                server + " presented the certificate sha256 " + seen + belongsTo(der) + ", expected is sha256 "
                        + String.join(" or ", expected),
                TODO);
    }

    /** If the certificate stands elsewhere in the CTL, the administrator should know where. */
    private String belongsTo(Octets der) {
        return all.stream()
                .filter(r -> r.certificate()
                        .map(c -> Octets.of(Fingerprint.der(c)).equals(der))
                        .orElse(false))
                .findFirst()
                .map(r -> " (the one of CTL " + r.label() + ")")
                .orElse("");
    }

    private static String place(String host, InetAddress resolved) {
        String address = resolved.getHostAddress();
        return host.equals(address) ? host : host + " (" + address + ")";
    }
}
