package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;

/** A port in one mode, its device in another: it never registers, and never tries another TCP port. */
class ModeMismatchTest {
    private static final SecurityMode[] MODES = SecurityMode.values();
    private static final int TRIES = 3;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_pair_of_different_modes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int turn = 1; turn < MODES.length; turn++) {
            tests.addAll(site(turn));
        }
        return tests.stream();
    }

    /** Each port's device is {@code turn} modes further. */
    private List<DynamicTest> site(int turn) {
        CallManagerSettings.Builder settings = Exchange.withoutPorts();
        for (SecurityMode mode : MODES) {
            settings.device(
                    Device.port(DemoLab.port(mode).value(), Exchange.further(mode, turn), Exchange.number(mode)));
        }
        Exchange exchange = Exchange.start(settings);
        Trap trap = new Trap();
        Installation installation = Installation.in(directory)
                .callManager(
                        "127.0.0.1",
                        trap.port(),
                        exchange.callManager().tlsAddress().getPort())
                .callManager("localhost", exchange.callManager().clearAddress().getPort(), trap.port());
        for (SecurityMode mode : MODES) {
            installation.portOf(mode.secure() ? "127.0.0.1" : "localhost", DemoLab.port(mode), mode);
        }
        TestDaemon daemon = installation.start();
        open.addAll(List.of(daemon, exchange, trap));
        return Stream.of(MODES)
                .map(mode -> dynamicTest(
                        mode + " port, " + Exchange.further(mode, turn) + " device",
                        () -> check(mode, Exchange.further(mode, turn), exchange, daemon, trap)))
                .toList();
    }

    private static void check(SecurityMode mode, SecurityMode device, Exchange exchange, TestDaemon daemon, Trap trap) {
        DeviceName port = DemoLab.port(mode);
        Fault fault = daemon.unregistered(port).fault();
        exchange.awaitRejections(port, TRIES);

        assertAll(
                () -> assertInstanceOf(Fault.ModeMismatch.class, fault),
                () -> assertTrue(fault.what().contains("likely a security mode mismatch"), fault.what()),
                () -> assertTrue(fault.what().contains("this port is " + mode), fault.what()),
                () -> assertTrue(fault.what().contains(device.word()), fault.what()),
                () -> assertEquals(List.of(), daemon.events().all(PortEvent.Registered.class)),
                () -> assertEquals(0, trap.caught(), "connections to the TCP port of another mode"));
    }
}
