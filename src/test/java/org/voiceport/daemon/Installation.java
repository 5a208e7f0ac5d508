package org.voiceport.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voiceport.audio.Source;
import org.voiceport.audio.Wav;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimulatedCallManager;

/**
 * What an administrator has on disk: YAML, mailboxes, certificates, a CTL. Timings are short, the greeting too; each
 * section of the YAML can be replaced.
 */
final class Installation {
    /** What a caller hears before the beep. */
    static final short[] GREETING = Arrays.copyOf(greeting(), Source.RATE / 2);

    private final Path directory;
    private final List<String> callManagers = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private final Map<String, String> sections = new LinkedHashMap<>();

    private Installation(Path directory) {
        this.directory = directory;
    }

    /** One without ports and call managers, in a directory of its own below {@code parent}. */
    static Installation in(Path parent) {
        try {
            Installation made = new Installation(Files.createTempDirectory(parent, "voiceportd"));
            made.prepare();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(certs().resolve("ports"));
        Files.writeString(certs().resolve("password"), Keys.PASSWORD + "\n");
        Keys.saveRoot(certs());
        Files.write(ctl(), Keys.ctl());
        try (OutputStream out = Files.newOutputStream(directory.resolve("greeting.wav"))) {
            Wav.write(GREETING, out);
        }
        Files.writeString(
                directory.resolve("mailboxes.yaml"),
                "mailboxes: [ { number: \"2001\", name: Alice }, { number: \"2002\", name: Bob },"
                        + " { number: \"2003\", name: Carol }, { number: general, name: General } ]\n");
        section("trust", "{ ctlFile: certs/CTLFile.tlv, signers: [" + Keys.signerFingerprint() + "] }");
        section("identity", "{ directory: certs, passwordFile: certs/password }");
        section("media", "{ address: 127.0.0.1 }");
        voicemail("");
        section("observe", "{ http: off }");
        section("control", "off");
        timings("firstRetryLeast: 50ms, firstRetryMost: 100ms, retryMost: 200ms");
    }

    Path certs() {
        return directory.resolve("certs");
    }

    Path ctl() {
        return certs().resolve("CTLFile.tlv");
    }

    Path store() {
        return directory.resolve("messages");
    }

    Installation callManager(SimulatedCallManager callManager) {
        return callManager(
                "127.0.0.1",
                callManager.clearAddress().getPort(),
                callManager.tlsAddress().getPort());
    }

    Installation callManager(String address, int port, int securePort) {
        callManagers.add("{ address: " + address + ", port: " + port + ", securePort: " + securePort + " }");
        return this;
    }

    /** A port of that mode, by the demo's name for it. */
    Installation port(SecurityMode mode) {
        return port(DemoLab.port(mode), mode);
    }

    Installation port(DeviceName name, SecurityMode mode) {
        return port(name, mode, "");
    }

    /** A port of that mode that switches message lamps and answers no calls. */
    Installation lampPort(SecurityMode mode, String on, String off, String scheme) {
        section("mwi", "{ on: '" + on + "', off: '" + off + "', scheme: " + scheme + " }");
        return port(DemoLab.port(mode), mode, ", roles: [mwi]");
    }

    /** A port that knows only the call manager of that address. */
    Installation portOf(String callManager, DeviceName name, SecurityMode mode) {
        return port(name, mode, ", callManagers: [" + callManager + "]");
    }

    /** Forgets the ports that there are, for another configuration in the same place. */
    Installation withoutPorts() {
        ports.clear();
        return this;
    }

    /** The configuration, written by {@link #config}. */
    Path file() {
        return directory.resolve("voiceportd.yaml");
    }

    /** {@code more} are other keys of the port, with a comma before each. */
    Installation port(DeviceName name, SecurityMode mode, String more) {
        ports.add("{ name: " + name + ", securityMode: " + mode.word() + more + " }");
        if (mode.secure()) {
            try {
                Keys.savePort(certs(), name, Keys.device(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** A section of the YAML in flow style, in place of what there was. */
    Installation section(String name, String value) {
        sections.put(name, value);
        return this;
    }

    /** Settings of the voicemail beside those that every test has, which they go before. */
    Installation voicemail(String settings) {
        String more = settings.isEmpty() ? "" : settings + ", ";
        String minimum = settings.contains("minMessage") ? "" : "minMessage: 100ms, ";
        // Tests say it if they want it: whether the machine that they run on has much room is another matter.
        String free = settings.contains("minFree") ? "" : "minFree: 0, ";
        return section(
                "messaging",
                "{ voicemail: { " + more + minimum + free
                        + "store: messages, mailboxes: mailboxes.yaml, greeting: greeting.wav } }");
    }

    /** The waits between tries, and others in place of those that every test has. */
    Installation timings(String retries) {
        String registerAck = retries.contains("registerAck") ? "" : "registerAck: 1s, ";
        return section(
                "timings",
                "{ connect: 2s, tlsHandshake: 2s, " + registerAck + "answer: 500ms, goodService: 1m, unregisterAck: 1s,"
                        + " callEnd: 1s, callInfo: 500ms, mediaStart: 3s, " + retries + " }");
    }

    DaemonConfig config() {
        StringBuilder yaml = new StringBuilder("callManagers:\n");
        callManagers.forEach(
                callManager -> yaml.append("  - ").append(callManager).append('\n'));
        yaml.append("ports:\n");
        ports.forEach(port -> yaml.append("  - ").append(port).append('\n'));
        sections.forEach(
                (name, value) -> yaml.append(name).append(": ").append(value).append('\n'));
        Path file = file();
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConfigResult read = ConfigReader.read(file);
        if (read instanceof ConfigResult.Valid valid) {
            return valid.config();
        }
        throw new AssertionError(read + "\n" + yaml);
    }

    /** The daemon on this installation. */
    TestDaemon start() {
        return start(event -> {});
    }

    /** The daemon on this installation; {@code more} gets all events too. */
    TestDaemon start(EventSink more) {
        return TestDaemon.start(config(), more);
    }

    private static short[] greeting() {
        try {
            return Demo.resource("/org/voiceport/prompts/greeting.wav");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
