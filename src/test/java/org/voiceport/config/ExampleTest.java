package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.voiceport.config.DaemonConfig.CallManager;
import org.voiceport.config.DaemonConfig.Codec;
import org.voiceport.config.DaemonConfig.Role;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/** The example that is delivered, and the smallest file that there can be. */
class ExampleTest {
    private static final Path EXAMPLE = Path.of("config/voiceportd.yaml");

    @TempDir
    Path directory;

    private static DaemonConfig valid(Path file) {
        ConfigResult result = ConfigReader.read(file);
        return assertInstanceOf(ConfigResult.Valid.class, result, result::toString)
                .config();
    }

    private DaemonConfig smallest() throws IOException {
        Path file = directory.resolve("voiceportd.yaml");
        Files.writeString(file, """
                callManagers:
                  - address: 10.0.0.11
                ports:
                  - name: VI1
                    securityMode: non-secure
                """);
        return valid(file);
    }

    @Test
    void example_has_no_error() {
        valid(EXAMPLE);
    }

    @Test
    void example_spells_the_range_of_ports_out() {
        List<DaemonConfig.Port> ports = valid(EXAMPLE).ports();
        assertEquals(24, ports.size());
        assertEquals(
                new DaemonConfig.Port(
                        new DeviceName("CiscoUM1-VI24"),
                        SecurityMode.AUTHENTICATED,
                        Set.of(Role.ANSWER),
                        List.of(new CallManager("10.0.0.11", 2000, 2443)),
                        new DaemonConfig.Failover(true),
                        new DaemonConfig.Protocol(17),
                        new DaemonConfig.PortMedia(Optional.empty(), List.of(Codec.G711U, Codec.G711A), false),
                        Optional.empty()),
                ports.get(23));
    }

    private List<Boolean> wiresShown(String ports, String log) throws IOException {
        Path file = directory.resolve("wire.yaml");
        Files.writeString(file, "callManagers: [{address: 10.0.0.11}]\nports: [" + ports + "]\n" + log);
        DaemonConfig config = valid(file);
        return config.ports().stream().map(config::showsWire).toList();
    }

    @Test
    void the_wire_is_shown_for_no_port_unless_asked_for() throws IOException {
        assertEquals(List.of(false), wiresShown("{name: VI1, securityMode: non-secure}", ""));
    }

    @Test
    void the_wire_is_shown_for_every_port_by_the_general_key() throws IOException {
        assertEquals(
                List.of(true, true), wiresShown("{names: VI1..VI2, securityMode: non-secure}", "log: {wire: true}\n"));
    }

    @Test
    void a_port_has_its_own_say_on_its_wire() throws IOException {
        String ports = "{name: VI1, securityMode: non-secure, log: {wire: %s}}, {name: VI2, securityMode: non-secure}";
        assertEquals(List.of(true, false), wiresShown(ports.formatted(true), ""));
        assertEquals(List.of(false, true), wiresShown(ports.formatted(false), "log: {wire: true}\n"));
    }

    @Test
    void example_shows_the_defaults() throws IOException {
        DaemonConfig example = valid(EXAMPLE);
        DaemonConfig smallest = smallest();
        assertEquals(smallest.failover(), example.failover());
        assertEquals(smallest.tls(), example.tls());
        assertEquals(smallest.protocol(), example.protocol());
        assertEquals(smallest.media(), example.media());
        assertEquals(smallest.observe(), example.observe());
        assertEquals(smallest.log(), example.log());
        assertEquals(smallest.timings(), example.timings());
        assertEquals(smallest.trust().refreshEvery(), example.trust().refreshEvery());
        assertEquals(smallest.trust().deviceCtl(), example.trust().deviceCtl());
        assertEquals(
                smallest.messaging().voicemail().maxMessage(),
                example.messaging().voicemail().maxMessage());
    }

    @Test
    void smallest_file_gets_the_documented_defaults() throws IOException {
        DaemonConfig config = smallest();
        assertEquals(17, config.protocol().version());
        assertEquals(new DaemonConfig.UdpPorts(16384, 21511), config.media().udpPorts());
        assertEquals(List.of(Codec.G711U, Codec.G711A), config.media().codecs());
        assertEquals(new DaemonConfig.Dscp(46, 24), config.media().dscp());
        assertEquals(Optional.empty(), config.media().address());
        assertTrue(config.media().inbandDigits());
        assertEquals(
                Optional.of(new HostPort("127.0.0.1", 9180)), config.observe().http());
        assertEquals(Level.INFO, config.log().level());
        assertEquals(Duration.ofMinutes(2), config.timings().retryMost());
        assertEquals(Optional.of(directory.resolve("run/voiceportd.sock")), config.control());
        assertEquals(
                directory.resolve("messages"), config.messaging().voicemail().store());
        assertTrue(config.failover().reconnectToPreferred());
    }

    @Test
    void paths_are_relative_to_the_file() {
        DaemonConfig config = valid(EXAMPLE);
        assertEquals(
                Optional.of(Path.of("config/certs/CTLFile.tlv")), config.trust().ctlFile());
        assertEquals(
                Optional.of(new DaemonConfig.Identity(
                        Path.of("config/certs"),
                        new DaemonConfig.PasswordSource.InFile(Path.of("config/certs/password")))),
                config.identity());
    }

    @Test
    void identity_without_a_password_is_one_of_keys_that_are_not_encrypted() throws IOException {
        Path file = directory.resolve("voiceportd.yaml");
        Files.writeString(file, """
                callManagers: [{address: cm.example.com}]
                ports: [{name: VI1, securityMode: encrypted}]
                trust: {ctlFile: CTLFile.tlv}
                identity: {directory: certs}
                """);
        assertEquals(
                new DaemonConfig.PasswordSource.None(),
                valid(file).identity().orElseThrow().password());
    }

    @Test
    void example_documents_every_key() throws IOException {
        String text = Files.readString(EXAMPLE);
        List<String> missing = keys(DaemonConfig.class)
                .filter(key -> !Set.of("file", "password", "externalUrl", "mailboxesFile", "first", "last")
                        .contains(key))
                .filter(key -> !text.matches("(?s).*\\b" + key + ":.*"))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static Stream<String> keys(Class<?> type) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(component.getName());
        }
        for (Class<?> part : type.getDeclaredClasses()) {
            if (part.isRecord()) {
                keys(part).forEach(keys::add);
            }
        }
        return keys.stream();
    }

    @Test
    void pins_of_mailboxes_are_never_printed() throws IOException {
        Path file = directory.resolve("voiceportd.yaml");
        Files.writeString(file, """
                callManagers: [{address: cm.example.com}]
                ports: [{name: VI1, securityMode: non-secure}]
                messaging: {voicemail: {mailboxes: boxes.yaml}}
                """);
        Files.writeString(
                directory.resolve("boxes.yaml"), "mailboxes: [{number: '2001', name: Alice, pin: '47114712'}]\n");
        DaemonConfig config = valid(file);
        Mailbox mailbox = config.messaging().voicemail().mailboxes().get(0);
        assertTrue(mailbox.pin().orElseThrow().matches("47114712"));
        // The whole PIN, then its halves where a PIN would stand: the directory's random name may hold four such
        // digits.
        String printed = config.toString();
        assertFalse(printed.contains("47114712"), printed);
        String elsewhere = printed.replace(directory.toString(), "");
        assertFalse(elsewhere.contains("4711") || elsewhere.contains("4712"), printed);
    }
}
