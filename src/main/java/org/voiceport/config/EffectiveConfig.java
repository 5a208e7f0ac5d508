package org.voiceport.config;

import java.lang.reflect.RecordComponent;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.voiceport.config.DaemonConfig.CallManager;
import org.voiceport.config.DaemonConfig.Codec;
import org.voiceport.config.DaemonConfig.PasswordSource;
import org.voiceport.config.DaemonConfig.Port;
import org.voiceport.config.DaemonConfig.PortMedia;
import org.voiceport.config.DaemonConfig.Role;

/**
 * A configuration as it is in force: defaults filled in, paths absolute, ports of one kind as ranges. What it gives is a
 * valid configuration again, wherever it is put. No secret is in it, because there is none in the configuration: it names
 * the files and variables that hold them, and the mailboxes' file.
 */
public final class EffectiveConfig {
    private final DaemonConfig config;

    private EffectiveConfig(DaemonConfig config) {
        this.config = config;
    }

    /** As YAML that {@link ConfigReader} reads to the same configuration. */
    public static String yaml(DaemonConfig config) {
        return Tree.yaml(tree(config));
    }

    /** The same keys and values as one line of JSON. */
    public static String json(DaemonConfig config) {
        return Tree.json(tree(config));
    }

    static Map<String, Object> tree(DaemonConfig config) {
        return new EffectiveConfig(config).root();
    }

    private Map<String, Object> root() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("callManagers", each(config.callManagers(), EffectiveConfig::callManager));
        root.put("failover", failover(config.failover()));
        root.put("ports", ports());
        root.put("trust", trust(config.trust()));
        config.identity().ifPresent(identity -> root.put("identity", identity(identity)));
        root.put("tls", map("legacy", config.tls().legacy()));
        root.put("protocol", protocol(config.protocol()));
        Map<String, Object> media = media(config.media().forPorts());
        media.put(
                "udpPorts",
                config.media().udpPorts().first() + "-"
                        + config.media().udpPorts().last());
        media.put("inbandDigits", config.media().inbandDigits());
        media.put(
                "dscp",
                map(
                        "audio",
                        config.media().dscp().audio(),
                        "signaling",
                        config.media().dscp().signaling()));
        root.put("media", media);
        config.mwi()
                .ifPresent(mwi -> root.put(
                        "mwi",
                        map(
                                "on",
                                mwi.on(),
                                "off",
                                mwi.off(),
                                "scheme",
                                mwi.scheme().word())));
        root.put("messaging", messaging(config.messaging()));
        root.put(
                "observe",
                map("http", config.observe().http().map(HostPort::toString).orElse("off")));
        root.put("control", config.control().map(EffectiveConfig::path).orElse("off"));
        root.put("log", log(config.log()));
        root.put("timings", timings(config.timings()));
        return root;
    }

    private static Map<String, Object> callManager(CallManager callManager) {
        return map(
                "address", callManager.address(), "port", callManager.port(), "securePort", callManager.securePort());
    }

    private static Map<String, Object> failover(DaemonConfig.Failover failover) {
        return map("reconnectToPreferred", failover.reconnectToPreferred());
    }

    private static Map<String, Object> protocol(DaemonConfig.Protocol protocol) {
        return map("version", protocol.version());
    }

    private static Map<String, Object> media(PortMedia media) {
        return map(
                "address",
                media.address().map(Inet4Address::getHostAddress).orElse("auto"),
                "codecs",
                each(media.codecs(), Codec::word),
                "requireEncryption",
                media.requireEncryption());
    }

    /** Neighbours that differ in their numbers alone are one entry. */
    private List<Object> ports() {
        List<Object> entries = new ArrayList<>();
        List<Port> all = config.ports();
        int first = 0;
        while (first < all.size()) {
            Map<String, Object> settings = port(all.get(first));
            int next = first + 1;
            while (next < all.size()
                    && Ranges.follows(
                            all.get(first).name(), next - first, all.get(next).name())
                    && port(all.get(next)).equals(settings)) {
                next++;
            }
            String from = all.get(first).name().value();
            Map<String, Object> entry = next == first + 1
                    ? map("name", from)
                    : map("names", from + ".." + all.get(next - 1).name().value());
            entry.putAll(settings);
            entries.add(entry);
            first = next;
        }
        return entries;
    }

    /** All but the name; what holds for every port is left to the keys that say so. */
    private Map<String, Object> port(Port port) {
        Map<String, Object> own = map(
                "securityMode",
                port.securityMode().word(),
                "roles",
                Arrays.stream(Role.values())
                        .filter(port.roles()::contains)
                        .map(Role::word)
                        .toList());
        if (!port.callManagers().equals(config.callManagers())) {
            own.put("callManagers", each(port.callManagers(), CallManager::address));
        }
        if (!port.failover().equals(config.failover())) {
            own.put("failover", failover(port.failover()));
        }
        if (!port.protocol().equals(config.protocol())) {
            own.put("protocol", protocol(port.protocol()));
        }
        if (!port.media().equals(config.media().forPorts())) {
            own.put("media", media(port.media()));
        }
        port.wire().ifPresent(wire -> own.put("log", map("wire", wire)));
        return own;
    }

    private static Map<String, Object> trust(DaemonConfig.Trust trust) {
        Map<String, Object> map = new LinkedHashMap<>();
        trust.ctlFile().ifPresent(file -> map.put("ctlFile", path(file)));
        map.put("signers", trust.signers());
        map.put("firstUse", trust.firstUse());
        map.put("allowSha1", trust.allowSha1());
        map.put("rejectExpired", trust.rejectExpired());
        map.put("pins", each(trust.pins(), EffectiveConfig::path));
        map.put("tftp", each(trust.tftp(), HostPort::toString));
        map.put("refreshEvery", Durations.words(trust.refreshEvery()));
        map.put("deviceCtl", trust.deviceCtl());
        return map;
    }

    private static Map<String, Object> identity(DaemonConfig.Identity identity) {
        Map<String, Object> map = map("directory", path(identity.directory()));
        if (identity.password() instanceof PasswordSource.InFile in) {
            map.put("passwordFile", path(in.file()));
        } else if (identity.password() instanceof PasswordSource.InEnvironment in) {
            map.put("passwordEnv", in.variable());
        }
        return map;
    }

    private static Map<String, Object> messaging(DaemonConfig.Messaging messaging) {
        DaemonConfig.Voicemail voicemail = messaging.voicemail();
        Map<String, Object> map = map("store", path(voicemail.store()));
        voicemail.mailboxesFile().ifPresent(file -> map.put("mailboxes", path(file)));
        map.put("general", voicemail.general());
        map.put("maxMessage", Durations.words(voicemail.maxMessage()));
        map.put("silence", Durations.words(voicemail.silence()));
        map.put("minMessage", Durations.words(voicemail.minMessage()));
        map.put("minFree", size(voicemail.minFree()));
        voicemail.maxAge().ifPresent(age -> map.put("maxAge", Durations.words(age)));
        map.put("quota", size(voicemail.quota()));
        voicemail.greeting().ifPresent(file -> map.put("greeting", path(file)));
        Map<String, Object> all = map("application", "voicemail", "voicemail", map);
        messaging.externalUrl().ifPresent(url -> all.put("external", map("url", url.toString())));
        return all;
    }

    private static Map<String, Object> log(DaemonConfig.Log log) {
        Map<String, Object> map = map(
                "format",
                log.format().word(),
                "level",
                log.level().name().toLowerCase(Locale.ROOT),
                "wire",
                log.wire());
        log.file().ifPresent(file -> map.put("file", path(file)));
        return map;
    }

    /** Read off the record: each of its components is the key of that name. */
    private static Map<String, Object> timings(DaemonConfig.Timings timings) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : DaemonConfig.Timings.class.getRecordComponents()) {
            try {
                map.put(component.getName(), Durations.words((Duration)
                        component.getAccessor().invoke(timings)));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a public record's accessor", impossible);
            }
        }
        return map;
    }

    /** As people write it: nothing at all is a number, the rest has a unit. */
    private static Object size(long bytes) {
        return bytes == 0 ? 0 : Sizes.words(bytes);
    }

    private static String path(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static <T> List<Object> each(List<T> all, Function<T, Object> one) {
        return all.stream().map(one).toList();
    }

    /** Keys and values in turn. */
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
