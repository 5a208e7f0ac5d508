package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.ControlEvent;
import org.voiceport.event.Event;
import org.voiceport.event.Severity;
import org.voiceport.observe.LogDetail;

/** The control socket and the commands over it, in front of a daemon that only remembers what it was asked for. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
@SuppressWarnings("try") // a server that is asked by its socket
class ControlServerTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Fake fake = new Fake();

    /** Answers what it is told to, and remembers. */
    private static final class Fake implements DaemonControl {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile Answer answer = Answer.done("so be it", "grüße");
        private volatile boolean defect;

        private Answer asked(String what) {
            asked.add(what);
            if (defect) {
                throw new IllegalStateException("a defect");
            }
            return answer;
        }

        @Override
        public Answer reload() {
            return asked("reload");
        }

        @Override
        public Answer drain(Duration limit) {
            return asked("drain " + limit);
        }

        @Override
        public Answer status(boolean json) {
            return asked("status " + json);
        }

        @Override
        public Answer resyncLamps() {
            return asked("resync");
        }

        @Override
        public Answer log(LogDetail.Ask ask) {
            return asked("log " + ask);
        }

        @Override
        public Answer logAsBefore() {
            return asked("log as before");
        }
    }

    private Path socket() {
        return directory.resolve("run").resolve("voiceportd.sock");
    }

    private ControlServer start(Duration patience) throws IOException {
        return ControlServer.start(socket(), fake, events::add, patience).orElseThrow();
    }

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("voiceportd.yaml"), text);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket()));
        return channel;
    }

    private static String all(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log debug",
                "log loud on 1m",
                "log debug maybe 1m",
                "log debug on 16m",
                "log debug on 0s",
                "log debug on 1m  x",
                "log debug on 1m a/b",
                "log off x"
            })
    void a_wish_for_more_lines_has_a_form(String line) {
        assertEquals(Optional.empty(), ControlRequest.of(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--level=trace", "--wire=yes", "--for=1h", "--for=500ms"})
    void a_wish_that_can_not_be_is_wrong_use(String option) throws IOException {
        CliRun.of("log", "-c", config("control: run/voiceportd.sock\n"), option)
                .failsShortly(Exit.USAGE)
                .tells(option.replaceFirst(".*=", "'") + "'");
    }

    private String answerTo(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return all(channel);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(socket().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reload",
                "mwi resync",
                "drain",
                "drain --limit=90s",
                "log",
                "log --level=info --wire=on --for=90s CiscoUM1-VI1 CiscoUM1-VI2",
                "log --off"
            })
    void a_command_asks_the_daemon_and_prints_its_answer(String command) throws Exception {
        // All but the socket is wrong: that must not keep anybody from the daemon.
        Path config = config("colour: blue\nports: 7\ncontrol: run/voiceportd.sock\n");
        try (ControlServer server = start(LONG)) {
            CliRun run = CliRun.of((Object[]) (command + " -c " + config).split(" ", -1))
                    .exits(Exit.FINE);
            assertEquals(List.of("so be it", "grüße"), run.out().lines().toList());
            assertEquals("", run.err());
        }
        String asked = switch (command) {
            case "reload" -> "reload";
            case "mwi resync" -> "resync";
            case "drain" -> "drain PT10M";
            case "log" -> "log Ask[least=DEBUG, wire=false, limit=PT15M, ports=[]]";
            case "log --off" -> "log as before";
            case "log --level=info --wire=on --for=90s CiscoUM1-VI1 CiscoUM1-VI2" ->
                "log Ask[least=INFO, wire=true, limit=PT1M30S, ports=[CiscoUM1-VI1, CiscoUM1-VI2]]";
            default -> "drain PT1M30S";
        };
        assertEquals(List.of(asked), fake.asked);
        assertEquals(1, events.size());
        assertTrue(events.get(0) instanceof ControlEvent.Asked, () -> "told " + events);
    }

    @Test
    void a_refusal_is_an_error() throws Exception {
        fake.answer = DaemonControl.Answer.refused("voiceportd.yaml:1:1: no");
        try (ControlServer server = start(LONG)) {
            CliRun run = CliRun.of("reload", "-c", config("{}")).failsShortly(Exit.FAILED);
            assertEquals("", run.out());
            run.tells("voiceportd.yaml:1:1: no");
        }
    }

    @Test
    void a_defect_of_the_daemon_is_a_refusal_and_the_next_command_is_served() throws Exception {
        try (ControlServer server = start(LONG)) {
            fake.defect = true;
            CliRun.of("reload", "-c", config("{}")).failsShortly(Exit.FAILED).tells("DAEMON-004");
            fake.defect = false;
            CliRun.of("reload", "-c", config("{}")).exits(Exit.FINE);
        }
    }

    @Test
    void nobody_who_answers_is_told_with_the_socket() throws Exception {
        CliRun.of("mwi", "resync", "-c", config("{}")).failsShortly(Exit.FAILED).tells(socket().toString(), "running");
    }

    @Test
    void a_control_socket_that_is_off_cannot_be_asked() throws Exception {
        CliRun.of("drain", "-c", config("control: off\n"))
                .failsShortly(Exit.UNUSABLE)
                .tells("'control' is off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"control: [x]\n", "control: \"\n"})
    void a_configuration_that_does_not_tell_the_socket_is_unusable(String text) throws Exception {
        CliRun.of("drain", "-c", config(text)).failsShortly(Exit.UNUSABLE).tells("voiceportd.yaml:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "8d", "x", "-1s", "500ms"})
    void a_limit_out_of_range_is_wrong_use(String limit) throws Exception {
        CliRun.of("drain", "--limit=" + limit, "-c", config("{}"))
                .failsShortly(Exit.USAGE)
                .tells("1s to 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "drain\n", "drain 1y\n", "reload now\n", "\0\u00ff\n", "GET / HTTP/1.1\r\n"})
    void a_request_that_is_none_is_refused(String request) throws Exception {
        try (ControlServer server = start(LONG)) {
            assertTrue(answerTo(request).startsWith("refused 1\n"));
        }
        assertEquals(List.of(), fake.asked);
        assertEquals(List.of(), events);
    }

    @Test
    void a_request_without_end_is_refused_at_its_limit() throws Exception {
        try (ControlServer server = start(LONG)) {
            assertTrue(answerTo("x".repeat(ControlRequest.LONGEST + 1)).startsWith("refused 1\n"));
        }
    }

    @Test
    void a_client_that_stalls_is_dropped() throws Exception {
        try (ControlServer server = start(Duration.ofMillis(50));
                SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(new byte[] {'r'}));
            assertEquals("", all(channel));
        }
    }

    @Test
    void more_clients_than_there_are_places_are_refused_and_served_later() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ControlServer server = start(LONG)) {
            for (int i = 0; i < 8; i++) {
                waiting.add(connect());
            }
            try (SocketChannel surplus = connect()) {
                assertTrue(all(surplus).contains("too many"));
            }
            for (SocketChannel each : waiting) {
                each.write(ByteBuffer.wrap("reload\n".getBytes(StandardCharsets.US_ASCII)));
                assertTrue(all(each).startsWith("done 2\n"));
            }
        } finally {
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void only_its_user_can_connect_and_nothing_else_is_left_about() throws Exception {
        try (ControlServer server = start(LONG)) {
            assertEquals("rw-------", mode(socket()));
            assertEquals("rwx------", mode(socket().getParent()));
            assertEquals(List.of("voiceportd.sock", "voiceportd.sock.lock"), files());
            assertEquals("rw-------", mode(socket().resolveSibling("voiceportd.sock.lock")));
        }
        assertEquals(List.of("voiceportd.sock.lock"), files());
    }

    @Test
    void a_lock_that_somebody_never_gives_back_is_waited_for_a_while_and_named() throws Exception {
        Files.createDirectories(socket().getParent());
        Path lock = socket().resolveSibling("voiceportd.sock.lock");
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertNotNull(held.lock());
            ControlSocket.InUse told = assertThrows(
                    ControlSocket.InUse.class, () -> ControlSocket.listen(socket(), 1, Duration.ofMillis(100)));
            assertTrue(told.getMessage().contains(lock.toString()), told::getMessage);
        }
        ControlSocket.listen(socket(), 1, Duration.ofSeconds(5)).close();
    }

    @Test
    void a_second_daemon_is_told_of_the_first_and_leaves_its_socket_alone() throws Exception {
        try (ControlServer server = start(LONG)) {
            ControlSocket.InUse told = assertThrows(ControlSocket.InUse.class, () -> start(LONG));
            assertTrue(told.getMessage().contains(socket().toString()), told::getMessage);
            assertTrue(answerTo("reload\n").startsWith("done"));
        }
    }

    @Test
    void what_a_dead_daemon_left_is_replaced() throws Exception {
        Files.createDirectory(socket().getParent());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()))
                .close();
        assertTrue(Files.exists(socket()), "Java leaves the file");
        try (ControlServer server = start(LONG)) {
            assertTrue(answerTo("reload\n").startsWith("done"));
        }
    }

    @Test
    void a_file_that_is_no_socket_is_left_alone() throws Exception {
        Files.createDirectory(socket().getParent());
        Files.writeString(socket(), "somebody's");
        assertTrue(
                assertThrows(IOException.class, () -> start(LONG)).getMessage().contains("is no socket"));
        assertEquals("somebody's", Files.readString(socket()));
    }

    @Test
    void the_socket_of_another_is_not_removed_at_the_end() throws Exception {
        ControlServer first = start(LONG);
        Files.delete(socket());
        try (ControlServer second = start(LONG)) {
            first.close();
            assertTrue(answerTo("reload\n").startsWith("done"));
        }
        assertFalse(Files.exists(socket()));
    }

    @Test
    void of_many_that_start_at_once_one_listens() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        List<CompletableFuture<ControlServer>> starting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starting.add(CompletableFuture.supplyAsync(() -> {
                try {
                    begin.await();
                    return start(LONG);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        begin.countDown();
        List<ControlServer> started = new ArrayList<>();
        for (CompletableFuture<ControlServer> each : starting) {
            each.handle((server, failure) -> server == null ? Stream.<ControlServer>empty() : Stream.of(server))
                    .get(30, TimeUnit.SECONDS)
                    .forEach(started::add);
        }
        assertEquals(1, started.size());
        assertTrue(answerTo("reload\n").startsWith("done"));
        started.get(0).close();
    }

    @Test
    void the_end_drops_clients_that_wait() throws Exception {
        ControlServer server = start(LONG);
        try (SocketChannel channel = connect()) {
            server.close();
            assertThrowsOrEnds(channel);
        }
    }

    /** A connection that was still in the queue is reset. */
    private static void assertThrowsOrEnds(SocketChannel channel) {
        try {
            assertEquals("", all(channel));
        } catch (IOException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
        }
    }

    @Test
    void a_daemon_that_hangs_is_not_waited_for() throws Exception {
        Files.createDirectory(socket().getParent());
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket()));
            CommandFailure told = assertThrows(
                    CommandFailure.class,
                    () -> ControlClient.ask(socket(), new ControlRequest.Reload(), Duration.ofMillis(50)));
            assertTrue(told.getMessage().contains("no whole answer"), told::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "done 2\nonly one\n", "done\n", "done 99999\n", "perhaps 0\n"})
    void an_answer_that_is_none_or_was_cut_off_is_told(String answer) throws Exception {
        Files.createDirectory(socket().getParent());
        try (ServerSocketChannel odd = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            odd.bind(UnixDomainSocketAddress.of(socket()));
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (SocketChannel client = odd.accept()) {
                    client.read(ByteBuffer.allocate(100));
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            CliRun.of("reload", "-c", config("{}")).failsShortly(Exit.FAILED).tells("no whole answer");
            served.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_path_too_long_for_a_socket_is_told_by_check() throws Exception {
        CliLab lab = CliLab.bare(directory, """
                callManagers: [{ address: 127.0.0.1 }]
                ports: [{ name: CiscoUM1-VI1, securityMode: non-secure }]
                control: %s/c.sock
                """.formatted("d".repeat(100)));
        lab.check().failsShortly(Exit.UNUSABLE).tells("control:", "longer than", "103");
    }

    @Test
    void every_path_that_fits_can_be_listened_at() throws Exception {
        String parent = directory.toString();
        Path longest = directory.resolve("x".repeat(103 - parent.length() - 1));
        Path deepest =
                directory.resolve("y".repeat(103 - 24 - parent.length() - 2)).resolve("s");
        for (Path path : List.of(longest, deepest)) {
            assertTrue(ControlSocket.unfit(path).isEmpty(), path::toString);
            ControlServer.start(path, fake, events::add, LONG).orElseThrow().close();
        }
        assertTrue(ControlSocket.unfit(directory.resolve("x".repeat(104 - parent.length() - 1)))
                .isPresent());
    }

    @Test
    void request_says_a_limit_as_people_write_it() {
        LogDetail.Ask ask = new LogDetail.Ask(Severity.DEBUG, false, Duration.ofMinutes(15), List.of());
        assertEquals("log debug off 15m", new ControlRequest.LogMore(ask).line());
        assertEquals("drain 90s", new ControlRequest.Drain(Duration.ofSeconds(90)).line());
        assertEquals("drain 1500ms", new ControlRequest.Drain(Duration.ofMillis(1500)).line());
    }
}
