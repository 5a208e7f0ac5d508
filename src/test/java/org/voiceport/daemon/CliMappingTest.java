package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Codec;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.PortSettings;
import org.voiceport.port.Server;

class CliMappingTest {
    private static final String LEAST = """
            callManagers: [{ address: 192.0.2.10, port: 12000, securePort: 12443 }, { address: cucm.example.com }]
            ports: [{ name: CiscoUM1-VI1, securityMode: non-secure }]
            """;

    private static final String ONE_SERVER = LEAST.replace(", { address: cucm.example.com }", "");

    private static final String SECURE_SECOND = """
            callManagers: [{ address: 192.0.2.10 }]
            ports:
              - { name: CiscoUM1-VI1, securityMode: non-secure }
              - { names: CiscoUM1-VI2..CiscoUM1-VI3, securityMode: encrypted }
            identity: { directory: certs, passwordFile: certs/password }
            """;

    @TempDir
    private Path directory;

    private DaemonConfig config(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("voiceportd.yaml"), yaml);
        ConfigResult result = ConfigReader.read(file);
        return assertInstanceOf(ConfigResult.Valid.class, result, result::toString)
                .config();
    }

    private PortSettings settings(String yaml) throws Exception {
        DaemonConfig config = config(yaml);
        return Mapping.settings(config, config.ports().get(0));
    }

    private List<String> notServed(String yaml) throws Exception {
        return NotServed.in(config(yaml)).stream()
                .map(event ->
                        assertInstanceOf(DaemonEvent.NotServed.class, event).setting())
                .toList();
    }

    @Test
    void name_and_mode_are_the_ports() throws Exception {
        PortSettings settings = settings(LEAST);
        assertEquals("CiscoUM1-VI1", settings.device().value());
        assertEquals(SecurityMode.NON_SECURE, settings.mode());
    }

    @Test
    void servers_keep_their_order_and_ports() throws Exception {
        assertEquals(
                List.of(new Server("192.0.2.10", 12000, 12443), new Server("cucm.example.com", 2000, 2443)),
                settings(LEAST).servers());
    }

    @Test
    void port_may_have_an_order_of_its_own() throws Exception {
        assertEquals(
                List.of("cucm.example.com"),
                settings(LEAST.replace("non-secure }", "non-secure, callManagers: [cucm.example.com] }"))
                        .servers()
                        .stream()
                        .map(Server::host)
                        .toList());
    }

    @Test
    void port_may_differ_from_what_holds_for_all() throws Exception {
        PortSettings own = settings(LEAST.replace(
                        "non-secure }",
                        "non-secure, protocol: { version: 9 }, failover: { reconnectToPreferred: false },"
                                + " media: { address: 192.0.2.98, codecs: [g722], requireEncryption: true } }")
                + "media: { address: 192.0.2.99 }\n");
        assertEquals(9, own.protocolVersion());
        assertEquals(List.of(Codec.G722), own.codecs());
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.98")), own.mediaAddress());
        assertTrue(own.requireEncryption());
        assertFalse(own.reconnectToPreferred());
    }

    @Test
    void port_that_sets_one_key_keeps_the_others_of_all() throws Exception {
        PortSettings own = settings(LEAST.replace("non-secure }", "non-secure, media: { codecs: [g722] } }")
                + "media: { address: 192.0.2.99, requireEncryption: true, codecs: [g711a] }\n");
        assertEquals(List.of(Codec.G722), own.codecs());
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.99")), own.mediaAddress());
        assertTrue(own.requireEncryption());
    }

    @Test
    void port_can_go_back_to_the_address_of_its_connection() throws Exception {
        PortSettings own = settings(LEAST.replace("non-secure }", "non-secure, media: { address: auto } }")
                + "media: { address: 192.0.2.99 }\n");
        assertEquals(Optional.empty(), own.mediaAddress());
    }

    @Test
    void every_role_is_known() throws Exception {
        assertEquals(
                Set.of(PortSettings.Role.values()),
                settings(LEAST.replace("non-secure }", "non-secure, roles: [answer, notify, mwi] }")
                                + "mwi: { on: \"9099\", off: \"9098\" }\n")
                        .roles());
    }

    @Test
    void codecs_keep_their_order() throws Exception {
        assertEquals(
                List.of(Codec.G722, Codec.G711A, Codec.G711U),
                settings(LEAST + "media: { codecs: [g722, g711a, g711u] }\n").codecs());
    }

    @Test
    void media_settings_are_taken_over() throws Exception {
        PortSettings settings = settings(LEAST + "media: { address: 192.0.2.99, requireEncryption: true }\n");
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.99")), settings.mediaAddress());
        assertTrue(settings.requireEncryption());
    }

    @Test
    void protocol_version_is_taken_over() throws Exception {
        assertEquals(9, settings(LEAST + "protocol: { version: 9 }\n").protocolVersion());
    }

    @Test
    void each_timing_goes_to_its_own_place() throws Exception {
        // Different values, so that two that are exchanged are found.
        List<String> names = List.of(
                "connect",
                "tlsHandshake",
                "registerAck",
                "messageRest",
                "answer",
                "firstRetryLeast",
                "firstRetryMost",
                "retryMost",
                "goodService",
                "unregisterAck",
                "callEnd",
                "callInfo",
                "mediaStart",
                "seize",
                "dialTone",
                "digit",
                "transfer",
                "preferred",
                "preserved");
        StringBuilder yaml = new StringBuilder(LEAST + "timings:\n");
        for (int i = 0; i < names.size(); i++) {
            yaml.append("  ").append(names.get(i)).append(": ").append(i + 1).append("s\n");
        }
        var timings = settings(yaml.toString()).timings();
        for (int i = 0; i < names.size(); i++) {
            assertEquals(
                    Duration.ofSeconds(i + 1L),
                    timings.getClass().getMethod(names.get(i)).invoke(timings),
                    names.get(i));
        }
    }

    @Test
    void plain_configuration_asks_for_nothing_that_is_not_served() throws Exception {
        assertEquals(List.of(), notServed(ONE_SERVER));
    }

    @Test
    void tftp_servers_keep_their_order_and_are_not_looked_up() throws Exception {
        DaemonConfig config =
                config(ONE_SERVER + "trust: { ctlFile: CTLFile.tlv, tftp: [cucm.example.com, \"192.0.2.10:6969\"] }\n");
        assertEquals(
                List.of(
                        InetSocketAddress.createUnresolved("cucm.example.com", 69),
                        InetSocketAddress.createUnresolved("192.0.2.10", 6969)),
                Mapping.tftpServers(config));
    }

    @Test
    void ctl_has_one_name() throws Exception {
        assertEquals(List.of("CTLFile.tlv"), Mapping.ctlNames(config(SECURE_SECOND + "trust: { ctlFile: a.tlv }\n")));
    }

    @Test
    void ctl_has_the_name_of_the_first_secure_port_too_if_asked_for() throws Exception {
        assertEquals(
                List.of("CTLFile.tlv", "CTLCiscoUM1-VI2.tlv"),
                Mapping.ctlNames(config(SECURE_SECOND + "trust: { ctlFile: a.tlv, deviceCtl: true }\n")));
    }

    @Test
    void ctl_has_one_name_without_a_secure_port() throws Exception {
        assertEquals(
                List.of("CTLFile.tlv"),
                Mapping.ctlNames(config(ONE_SERVER + "trust: { ctlFile: a.tlv, deviceCtl: true }\n")));
    }

    @Test
    void notifying_is_not_served() throws Exception {
        assertEquals(
                List.of("the role notify"),
                notServed(ONE_SERVER.replace("non-secure }", "non-secure, roles: [notify] }")));
    }
}
