package org.voiceport.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.port.PortSettings;

/**
 * What another configuration means for a running daemon: why it can't take it, or what changes. Decides; changes nothing.
 *
 * @param before the configuration in force
 * @param next the one that is to be in force
 */
record Reload(DaemonConfig before, DaemonConfig next) {
    private static final int MOST_PORTS = 32;

    /** What is fixed when a daemon starts, by its key. */
    private static final Map<String, Function<DaemonConfig, Object>> FIXED = fixed();
    /** What can change beside ports, by its key. */
    private static final Map<String, Function<DaemonConfig, Object>> PARTS = parts();

    /**
     * What came of one.
     *
     * @param refused if it was refused: the files that decide whether it will be again, as they were before they were
     *     judged
     */
    record Outcome(DaemonControl.Answer answer, FileStamps refused) {}

    /** All that a port is made of; ports with the same aren't touched. */
    record Setup(PortSettings settings, boolean wire, int signalingDscp) {
        static Setup of(DaemonConfig config, DaemonConfig.Port port) {
            return new Setup(
                    Mapping.settings(config, port),
                    config.showsWire(port),
                    config.media().dscp().signaling());
        }
    }

    /** A port as it is configured. */
    record Configured(DaemonConfig.Port port, Setup setup) {}

    /** All ports of a configuration, in its order. */
    static Map<DeviceName, Configured> configured(DaemonConfig config) {
        Map<DeviceName, Configured> ports = new LinkedHashMap<>();
        config.ports().forEach(port -> ports.put(port.name(), new Configured(port, Setup.of(config, port))));
        return ports;
    }

    private static Map<String, Function<DaemonConfig, Object>> fixed() {
        Map<String, Function<DaemonConfig, Object>> fixed = new LinkedHashMap<>();
        fixed.put("tls.legacy", config -> config.tls().legacy());
        fixed.put("media.udpPorts", config -> config.media().udpPorts());
        fixed.put("media.inbandDigits", config -> config.media().inbandDigits());
        fixed.put("media.dscp.audio", config -> config.media().dscp().audio());
        fixed.put(
                "messaging.voicemail.store",
                config -> config.messaging().voicemail().store());
        fixed.put("observe.http", config -> config.observe().http());
        fixed.put("control", DaemonConfig::control);
        fixed.put("log.format", config -> config.log().format());
        fixed.put("log.file", config -> config.log().file());
        return fixed;
    }

    private static Map<String, Function<DaemonConfig, Object>> parts() {
        Map<String, Function<DaemonConfig, Object>> parts = new LinkedHashMap<>();
        parts.put("callManagers", DaemonConfig::callManagers);
        parts.put("failover", DaemonConfig::failover);
        parts.put("trust", DaemonConfig::trust);
        parts.put("identity", DaemonConfig::identity);
        parts.put("protocol", DaemonConfig::protocol);
        parts.put("media", DaemonConfig::media);
        parts.put("mwi", DaemonConfig::mwi);
        parts.put("messaging", DaemonConfig::messaging);
        parts.put("log", DaemonConfig::log);
        parts.put("timings", DaemonConfig::timings);
        return parts;
    }

    /** What has changed that the running daemon can't take, in a line; empty if it can take all. */
    Optional<String> needsRestart() {
        List<String> keys = FIXED.entrySet().stream()
                .filter(fixed -> differs(fixed.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(next.file() + ": " + String.join(", ", keys) + " can't be changed while the daemon runs");
    }

    /**
     * What of keys, certificates and sounds can't be used and could be before, or is needed now, a line each. A port at
     * work whose files are spoilt goes on with what it has only as long as nothing of it is to change.
     *
     * @param atWork the ports that run
     */
    List<String> unusable(TrustMaterial inForce, TrustMaterial loaded, Set<DeviceName> atWork) {
        Set<String> errors = new LinkedHashSet<>();
        loaded.general().stream()
                .filter(fault -> !inForce.general().contains(fault))
                .forEach(fault -> errors.add(next.file() + ": " + fault.line()));
        Set<DeviceName> anew = registeringAnew(atWork);
        Map<Fault, List<String>> offline = new LinkedHashMap<>();
        loaded.offline().forEach((port, fault) -> {
            if (!fault.equals(inForce.offline().get(port)) || anew.contains(port)) {
                offline.computeIfAbsent(fault, any -> new ArrayList<>()).add(port.value());
            }
        });
        offline.forEach(
                (fault, ports) -> errors.add(next.file() + ": port " + Words.shortened(ports) + ": " + fault.line()));
        Application.unusable(next).forEach(error -> errors.add(next.file() + ": " + error));
        return List.copyOf(errors);
    }

    /**
     * The files that decide whether the next configuration can be used. Of ports those that can't be used now, and no more
     * than a look can take at a time: who mends many of them touches one of the first.
     */
    List<Path> files(TrustMaterial loaded) {
        List<Path> files = new ArrayList<>(Reloader.files(next));
        files.addAll(TrustMaterial.files(
                next, loaded.offline().keySet().stream().limit(MOST_PORTS).toList()));
        return files;
    }

    /** Those of the ports that can't stay as they are, because of their settings or of the rules of trust. */
    private Set<DeviceName> registeringAnew(Set<DeviceName> atWork) {
        Map<DeviceName, Configured> was = configured(before);
        Map<DeviceName, Configured> is = configured(next);
        boolean otherRules = differs(Reload::trustRules);
        return is.values().stream()
                .filter(port -> atWork.contains(port.port().name()))
                .filter(port -> {
                    Configured old = was.get(port.port().name());
                    return otherRules || old == null || !old.setup().equals(port.setup());
                })
                .map(port -> port.port().name())
                .collect(Collectors.toSet());
    }

    /** True if nothing has changed that trust material is made for. */
    boolean sameTrust() {
        return !differs(DaemonConfig::trust)
                && !differs(DaemonConfig::identity)
                && !differs(DaemonConfig::tls)
                && !differs(Reload::securePorts);
    }

    /** Whom each secure port proves itself to, and in which mode. */
    private static Object securePorts(DaemonConfig config) {
        return config.ports().stream()
                .filter(port -> port.securityMode().secure())
                .map(port -> List.of(port.name(), port.securityMode(), port.callManagers()))
                .toList();
    }

    /** Everything but where a CTL is fetched from and how often. */
    private static Object trustRules(DaemonConfig config) {
        DaemonConfig.Trust trust = config.trust();
        return List.of(
                trust.ctlFile(),
                Set.copyOf(trust.signers()),
                trust.firstUse(),
                trust.allowSha1(),
                trust.rejectExpired(),
                trust.pins(),
                config.identity());
    }

    private boolean differs(Function<DaemonConfig, Object> part) {
        return !Objects.equals(part.apply(before), part.apply(next));
    }

    /** What is told of it; {@code is} are the ports of the next configuration. */
    DaemonEvent.Reloaded event(Map<DeviceName, Configured> is) {
        Map<DeviceName, Configured> was = configured(before);
        int known = (int) is.keySet().stream().filter(was::containsKey).count();
        int kept = (int) is.values().stream()
                .filter(port -> was.containsKey(port.port().name())
                        && port.setup().equals(was.get(port.port().name()).setup()))
                .count();
        return new DaemonEvent.Reloaded(
                next.file().toString(),
                is.size() - known,
                known - kept,
                was.size() - known,
                kept,
                String.join(
                        ", ",
                        PARTS.entrySet().stream()
                                .filter(part -> differs(part.getValue()))
                                .map(Map.Entry::getKey)
                                .toList()));
    }
}
