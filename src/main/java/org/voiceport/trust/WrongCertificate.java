package org.voiceport.trust;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voiceport.event.Fault;

/**
 * Explains a certificate that a call manager may not present: whose it is by the CTL, and which one would have counted.
 *
 * @param records all records of the CTL; none if there are pins
 * @param expected of the server in question
 */
record WrongCertificate(List<CtlRecord> records, List<CallManagerTrust.Expected> expected, boolean pinned) {
    private static final int MOST_TOLD = 3;
    private static final String IN_BETWEEN = "if nobody did that, somebody else may be answering";

    /** Why it doesn't count, and what an administrator can do. */
    private record Reason(String what, String todo) {}

    Fault.Untrusted fault(X509Certificate presented, String server, String host, InetAddress resolved) {
        Reason reason = reason(presented, host, resolved);
        return new Fault.Untrusted(
                server + " presented the certificate of " + CallManagerTrust.subject(presented) + ", sha256 "
                        + Fingerprint.sha256(presented) + ": " + reason.what(),
                reason.todo());
    }

    private Reason reason(X509Certificate presented, String host, InetAddress resolved) {
        List<CtlRecord> same = records.stream()
                .filter(record -> record.certificate()
                        .filter(certificate -> CallManagerTrust.equal(certificate, presented))
                        .isPresent())
                .toList();
        if (!same.isEmpty()) {
            return elsewhere(same, host, resolved);
        }
        if (pinned) {
            return new Reason(
                    "it is none of trust.pins; expected is " + expectedLines(),
                    "if the call manager's certificate was renewed, put the new one in the file of trust.pins; "
                            + IN_BETWEEN);
        }
        return expected.isEmpty()
                ? new Reason(
                        "nothing in the CTL has it, and the CTL has no call-manager record for this server: it is a new"
                                + " server, or a man in the middle",
                        "correct callManagers, or have the call manager update the CTL and fetch it again; "
                                + IN_BETWEEN)
                : new Reason(
                        "nothing in the CTL has it, the CTL's record for this server has another certificate, "
                                + expectedLines(),
                        "renewed? have the call manager update the CTL and fetch it again; " + IN_BETWEEN);
    }

    /** The CTL has it, but not as this server's. The record of a call manager tells most. */
    private Reason elsewhere(List<CtlRecord> same, String host, InetAddress resolved) {
        Optional<CtlRecord> callManager =
                same.stream().filter(record -> record.role().callManager()).findFirst();
        if (callManager.isEmpty()) {
            CtlRecord other = same.get(0);
            return new Reason(
                    "it is the one of role " + other.role() + " (" + other.label()
                            + "), and only the roles CCM and CCM+TFTP are call managers" + expectedInstead(),
                    "check that securePort is the CallManager service's TLS port (2443); if it is, have the call manager"
                            + " update the CTL and fetch it again");
        }
        CtlRecord record = callManager.get();
        if (record.defect().isPresent()) {
            return new Reason(
                    "its record isn't used: " + record.defect().get() + expectedInstead(),
                    "have the call manager make the CTL anew and fetch it again");
        }
        return new Reason(
                "it is the call-manager record of " + placeOf(record) + " (" + record.label()
                        + "), not of the configured "
                        + (host.equals(resolved.getHostAddress())
                                ? host
                                : host + " (" + resolved.getHostAddress() + ")")
                        + expectedInstead(),
                "set callManagers to the address or name that the CTL has for this server; if they are right, somebody"
                        + " leads the connection to another server");
    }

    private static String placeOf(CtlRecord record) {
        String address = record.address().map(InetAddress::getHostAddress).orElse("");
        return address.isEmpty() || record.dnsName().isEmpty()
                ? address + record.dnsName()
                : record.dnsName() + " (" + address + ")";
    }

    private String expectedInstead() {
        return expected.isEmpty()
                ? "; the CTL has no call-manager record for this server"
                : "; expected is " + expectedLines();
    }

    private String expectedLines() {
        String lines = expected.stream()
                .limit(MOST_TOLD)
                .map(CallManagerTrust.Expected::line)
                .collect(Collectors.joining(", or "));
        return expected.size() <= MOST_TOLD ? lines : lines + ", or one of " + (expected.size() - MOST_TOLD) + " more";
    }
}
