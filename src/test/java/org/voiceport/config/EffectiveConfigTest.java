package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check --print} gives is the configuration again. */
class EffectiveConfigTest {
    private static final String SMALLEST = """
            callManagers: [{address: 10.0.0.11}]
            ports: [{name: VI1, securityMode: non-secure}]
            """;

    /** Every key, and none at its default. */
    private static final String FULL = """
            callManagers:
              - {address: cm1.example.com, port: 2001, securePort: 2444}
              - {address: 10.0.0.12}
            failover: {reconnectToPreferred: false}
            ports:
              - names: VI08..VI11
                securityMode: encrypted
                roles: [mwi, notify]
                callManagers: [10.0.0.12, cm1.example.com]
                failover: {reconnectToPreferred: true}
                protocol: {version: 11}
                media: {address: 10.0.0.5, codecs: [g722], requireEncryption: false}
                log: {wire: false}
              - {name: VI12, securityMode: non-secure, media: {address: auto}}
            trust:
              ctlFile: "with space/CTLFile.tlv"
              signers: [0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef]
              firstUse: true
              allowSha1: true
              rejectExpired: true
              pins: [a.pem, "b 'quoted'.pem"]
              tftp: [10.0.0.11, "tftp.example.com:6969"]
              refreshEvery: 90s
              deviceCtl: true
            identity: {directory: keys, passwordEnv: SECRET_HERE}
            tls: {legacy: true}
            protocol: {version: 9}
            media:
              address: 10.0.0.4
              udpPorts: 20000-20101
              codecs: [g722, g711u]
              requireEncryption: true
              inbandDigits: false
              dscp: {audio: 40, signaling: 26}
            mwi: {on: "*1", off: "#2", scheme: prefix}
            messaging:
              application: voicemail
              voicemail:
                store: box
                mailboxes: boxes.yaml
                general: "100"
                maxMessage: 61s
                silence: 1500ms
                minMessage: 0s
                greeting: hello.wav
              external: {url: "wss://example.com/calls"}
            observe: {http: "127.0.0.1:9181"}
            control: "off"
            log: {format: json, level: debug, file: log.txt, wire: true}
            timings:
              connect: 1s
              tlsHandshake: 2s
              registerAck: 3s
              messageRest: 4s
              answer: 5s
              firstRetryLeast: 6s
              firstRetryMost: 7s
              retryMost: 8s
              goodService: 9s
              unregisterAck: 10s
              callEnd: 11s
              callInfo: 12s
              mediaStart: 13s
              seize: 14s
              dialTone: 15s
              digit: 16ms
              transfer: 17m
              preferred: 1h
              preserved: 19s
            """;

    @TempDir
    Path directory;

    private DaemonConfig read(String name, String yaml) throws Exception {
        Files.writeString(directory.resolve("boxes.yaml"), "mailboxes: [{number: '2001', name: Alice, pin: '4711'}]\n");
        ConfigResult result = ConfigReader.read(Files.writeString(directory.resolve(name), yaml));
        return assertInstanceOf(ConfigResult.Valid.class, result, result::toString)
                .config();
    }

    /** Every part but the file's own name. */
    private static List<Object> parts(DaemonConfig config) throws Exception {
        List<Object> parts = new ArrayList<>();
        for (RecordComponent component : DaemonConfig.class.getRecordComponents()) {
            if (!component.getName().equals("file")) {
                parts.add(component.getAccessor().invoke(config));
            }
        }
        return parts;
    }

    @Test
    void printed_configuration_is_read_to_the_same() throws Exception {
        for (String yaml : List.of(
                SMALLEST,
                FULL,
                Files.readString(Path.of("config/voiceportd.yaml")).replace("mailboxes.yaml", "boxes.yaml"))) {
            DaemonConfig config = read("c.yaml", yaml);
            String printed = EffectiveConfig.yaml(config);
            assertEquals(parts(config), parts(read("printed.yaml", printed)), printed);
            assertEquals(parts(config), parts(read("printed.json", EffectiveConfig.json(config))));
            assertEquals(printed, EffectiveConfig.yaml(read("printed.yaml", printed)));
        }
    }

    /** Or a key that isn't printed would be equal by its default. */
    @Test
    void full_configuration_has_nothing_at_its_default() throws Exception {
        List<Object> smallest = parts(read("smallest.yaml", SMALLEST));
        List<Object> full = parts(read("full.yaml", FULL));
        for (int i = 0; i < full.size(); i++) {
            different(smallest.get(i), full.get(i));
        }
    }

    private static void different(Object one, Object other) throws Exception {
        if (!one.getClass().isRecord() || one.getClass() != other.getClass()) {
            assertNotEquals(one, other);
            return;
        }
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            different(
                    component.getAccessor().invoke(one), component.getAccessor().invoke(other));
        }
    }

    @Test
    void neighbours_of_one_kind_are_one_range() throws Exception {
        String printed = EffectiveConfig.yaml(read("full.yaml", FULL));
        assertTrue(printed.contains("  - names: VI08..VI11\n    securityMode: encrypted\n"), printed);
        assertTrue(printed.contains("  - name: VI12\n"), printed);
    }

    @Test
    void ports_out_of_order_are_no_range() throws Exception {
        String printed = EffectiveConfig.yaml(read("c.yaml", """
                callManagers: [{address: 10.0.0.11}]
                ports:
                  - {name: VI2, securityMode: non-secure}
                  - {name: VI1, securityMode: non-secure}
                  - {name: VI02, securityMode: non-secure}
                  - {name: OTHER3, securityMode: non-secure}
                """));
        assertTrue(!printed.contains("names:"), printed);
    }
}
