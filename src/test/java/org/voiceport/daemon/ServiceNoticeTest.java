package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.ServiceEvent;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.SimulatedCallManager;

/** What a service manager hears over a real socket. */
@EnabledOnOs(OS.LINUX)
class ServiceNoticeTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Fault LOST = new Fault.LinkLost("lost", "wait");

    @TempDir
    private Path directory;

    private final TestEvents events = new TestEvents(event -> {});
    private final EventLoop loop = new DefaultEventLoop();

    @BeforeEach
    void assumeEpoll() {
        // The two processors that the library is shipped for have it; a test that was skipped there would hide a
        // defect.
        boolean shipped = Set.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        Assumptions.assumeTrue(shipped || Epoll.isAvailable(), "no native library for this processor");
    }

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private String path() {
        return directory.resolve("notify").toString();
    }

    private ServiceNotice notice(String socket, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", socket));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return new ServiceNotice(environment, events, SOON);
    }

    private static PortEvent.Registered registered(int port) {
        return new PortEvent.Registered(device(port), SecurityMode.NON_SECURE, "10.0.0.1:2000", null, 17, 30);
    }

    private static DeviceName device(int port) {
        return new DeviceName("CiscoUM1-VI" + port);
    }

    private static DaemonEvent.Started started(int ports) {
        return new DaemonEvent.Started("1", ports, ports, "voiceportd.yaml");
    }

    @Test
    void hears_that_it_is_ready_when_it_is_and_not_before() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path())) {
            notice.accept(started(2));
            notice.accept(registered(1));
            assertEquals(List.of(), socket.untaken());
            notice.ready(Set::of);
            assertEquals("READY=1\nSTATUS=1 of 2 ports registered", socket.next());
        }
    }

    @Test
    void listens_in_the_abstract_space_too() throws Exception {
        String name = "@voiceport/test/" + ProcessHandle.current().pid();
        try (NotifySocket socket = new NotifySocket(name);
                ServiceNotice notice = notice(name)) {
            notice.accept(started(1));
            notice.ready(Set::of);
            assertEquals("READY=1\nSTATUS=0 of 1 port registered", socket.next());
        }
    }

    @Test
    void hears_how_many_ports_are_registered_once_for_many_changes() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice =
                        new ServiceNotice(Map.of("NOTIFY_SOCKET", path()), events, Duration.ofMillis(300))) {
            notice.accept(started(48));
            notice.ready(Set::of);
            socket.next();
            for (int port = 1; port <= 48; port++) {
                notice.accept(registered(port));
            }
            notice.accept(new PortEvent.Unregistered(device(7), SecurityMode.NON_SECURE, "10.0.0.1:2000", LOST, 0));
            assertEquals("STATUS=47 of 48 ports registered", socket.next());
            notice.accept(new PortEvent.Offline(device(8), SecurityMode.NON_SECURE, LOST));
            notice.accept(new PortEvent.Left(device(9), "10.0.0.1:2000", "told to"));
            assertEquals("STATUS=45 of 48 ports registered", socket.next());
            // What changes nothing isn't told.
            notice.accept(new PortEvent.Left(device(9), "10.0.0.1:2000", "told to"));
            notice.accept(new DaemonEvent.Reloaded("voiceportd.yaml", 2, 1, 1, 47, ""));
            assertEquals("STATUS=45 of 50 ports registered", socket.next());
        }
    }

    @Test
    void hears_of_a_reload_and_of_its_end() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path())) {
            notice.accept(started(1));
            notice.ready(Set::of);
            socket.next();
            long before = System.nanoTime() / 1000;
            notice.reloading();
            notice.reloaded();
            List<String> lines = socket.next().lines().toList();
            assertEquals("RELOADING=1", lines.get(0));
            assertTrue(lines.get(1).matches("MONOTONIC_USEC=[0-9]+"), lines.get(1));
            long told = Long.parseLong(lines.get(1).substring("MONOTONIC_USEC=".length()));
            assertTrue(before <= told && told <= System.nanoTime() / 1000, lines.get(1));
            assertEquals("READY=1\nSTATUS=0 of 1 port registered", socket.next());
        }
    }

    @Test
    void hears_of_the_stop() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path())) {
            notice.accept(started(1));
            notice.ready(Set::of);
            socket.next();
            notice.accept(new DaemonEvent.Stopping("told to"));
            assertEquals("STOPPING=1\nSTATUS=stopping, 0 of 1 port registered", socket.next());
        }
    }

    @Test
    void hears_nothing_while_a_loop_is_stuck_and_the_log_tells_where() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(
                        path(),
                        "WATCHDOG_USEC",
                        "200000",
                        "WATCHDOG_PID",
                        Long.toString(ProcessHandle.current().pid()))) {
            notice.ready(() -> Set.of(loop));
            socket.await("WATCHDOG=1"::equals);
            socket.await("WATCHDOG=1"::equals);
            loop.execute(() -> hold(held));

            ServiceEvent.Stuck stuck = events.await(ServiceEvent.Stuck.class, event -> true);
            assertTrue(stuck.part().startsWith("defaultEventLoop"), stuck::text);
            assertTrue(stuck.at().contains(ServiceNoticeTest.class.getName() + ".hold:"), stuck::text);
            socket.untaken();
            // Longer than the whole limit, within which a healthy daemon is heard twice.
            assertFalse(held.await(400, TimeUnit.MILLISECONDS));
            assertEquals(List.of(), socket.untaken());

            held.countDown();
            socket.await("WATCHDOG=1"::equals);
            events.await(ServiceEvent.Unstuck.class, event -> event.part().equals(stuck.part()));
            socket.await("WATCHDOG=1"::equals);
        }
    }

    private static void hold(CountDownLatch held) {
        try {
            assertTrue(held.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void watchdog_of_another_process_is_not_fed() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path(), "WATCHDOG_USEC", "2000", "WATCHDOG_PID", "1")) {
            notice.ready(() -> Set.of(loop));
            socket.next();
            assertFalse(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS));
            assertEquals(List.of(), socket.untaken());
        }
    }

    @Test
    void watchdog_goes_on_while_loops_end_at_the_stop() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path(), "WATCHDOG_USEC", "20000")) {
            endLoop();
            notice.ready(() -> Set.of(loop));
            socket.await("WATCHDOG=1"::equals);
            socket.await("WATCHDOG=1"::equals);
        }
    }

    @Test
    void nobody_to_tell_is_told_in_the_log_once_and_no_failure() {
        try (ServiceNotice notice = notice(path(), "WATCHDOG_USEC", "20000")) {
            notice.accept(started(1));
            notice.ready(Set::of);
            notice.accept(registered(1));
            ServiceEvent.NotTold told = events.await(ServiceEvent.NotTold.class, event -> true);
            assertEquals(path() + ": there is no such socket", told.reason());
        }
        assertEquals(1, events.all(ServiceEvent.NotTold.class).size());
    }

    @Test
    void a_name_that_can_be_no_socket_is_told() {
        for (String name : List.of("vsock:2:1234", "/" + "x".repeat(107))) {
            TestEvents own = new TestEvents(event -> {});
            try (ServiceNotice notice = new ServiceNotice(Map.of("NOTIFY_SOCKET", name), own)) {
                notice.ready(Set::of);
                assertTrue(own.await(ServiceEvent.NotTold.class, event -> true)
                        .reason()
                        .startsWith("NOTIFY_SOCKET is "));
            }
        }
    }

    @Test
    void a_watchdog_limit_that_is_none_is_told() throws Exception {
        try (NotifySocket socket = new NotifySocket(path());
                ServiceNotice notice = notice(path(), "WATCHDOG_USEC", "soon")) {
            notice.ready(() -> Set.of(loop));
            assertTrue(events.await(ServiceEvent.NotTold.class, event -> true)
                    .reason()
                    .contains("soon"));
            assertTrue(socket.next().startsWith("READY=1"));
        }
    }

    /** Each datagram that waits for room has a file descriptor, and a service manager may hang for days. */
    @Test
    @SuppressWarnings("try") // the socket is only there
    void one_that_does_not_read_is_given_up_at_some_point() throws Exception {
        try (NotifySocket socket = new NotifySocket(path(), false);
                ServiceLine line = ServiceLine.to(path(), "")) {
            List<Future<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sent.add(line.send("WATCHDOG=1"));
            }
            Future<Void> last = sent.get(sent.size() - 1);
            assertTrue(last.await(10, TimeUnit.SECONDS), "it is waited for");
            assertEquals("it doesn't read what it is told", last.cause().getMessage());
        }
    }

    @Test
    void what_is_wrong_with_it_is_shown_in_the_status_too() throws Exception {
        CliLab lab = CliLab.bare(directory, """
                callManagers: [{ address: 127.0.0.1, port: 1 }]
                ports: [{ name: CiscoUM1-VI1, securityMode: non-secure }]
                observe: { http: off }
                """);
        List<String> manager = List.of("sh", "-c", "NOTIFY_SOCKET=nonsense exec \"$@\"", "sh");
        try (CliJvm daemon = CliJvm.startUnder(manager, directory, "run", "-c", lab.config())) {
            daemon.awaitErr("SERVICE-001");
            CliRun.of("status", "-c", lab.config()).exits(Exit.FINE).prints("warn SERVICE-001");
        }
    }

    @Test
    void whole_life_of_a_daemon_is_heard() throws Exception {
        CliLab lab = CliLab.in(directory);
        try (NotifySocket socket = new NotifySocket(path());
                SimulatedCallManager callManager = SimulatedCallManager.start(CallManagerSettings.builder()
                        .listen(InetAddress.getLoopbackAddress(), 0, 0)
                        .tls(CliLab.SERVER, CliLab.ROOT.root())
                        .device(Device.port(CliLab.CLEAR.value(), SecurityMode.NON_SECURE, "5001"))
                        .device(Device.port(CliLab.AUTHENTICATED.value(), SecurityMode.AUTHENTICATED, "5002"))
                        .device(Device.port(CliLab.ENCRYPTED.value(), SecurityMode.ENCRYPTED, "5003"))
                        .build())) {
            lab.write(lab.yaml(
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort()));
            // As systemd does: the variables, and the process that they are for is the one that becomes the JVM.
            List<String> manager = List.of(
                    "sh",
                    "-c",
                    "NOTIFY_SOCKET='" + path() + "' WATCHDOG_USEC=5000000 WATCHDOG_PID=$$ exec \"$@\"",
                    "sh");
            try (CliJvm daemon = CliJvm.startUnder(manager, directory, "run", "-c", lab.config())) {
                assertTrue(socket.next().matches("READY=1\nSTATUS=[0-3] of 3 ports registered"));
                assertTrue(daemon.err().contains("DAEMON-001"), daemon::said);
                socket.await(text -> text.endsWith("STATUS=3 of 3 ports registered"));
                socket.await("WATCHDOG=1"::equals);
                daemon.signal("HUP");
                socket.await(text -> text.startsWith("RELOADING=1\nMONOTONIC_USEC="));
                socket.await("READY=1\nSTATUS=3 of 3 ports registered"::equals);
                socket.await("WATCHDOG=1"::equals);
                daemon.signal("TERM");
                socket.await(text -> text.startsWith("STOPPING=1\n"));
                assertEquals(0, daemon.exit(Duration.ofSeconds(10)), daemon::said);
                assertFalse(daemon.err().contains("SERVICE-"), daemon::said);
            }
        }
    }
}
