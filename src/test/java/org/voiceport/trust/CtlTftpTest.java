package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;
import org.voiceport.sim.TftpConduct;
import org.voiceport.sim.TftpServer;

class CtlTftpTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String CTL = "CTLFile.tlv";
    /** For what must come. */
    private static final Duration LONG = Duration.ofMinutes(2);
    /** For what never comes. */
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private TftpServer server(Map<String, byte[]> files) throws IOException {
        TftpServer server = TftpServer.start(FREE, name -> Optional.ofNullable(files.get(name)));
        open.add(server);
        return server;
    }

    private TftpServer server(TftpConduct conduct, byte[] file) throws IOException {
        TftpServer server = server(Map.of(CTL, file));
        server.behave(conduct);
        return server;
    }

    private static byte[] file(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private static CtlTftp.Fetched fetch(TftpServer server) throws CtlFetchException {
        return new CtlTftp(List.of(server.address()), List.of(CTL), LONG).fetch();
    }

    private static String failure(Duration limit, TftpServer... servers) {
        List<InetSocketAddress> addresses =
                List.of(servers).stream().map(TftpServer::address).toList();
        CtlTftp tftp = new CtlTftp(addresses, List.of(CTL), limit);
        return String.valueOf(assertThrows(CtlFetchException.class, tftp::fetch).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1024, 8420, CtlReader.MAX_FILE_LENGTH})
    void file_of_any_length_comes_whole(int length) throws Exception {
        byte[] file = file(length);
        assertArrayEquals(file, fetch(server(Map.of(CTL, file))).file());
    }

    @Test
    void source_names_server_and_file() throws Exception {
        TftpServer server = server(Map.of(CTL, file(10)));
        assertEquals(
                "tftp://127.0.0.1:" + server.address().getPort() + "/CTLFile.tlv",
                fetch(server).source());
    }

    @Test
    void server_can_be_named() throws Exception {
        int port = server(Map.of(CTL, file(10))).address().getPort();
        CtlTftp tftp = new CtlTftp(List.of(InetSocketAddress.createUnresolved("localhost", port)), List.of(CTL), LONG);
        assertEquals("tftp://localhost:" + port + "/CTLFile.tlv", tftp.fetch().source());
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSES", "REPEATS", "GARBLES", "ECHOED_BY_ANOTHER_PORT"})
    void file_comes_whole_through_trouble(TftpConduct trouble) throws Exception {
        byte[] file = file(5000);
        assertArrayEquals(file, fetch(server(trouble, file)).file());
    }

    @Test
    void blocks_from_another_address_change_nothing() throws Exception {
        assumeTrue(anotherLoopbackAddress(), "this system has no second loopback address");
        byte[] file = file(5000);
        assertArrayEquals(
                file, fetch(server(TftpConduct.ECHOED_FROM_ELSEWHERE, file)).file());
    }

    @Test
    void answer_from_another_address_is_none_and_is_named() throws Exception {
        assumeTrue(anotherLoopbackAddress(), "this system has no second loopback address");
        String failure = failure(SHORT, server(TftpConduct.ANSWERS_FROM_ELSEWHERE, file(10)));
        assertTrue(failure.contains("127.0.0.2 answers in its place"), failure);
    }

    private static boolean anotherLoopbackAddress() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void missing_file_is_told_in_the_words_of_the_server() throws Exception {
        String failure = failure(LONG, server(Map.of()));
        assertTrue(failure.endsWith("/CTLFile.tlv: file not found ('File not found')"), failure);
    }

    @Test
    void next_name_is_asked_for_where_the_first_is_missing() throws Exception {
        byte[] file = file(700);
        TftpServer server = server(Map.of("CTLCiscoUM1-VI1.tlv", file));
        CtlTftp tftp = new CtlTftp(List.of(server.address()), List.of(CTL, "CTLCiscoUM1-VI1.tlv"), LONG);
        CtlTftp.Fetched fetched = tftp.fetch();
        assertArrayEquals(file, fetched.file());
        assertTrue(fetched.source().endsWith("/CTLCiscoUM1-VI1.tlv"), fetched.source());
    }

    @Test
    void first_name_goes_first_where_both_are_there() throws Exception {
        TftpServer server = server(Map.of(CTL, file(700), "CTLCiscoUM1-VI1.tlv", file(800)));
        CtlTftp tftp = new CtlTftp(List.of(server.address()), List.of(CTL, "CTLCiscoUM1-VI1.tlv"), LONG);
        assertEquals(700, tftp.fetch().file().length);
    }

    @Test
    void next_server_is_asked_where_the_first_has_no_file() throws Exception {
        byte[] file = file(900);
        TftpServer second = server(Map.of(CTL, file));
        CtlTftp tftp = new CtlTftp(List.of(server(Map.of()).address(), second.address()), List.of(CTL), LONG);
        assertArrayEquals(file, tftp.fetch().file());
    }

    @Test
    void later_server_is_left_alone_where_an_earlier_one_has_the_file() throws Exception {
        TftpServer second = server(Map.of(CTL, file(900)));
        fetch(server(Map.of(CTL, file(10))));
        CtlTftp tftp =
                new CtlTftp(List.of(server(Map.of(CTL, file(10))).address(), second.address()), List.of(CTL), LONG);
        assertEquals(10, tftp.fetch().file().length);
        assertEquals(0, second.answered());
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "STALLS", "OPTIONS", "LONG_BLOCKS", "BREAKS_OFF", "ENDLESS"})
    void next_server_is_asked_where_the_first_fails(TftpConduct trouble) throws Exception {
        byte[] file = file(900);
        TftpServer first = server(trouble, file(5000));
        TftpServer second = server(Map.of(CTL, file));
        CtlTftp tftp = new CtlTftp(List.of(first.address(), second.address()), List.of(CTL), Duration.ofSeconds(12));
        assertArrayEquals(file, tftp.fetch().file());
    }

    @Test
    void silent_server_is_given_up() throws Exception {
        String failure = failure(SHORT, server(TftpConduct.SILENT, file(10)));
        assertTrue(failure.matches(".*: no answer in \\d+ s"), failure);
    }

    @Test
    void silent_server_is_not_asked_for_another_name() throws Exception {
        TftpServer server = server(TftpConduct.SILENT, file(10));
        CtlTftp tftp = new CtlTftp(List.of(server.address()), List.of(CTL, "CTLx.tlv"), SHORT);
        CtlFetchException failure = assertThrows(CtlFetchException.class, tftp::fetch);
        assertEquals(1, failure.answers().size(), failure.answers().toString());
    }

    @Test
    void stalled_transfer_is_given_up_and_tells_how_far_it_came() throws Exception {
        String failure = failure(SHORT, server(TftpConduct.STALLS, file(5000)));
        assertTrue(failure.contains("wasn't complete") && failure.contains("512 bytes came"), failure);
    }

    @Test
    void endless_file_is_cut_at_a_mebibyte() throws Exception {
        String failure = failure(LONG, server(TftpConduct.ENDLESS, file(10)));
        assertTrue(failure.contains("more than 1048576 bytes"), failure);
    }

    @Test
    void one_byte_more_than_a_mebibyte_is_too_much() throws Exception {
        String failure = failure(LONG, server(Map.of(CTL, file(CtlReader.MAX_FILE_LENGTH + 1))));
        assertTrue(failure.contains("more than 1048576 bytes"), failure);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPTIONS", "LONG_BLOCKS", "BREAKS_OFF"})
    void what_is_no_transfer_ends_at_once(TftpConduct trouble) throws Exception {
        String failure = failure(LONG, server(trouble, file(5000)));
        assertFalse(failure.contains("no answer") || failure.contains("wasn't complete"), failure);
    }

    @Test
    void name_that_does_not_resolve_is_named() {
        CtlTftp tftp = new CtlTftp(
                List.of(InetSocketAddress.createUnresolved("no-such-host.invalid", 69)), List.of(CTL), LONG);
        CtlFetchException failure = assertThrows(CtlFetchException.class, tftp::fetch);
        assertTrue(failure.answers().get(0).startsWith("tftp://no-such-host.invalid:69: the name"), failure.toString());
    }

    @Test
    void failure_names_every_answer_in_order_and_what_to_do() throws Exception {
        TftpServer first = server(Map.of());
        TftpServer second = server(TftpConduct.BREAKS_OFF, file(5000));
        CtlTftp tftp = new CtlTftp(List.of(first.address(), second.address()), List.of(CTL, "CTLx.tlv"), LONG);
        CtlFetchException failure = assertThrows(CtlFetchException.class, tftp::fetch);
        // The second has the first name only, and breaks off; then it has no second name.
        assertEquals(4, failure.answers().size(), failure.answers().toString());
        assertTrue(
                failure.answers().get(2).contains(":" + second.address().getPort() + "/CTLFile.tlv"),
                failure.answers().toString());
        Fault fault = assertInstanceOf(Fault.LinkLost.class, failure.fault());
        assertTrue(fault.todo().contains("trust.tftp"), fault.todo());
        assertEquals("TRUST-006", failure.event().id());
    }

    @Test
    void interrupted_fetch_ends_at_once() throws Exception {
        TftpServer silent = server(TftpConduct.SILENT, file(10));
        CtlTftp tftp = new CtlTftp(List.of(silent.address(), silent.address()), List.of(CTL), Duration.ofHours(1));
        FutureTask<String> fetching = new FutureTask<>(() -> String.valueOf(
                assertThrows(CtlFetchException.class, tftp::fetch).getMessage()));
        Thread thread = new Thread(fetching);
        thread.start();
        thread.interrupt();
        assertTrue(fetching.get(1, TimeUnit.MINUTES).contains("interrupted"));
    }

    @Test
    void fetched_file_is_as_good_as_a_local_one() throws Exception {
        byte[] file = Samples.bytes("valid/ctl-sha512.tlv");
        Ctl ctl = CtlReader.read(fetch(server(Map.of(CTL, file))).file());
        assertEquals(CtlRole.SAST, CtlVerifier.strict().verify(ctl).role());
    }
}
