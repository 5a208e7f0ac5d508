package org.voiceport.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.voiceport.config.DaemonConfig.CallManager;
import org.voiceport.config.DaemonConfig.Identity;
import org.voiceport.config.DaemonConfig.Mwi;
import org.voiceport.config.DaemonConfig.Port;
import org.voiceport.config.DaemonConfig.Trust;

/**
 * Reads the daemon's YAML file and the mailboxes file that it names. Unknown and duplicate keys, wrong types and values out
 * of range are errors, and all are told at once. Files are read, nothing else: names aren't resolved and certificates
 * aren't opened. Never throws for what a file holds.
 */
public final class ConfigReader {
    private static final int MOST_BYTES = 1 << 20;

    private final Problems problems;

    private ConfigReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads {@code file}.
     *
     * @param file at most 1 MiB of UTF-8; errors name it as it is given here, and relative paths in it are relative to it
     */
    public static ConfigResult read(Path file) {
        Problems problems = new Problems(file);
        Optional<DaemonConfig> config = YamlFile.read(MOST_BYTES, problems)
                .flatMap(root -> new ConfigReader(problems).daemon(new Value(root, "", problems)));
        List<ConfigError> errors = problems.sorted();
        return errors.isEmpty() && config.isPresent()
                ? new ConfigResult.Valid(config.get())
                : new ConfigResult.Invalid(errors, problems.files());
    }

    /** Where the daemon of a configuration listens for commands. */
    public sealed interface ControlPlace {
        record At(Path socket) implements ControlPlace {}

        record Off() implements ControlPlace {}

        /** The file doesn't tell. */
        record Unknown(List<ConfigError> errors) implements ControlPlace {
            public Unknown {
                errors = List.copyOf(errors);
            }
        }
    }

    /**
     * Only {@code control} of {@code file}; all else may be wrong, as the daemon that listens there read the file when it
     * was right. Of a file that is no YAML any more, the line that begins with the key counts.
     */
    public static ControlPlace control(Path file) {
        Problems problems = new Problems(file);
        Optional<Section> root =
                YamlFile.read(MOST_BYTES, problems).map(node -> new Value(node, "", problems).section());
        if (root.isEmpty()) {
            Problems ignored = new Problems(file);
            root = YamlFile.line("control", MOST_BYTES, ignored).map(node -> new Value(node, "", ignored).section());
        }
        if (root.isEmpty()) {
            return new ControlPlace.Unknown(problems.sorted());
        }
        int others = problems.count();
        Optional<Path> control = new Parts(root.get()).control();
        if (problems.count() > others) {
            return new ControlPlace.Unknown(problems.sorted());
        }
        return control.<ControlPlace>map(ControlPlace.At::new).orElseGet(ControlPlace.Off::new);
    }

    private Optional<DaemonConfig> daemon(Value root) {
        try (Section section = root.section()) {
            Parts parts = new Parts(section);
            List<CallManager> callManagers = parts.callManagers();
            boolean callManagersRead = problems.count() == 0;
            DaemonConfig.Failover failover = parts.failover();
            DaemonConfig.Protocol protocol = parts.protocol();
            DaemonConfig.Media media = new MediaReader(section).media();
            PortsReader portsReader = new PortsReader(
                    new PortsReader.General(callManagers, failover, protocol, media.forPorts()), callManagersRead);
            List<Port> ports = section.need("ports", "list at least one port with name and securityMode")
                    .map(portsReader::read)
                    .orElse(List.of());
            Trust trust = trust(parts, section, portsReader);
            Optional<Identity> identity = identity(parts, section, portsReader);
            Optional<Mwi> mwi = mwi(parts, section, portsReader);
            DaemonConfig config = new DaemonConfig(
                    problems.file(),
                    callManagers,
                    failover,
                    ports,
                    trust,
                    identity,
                    parts.tls(),
                    protocol,
                    media,
                    mwi,
                    new MessagingReader(section, problems).messaging(),
                    parts.observe(),
                    parts.control(),
                    parts.log(),
                    new TimingsReader(section).timings());
            return Optional.of(config);
        }
    }

    private Trust trust(Parts parts, Section root, PortsReader ports) {
        int before = problems.count();
        Trust trust = parts.trust();
        if (trust.ctlFile().isEmpty() && trust.pins().isEmpty() && problems.count() == before) {
            ports.firstSecure()
                    .ifPresent(mode -> mode.problem(
                            "a secure port must know the certificates of its call managers",
                            root.has("trust")
                                    ? "set trust.ctlFile or trust.pins"
                                    : "add 'trust:' with ctlFile or pins below it"));
        }
        return trust;
    }

    private Optional<Identity> identity(Parts parts, Section root, PortsReader ports) {
        Optional<Identity> identity = parts.identity();
        if (!root.has("identity")) {
            ports.firstSecure()
                    .ifPresent(mode -> mode.problem(
                            "a secure port needs a certificate of its own",
                            "add 'identity:' with directory and passwordFile below it"));
        }
        return identity;
    }

    private Optional<Mwi> mwi(Parts parts, Section root, PortsReader ports) {
        Optional<Mwi> mwi = parts.mwi();
        if (!root.has("mwi")) {
            ports.firstMwi()
                    .ifPresent(roles ->
                            roles.problem("the role mwi needs numbers to dial", "add 'mwi:' with on and off below it"));
        }
        return mwi;
    }
}
