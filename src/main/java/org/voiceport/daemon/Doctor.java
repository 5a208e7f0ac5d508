package org.voiceport.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.SecurityMode;
import org.voiceport.net.EventLoops;

/** Walks the chains of ports to their call managers, one after the other, on an event loop of its own. */
final class Doctor {
    private final DaemonConfig config;
    private final TrustMaterial trust;
    private final DoctorPlan plan;

    Doctor(DaemonConfig config, TrustMaterial trust, DoctorPlan plan) {
        this.config = config;
        this.trust = trust;
        this.plan = plan;
    }

    /** One port for each mode and order of call managers: the others differ from it by name and certificate only. */
    static List<DaemonConfig.Port> samples(List<DaemonConfig.Port> ports) {
        record Kind(SecurityMode mode, List<DaemonConfig.CallManager> callManagers) {}
        Map<Kind, DaemonConfig.Port> samples = new LinkedHashMap<>();
        ports.forEach(port -> samples.putIfAbsent(new Kind(port.securityMode(), port.callManagers()), port));
        return List.copyOf(samples.values());
    }

    /** Walks them all; {@code each} hears of a chain as soon as its end is reached. */
    List<DoctorFinding> examine(List<DaemonConfig.Port> ports, Consumer<DoctorFinding> each)
            throws InterruptedException {
        List<DoctorFinding> findings = new ArrayList<>();
        try (EventLoops loops = EventLoops.start(1)) {
            for (DaemonConfig.Port port : ports) {
                DoctorPlan now = plan;
                for (int order = 1; order <= port.callManagers().size(); order++) {
                    DoctorFinding finding = new DoctorWalk(config, trust, loops, now, port, order).walk();
                    findings.add(finding);
                    each.accept(finding);
                    if (finding.registered()) {
                        // A call comes to one registration only.
                        now = now.withoutCall();
                    }
                }
            }
        }
        return findings;
    }
}
