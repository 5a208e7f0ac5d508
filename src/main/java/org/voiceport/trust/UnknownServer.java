package org.voiceport.trust;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voiceport.event.Fault;

/** Explains that a CTL has no usable call-manager record for a server. */
final class UnknownServer {
    private static final int MOST_NAMED = 5;

    private UnknownServer() {}

    static Fault.Untrusted fault(
            List<CtlRecord> all, List<CtlRecord> callManagers, String host, Optional<InetAddress> resolved) {
        String server = resolved.map(InetAddress::getHostAddress)
                .filter(address -> !address.equals(host))
                .map(address -> host + " (" + address + ")")
                .orElse(host);
        StringBuilder what = new StringBuilder("no call-manager record with a certificate for " + server);
        all.stream()
                .filter(record -> resolved.filter(record::hasAddress).isPresent() || record.hasName(host))
                .limit(MOST_NAMED)
                .forEach(record -> what.append("; ").append(unfit(record)));
        return new Fault.Untrusted(
                what + others(callManagers),
                "correct callManagers, or use the CTL of the cluster that this server belongs to");
    }

    /** Why a record of this very server doesn't count. */
    private static String unfit(CtlRecord record) {
        return record.defect()
                .map(defect -> "not used: " + defect)
                .orElseGet(() ->
                        record.label() + (record.role().callManager() ? " has no certificate" : " is of another role"));
    }

    private static String others(List<CtlRecord> callManagers) {
        if (callManagers.isEmpty()) {
            return "; there is none for any server";
        }
        String named =
                callManagers.stream().limit(MOST_NAMED).map(CtlRecord::label).collect(Collectors.joining(", "));
        return "; there are " + named
                + (callManagers.size() > MOST_NAMED ? " and " + (callManagers.size() - MOST_NAMED) + " more" : "");
    }
}
