package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TrustEvent;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.trust.PortCertificates;

/** Trust material that can't be used stops the ports that it concerns, and no others. */
class TrustFaultTest {
    private static final DeviceName MISSING = new DeviceName("VI-missing");
    private static final DeviceName EXPIRED = new DeviceName("VI-expired");
    private static final DeviceName OTHER_ROOT = new DeviceName("VI-other");

    @TempDir
    Path directory;

    @Test
    void a_port_without_a_good_certificate_stays_offline_and_the_others_register() throws IOException {
        List<DeviceName> bad = List.of(MISSING, EXPIRED, OTHER_ROOT);
        CallManagerSettings.Builder settings = Exchange.settings();
        for (DeviceName name : bad) {
            settings.device(Device.port(name.value(), ENCRYPTED, "60" + bad.indexOf(name)));
        }
        try (Exchange exchange = Exchange.start(settings)) {
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(ENCRYPTED);
            bad.forEach(name -> installation.port(name, ENCRYPTED));
            Path certs = installation.certs();
            Files.delete(PortCertificates.portFile(certs, MISSING));
            Keys.savePort(certs, EXPIRED, Keys.expired(EXPIRED));
            Keys.savePort(certs, OTHER_ROOT, Keys.ofOtherRoot(OTHER_ROOT));
            try (TestDaemon daemon = installation.start()) {
                daemon.registered(ENCRYPTED);

                assertOffline(daemon, MISSING, "doesn't exist");
                assertOffline(daemon, EXPIRED, "it ended on");
                assertOffline(daemon, OTHER_ROOT, "didn't issue it");
                assertEquals(1, daemon.events().all(PortEvent.Registered.class).size());
            }
        }
    }

    private static void assertOffline(TestDaemon daemon, DeviceName port, String why) {
        PortEvent.Offline offline = daemon.events()
                .await(PortEvent.Offline.class, event -> event.device().equals(port));
        assertInstanceOf(Fault.Misconfigured.class, offline.fault());
        assertTrue(offline.text().contains(why), offline::text);
        assertTrue(offline.text().contains(port.value()), offline::text);
    }

    static Stream<Arguments> badLists() {
        byte[] good = Keys.ctl();
        byte[] flipped = good.clone();
        flipped[good.length - 100] ^= 0x10;
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        return Stream.of(
                arguments("one bit flipped", flipped, "it was changed or cut after signing"),
                arguments("cut short", cut, "CTL"),
                arguments("signed by somebody who isn't in it", Keys.unsignedCtl(), "no sound SAST record"),
                arguments("signed for another file name", Keys.ctl("ITLFile.tlv"), "ITLFile.tlv"),
                arguments("empty", new byte[0], "CTL"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLists")
    void a_bad_list_stops_secure_ports_only(String what, byte[] ctl, String why) throws IOException {
        try (Exchange exchange = Exchange.start()) {
            Installation installation = threePorts(exchange);
            Files.write(installation.ctl(), ctl);

            assertOnlyNonSecure(installation, why);
        }
    }

    /** What check refuses (CliCheckTest) is told at the start, and ports that know another call manager do without it. */
    @Test
    void a_call_manager_that_the_list_lacks_is_told_at_the_start_and_never_registered_with() {
        try (Exchange exchange = Exchange.start()) {
            Installation installation = Installation.in(directory)
                    .callManager("127.0.0.2", 9, 10)
                    .callManager(exchange.callManager())
                    .port(ENCRYPTED)
                    .port(NON_SECURE);
            try (TestDaemon daemon = installation.start()) {
                TrustEvent.Flawed told = daemon.events().await(TrustEvent.Flawed.class, event -> true);
                assertTrue(told.text().contains("127.0.0.2"), told::text);
                assertTrue(told.todo().contains("callManagers"), told::todo);
                daemon.registered(ENCRYPTED);
                daemon.registered(NON_SECURE);
                assertEquals(1, daemon.events().all(TrustEvent.Flawed.class).size());
            }
        }
    }

    @Test
    void a_list_that_nobody_accepted_stops_secure_ports_only() {
        try (Exchange exchange = Exchange.start()) {
            assertOnlyNonSecure(
                    threePorts(exchange).section("trust", "{ ctlFile: certs/CTLFile.tlv }"), "not in force");
        }
    }

    @Test
    void a_list_that_is_missing_stops_secure_ports_only() {
        try (Exchange exchange = Exchange.start()) {
            assertOnlyNonSecure(threePorts(exchange).section("trust", "{ ctlFile: certs/none.tlv }"), "none.tlv");
        }
    }

    private Installation threePorts(Exchange exchange) {
        return Installation.in(directory)
                .callManager(exchange.callManager())
                .port(ENCRYPTED)
                .port(AUTHENTICATED)
                .port(NON_SECURE);
    }

    private static void assertOnlyNonSecure(Installation installation, String why) {
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(NON_SECURE);

            assertEquals(1, daemon.events().all(PortEvent.Registered.class).size());
            TrustEvent.CtlRefused refused = daemon.events().await(TrustEvent.CtlRefused.class, event -> true);
            assertTrue(refused.text().contains(why), refused::text);
            assertTrue(!refused.todo().isEmpty(), refused::text);
            assertEquals(
                    List.of(DemoLab.port(ENCRYPTED), DemoLab.port(AUTHENTICATED)),
                    daemon.events().all(PortEvent.Offline.class).stream()
                            .map(PortEvent.Offline::device)
                            .toList());
        }
    }
}
