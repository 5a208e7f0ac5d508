package org.voiceport.daemon;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.TlsClient;

/** What new trust material means for the ports of a running daemon, told in few lines however many ports there are. */
final class Renewals {
    private final TrustMaterial before;
    private final TrustMaterial next;
    private final Map<DeviceName, X509Certificate> renewed = new LinkedHashMap<>();
    private final Map<Fault, List<DeviceName>> kept = new LinkedHashMap<>();
    private final List<Event> offline = new ArrayList<>();

    Renewals(TrustMaterial before, TrustMaterial next) {
        this.before = before;
        this.next = next;
    }

    /** A running port has new material. */
    void renewed(DeviceName port, TlsClient from, TlsClient to) {
        if (!from.certificate().equals(to.certificate())) {
            renewed.put(port, to.certificate());
        }
    }

    /** A port has no material that it can use; it goes on with what it had, if it runs. */
    void unusable(DaemonConfig.Port port, boolean running) {
        Fault fault = next.offline().get(port.name());
        if (fault == null || fault.equals(before.offline().get(port.name()))) {
            return;
        }
        if (running) {
            kept.computeIfAbsent(fault, any -> new ArrayList<>()).add(port.name());
        } else {
            offline.add(new PortEvent.Offline(port.name(), port.securityMode(), fault));
        }
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>(offline);
        renewed.entrySet().stream()
                .min(Comparator.comparing(entry -> entry.getValue().getNotAfter()))
                .ifPresent(first -> events.add(new TrustEvent.PortCertificateRenewed(
                        "port " + first.getKey(),
                        renewed.size(),
                        Fingerprint.sha256(first.getValue()),
                        first.getValue().getNotAfter().toInstant().toString())));
        kept.forEach((fault, ports) -> events.add(
                new TrustEvent.MaterialKept(ports.size(), ports.get(0).value(), fault.what(), fault.todo())));
        return events;
    }
}
