package org.voiceport.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;
import org.voiceport.config.DaemonConfig.CallManager;
import org.voiceport.config.DaemonConfig.Failover;
import org.voiceport.config.DaemonConfig.Identity;
import org.voiceport.config.DaemonConfig.Log;
import org.voiceport.config.DaemonConfig.LogFormat;
import org.voiceport.config.DaemonConfig.Mwi;
import org.voiceport.config.DaemonConfig.MwiScheme;
import org.voiceport.config.DaemonConfig.Observe;
import org.voiceport.config.DaemonConfig.PasswordSource;
import org.voiceport.config.DaemonConfig.Protocol;
import org.voiceport.config.DaemonConfig.Tls;
import org.voiceport.config.DaemonConfig.Trust;

/** Reads the short sections of the root, one method each; the long ones have readers of their own. */
final class Parts {
    private static final Optional<HostPort> USUAL_HTTP = Optional.of(new HostPort("127.0.0.1", 9180));
    private static final String OFF = "off";

    private final Section root;

    Parts(Section root) {
        this.root = root;
    }

    List<CallManager> callManagers() {
        List<CallManager> all = new ArrayList<>();
        Map<String, Value> seen = new HashMap<>();
        root.need("callManagers", "list at least one call manager with its address")
                .flatMap(list -> list.list(1, 16))
                .orElse(List.of())
                .forEach(entry -> callManager(entry, seen).ifPresent(all::add));
        return all;
    }

    private static Optional<CallManager> callManager(Value entry, Map<String, Value> seen) {
        try (Section section = entry.section()) {
            Optional<String> address = section.need("address", "give the IPv4 address or host name")
                    .flatMap(value -> unique(value, seen));
            int port = section.number("port", 1, 65535, 2000);
            int securePort = section.number("securePort", 1, 65535, 2443);
            if (port == securePort) {
                section.find(section.has("securePort") ? "securePort" : "port")
                        .ifPresent(value -> value.problem(
                                "port and securePort are both " + port,
                                "give the TCP port for SCCP in clear and the one for SCCP over TLS"));
            }
            return address.map(known -> new CallManager(known, port, securePort));
        }
    }

    private static Optional<String> unique(Value value, Map<String, Value> seen) {
        return value.as(Texts::host).filter(address -> {
            Value first = seen.putIfAbsent(address.toLowerCase(Locale.ROOT), value);
            if (first != null) {
                value.problem("is the same as " + first.path(), "keep one of the two");
            }
            return first == null;
        });
    }

    Failover failover() {
        try (Section section = root.section("failover")) {
            return failover(section, true);
        }
    }

    static Failover failover(Section section, boolean otherwise) {
        return new Failover(section.flag("reconnectToPreferred", otherwise));
    }

    Trust trust() {
        try (Section section = root.section("trust")) {
            Trust trust = new Trust(
                    section.file("ctlFile"),
                    section.find("signers")
                            .map(v -> v.each(0, 64, Texts::fingerprint))
                            .orElse(List.of()),
                    section.flag("firstUse", false),
                    section.flag("allowSha1", false),
                    section.flag("rejectExpired", false),
                    section.find("pins").map(Parts::paths).orElse(List.of()),
                    section.find("tftp")
                            .map(v -> v.each(0, 16, Texts::tftpServer))
                            .orElse(List.of()),
                    section.duration(
                            "refreshEvery", Duration.ofSeconds(1), Duration.ofDays(30), Duration.ofMinutes(15)),
                    section.flag("deviceCtl", false));
            if (!trust.tftp().isEmpty() && !section.has("ctlFile")) {
                section.find("tftp")
                        .ifPresent(value -> value.problem(
                                "there is no file that the CTL could be kept in", "set trust.ctlFile too"));
            }
            return trust;
        }
    }

    private static List<Path> paths(Value list) {
        return list.list(0, 64).orElse(List.of()).stream()
                .flatMap(value -> value.file().stream())
                .toList();
    }

    Optional<Identity> identity() {
        try (Section section = root.section("identity")) {
            Optional<Path> directory = section.need("directory", "name the directory of certificates, such as 'certs'")
                    .flatMap(Value::file);
            PasswordSource password = password(section);
            return directory.map(known -> new Identity(known, password));
        }
    }

    private static PasswordSource password(Section section) {
        Optional<PasswordSource> file = section.file("passwordFile").map(PasswordSource.InFile::new);
        Optional<Value> variable = section.find("passwordEnv");
        Optional<PasswordSource> environment =
                variable.flatMap(v -> v.as(Texts::variable)).map(PasswordSource.InEnvironment::new);
        if (section.has("passwordFile") && section.has("passwordEnv")) {
            variable.ifPresent(v -> v.problem("passwordFile is given too", "keep one of the two"));
        }
        return file.or(() -> environment).orElse(new PasswordSource.None());
    }

    Tls tls() {
        try (Section section = root.section("tls")) {
            return new Tls(section.flag("legacy", false));
        }
    }

    Protocol protocol() {
        try (Section section = root.section("protocol")) {
            return protocol(section, 17);
        }
    }

    static Protocol protocol(Section section, int otherwise) {
        return new Protocol(section.number("version", 3, 22, otherwise));
    }

    Optional<Mwi> mwi() {
        try (Section section = root.section("mwi")) {
            Optional<String> on = section.need("on", "give the number that switches message-waiting on, in quotes")
                    .flatMap(value -> value.as(Texts::dialled));
            Optional<Value> offValue =
                    section.need("off", "give the number that switches message-waiting off, in quotes");
            Optional<String> off = offValue.flatMap(value -> value.as(Texts::dialled));
            MwiScheme scheme = section.word("scheme", MwiScheme.values(), MwiScheme::word, MwiScheme.CALLING_NUMBER);
            if (on.isPresent() && on.equals(off)) {
                offValue.ifPresent(v -> v.problem("is the same number as mwi.on", "give two different numbers"));
            }
            return on.flatMap(first -> off.map(second -> new Mwi(first, second, scheme)));
        }
    }

    Observe observe() {
        try (Section section = root.section("observe")) {
            Form<Optional<HostPort>> form =
                    text -> text.equals(OFF) ? Optional.empty() : Optional.of(Texts.loopback(text));
            return new Observe(section.find("http").flatMap(v -> v.as(form)).orElse(USUAL_HTTP));
        }
    }

    Optional<Path> control() {
        Optional<Path> usual = Optional.of(root.sibling("run/voiceportd.sock"));
        return root.find("control").flatMap(Parts::pathOrOff).orElse(usual);
    }

    private static Optional<Optional<Path>> pathOrOff(Value value) {
        return value.as(text -> text.equals(OFF) ? Optional.empty() : Optional.of(value.resolve(text)));
    }

    Log log() {
        try (Section section = root.section("log")) {
            return new Log(
                    section.word("format", LogFormat.values(), LogFormat::word, LogFormat.TEXT),
                    section.word("level", Level.values(), level -> level.name().toLowerCase(Locale.ROOT), Level.INFO),
                    section.file("file"),
                    section.flag("wire", false));
        }
    }
}
