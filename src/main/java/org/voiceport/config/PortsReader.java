package org.voiceport.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.voiceport.config.DaemonConfig.CallManager;
import org.voiceport.config.DaemonConfig.Failover;
import org.voiceport.config.DaemonConfig.Port;
import org.voiceport.config.DaemonConfig.PortMedia;
import org.voiceport.config.DaemonConfig.Protocol;
import org.voiceport.config.DaemonConfig.Role;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/** Reads the list of ports and spells ranges out. */
final class PortsReader {
    private static final String MODES =
            Arrays.stream(SecurityMode.values()).map(SecurityMode::word).collect(Collectors.joining(", "));

    private final General general;
    private final List<CallManager> callManagers;
    private final boolean callManagersRead;
    private final Map<DeviceName, Value> seen = new HashMap<>();
    private int spelt;
    private Optional<Value> firstSecure = Optional.empty();
    private Optional<Value> firstMwi = Optional.empty();

    /** What holds for every port that says nothing of its own. */
    record General(List<CallManager> callManagers, Failover failover, Protocol protocol, PortMedia media) {}

    /** @param callManagersRead false if some call manager could not be read, so that none can be told to be missing */
    PortsReader(General general, boolean callManagersRead) {
        this.general = general;
        this.callManagers = general.callManagers();
        this.callManagersRead = callManagersRead;
    }

    /** Where the first secure port says that it is one. */
    Optional<Value> firstSecure() {
        return firstSecure;
    }

    /** Where the first port has the role mwi. */
    Optional<Value> firstMwi() {
        return firstMwi;
    }

    List<Port> read(Value value) {
        List<Port> ports = new ArrayList<>();
        for (Value entry : value.list(1, Ranges.MOST_PORTS).orElse(List.of())) {
            ports.addAll(entry(entry));
            if (spelt > Ranges.MOST_PORTS) {
                value.problem("there are more than " + Ranges.MOST_PORTS + " ports", "give fewer");
                break; // spelling more ranges out would take memory and time without end
            }
        }
        return ports;
    }

    private List<Port> entry(Value entry) {
        try (Section section = entry.section()) {
            List<DeviceName> names = names(section);
            Optional<Value> modeValue = section.need("securityMode", "give one of " + MODES + "; there is no default");
            Optional<SecurityMode> mode = modeValue.flatMap(v -> v.word(SecurityMode.values(), SecurityMode::word));
            if (firstSecure.isEmpty() && mode.filter(SecurityMode::secure).isPresent()) {
                firstSecure = modeValue;
            }
            Set<Role> roles = roles(section);
            List<CallManager> order =
                    section.find("callManagers").map(this::order).orElse(callManagers);
            Failover failover = failover(section);
            Protocol protocol = protocol(section);
            PortMedia media = media(section);
            Optional<Boolean> wire = wire(section);
            return mode.isEmpty()
                    ? List.of()
                    : names.stream()
                            .map(name -> new Port(name, mode.get(), roles, order, failover, protocol, media, wire))
                            .toList();
        }
    }

    private Failover failover(Section port) {
        try (Section own = port.section("failover")) {
            return Parts.failover(own, general.failover().reconnectToPreferred());
        }
    }

    private Protocol protocol(Section port) {
        try (Section own = port.section("protocol")) {
            return Parts.protocol(own, general.protocol().version());
        }
    }

    private PortMedia media(Section port) {
        try (Section own = port.section("media")) {
            return MediaReader.forPorts(own, general.media());
        }
    }

    /** The one key of {@code log} that a port can have of its own. */
    private static Optional<Boolean> wire(Section port) {
        try (Section log = port.section("log")) {
            return log.find("wire").flatMap(Value::flag);
        }
    }

    private List<DeviceName> names(Section section) {
        Optional<Value> name = section.find("name");
        Optional<Value> names = section.find("names");
        if (name.isPresent() && names.isPresent()) {
            names.get().problem("name is given too", "keep one of the two");
        } else if (name.isEmpty() && names.isEmpty() && section.isPresent()) {
            section.problem("'name' is missing", "give the device name that the port has in the call manager");
        }
        Optional<List<DeviceName>> read = name.isPresent()
                ? name.flatMap(v -> v.as(PortsReader::single)).map(List::of)
                : names.flatMap(v -> v.as(Ranges::names));
        return read.map(all -> unique(all, name.or(() -> names).orElseThrow())).orElse(List.of());
    }

    private static DeviceName single(String text) throws Unfit {
        if (text.contains("..")) {
            throw new Unfit(Quote.of(text) + " looks like a range", "use the key 'names' for ranges");
        }
        return Texts.deviceName(text);
    }

    /** The names that no port before has. */
    private List<DeviceName> unique(List<DeviceName> names, Value at) {
        spelt += names.size();
        Map<Boolean, List<DeviceName>> byNews =
                names.stream().collect(Collectors.partitioningBy(name -> seen.putIfAbsent(name, at) == null));
        List<DeviceName> twice = byNews.getOrDefault(false, List.of());
        if (!twice.isEmpty()) {
            Value first = seen.getOrDefault(twice.get(0), at);
            at.problem(
                    "device name " + twice.get(0) + (twice.size() > 1 ? " and " + (twice.size() - 1) + " more" : "")
                            + " used already by " + first.path() + " in line "
                            + first.place().line(),
                    "give every port a name of its own");
        }
        return byNews.getOrDefault(true, List.of());
    }

    private Set<Role> roles(Section section) {
        Optional<Value> value = section.find("roles");
        Set<Role> roles = value.map(v -> Set.copyOf(v.eachWord(Role.values(), Role::word)))
                .orElse(Set.of(Role.ANSWER));
        if (firstMwi.isEmpty() && roles.contains(Role.MWI)) {
            firstMwi = value;
        }
        return roles;
    }

    private List<CallManager> order(Value value) {
        return value.each(1, 16, this::known).stream()
                .flatMap(address -> find(address).stream())
                .toList();
    }

    private String known(String text) throws Unfit {
        String address = Texts.host(text);
        if (callManagersRead && find(address).isEmpty()) {
            List<String> addresses =
                    callManagers.stream().map(CallManager::address).toList();
            throw new Unfit(
                    Quote.of(text) + " is not one of the call managers",
                    Spelling.nearest(text, addresses)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("add it to callManagers, or give one of " + String.join(", ", addresses)));
        }
        return address;
    }

    private Optional<CallManager> find(String address) {
        return callManagers.stream()
                .filter(callManager -> callManager.address().equalsIgnoreCase(address))
                .findFirst();
    }
}
