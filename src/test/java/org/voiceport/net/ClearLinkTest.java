package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.Secret;

/** Links in clear with a server of plain sockets that follows the test's script. */
@ExtendWith(LeakWatch.class)
class ClearLinkTest {
    private static final int LIMIT_MILLIS = 10_000;
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Timings HASTY = Ports.timings(SHORT, SHORT, SHORT);

    private final EventLoops loops = EventLoops.start(1);
    private final EventLoop loop = loops.next();
    private final Heard heard = new Heard(loop);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void nothing_else_was_reported() throws IOException {
        heard.nothingMore();
        listener.close();
        loops.close();
    }

    @Test
    void opens_with_its_own_address_and_without_tls() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            Heard.Opened opened = heard.isOpened();
            assertEquals(server.getRemoteSocketAddress(), opened.local());
            assertNull(opened.tls());
            end(link, server);
        }
    }

    @Test
    void messages_come_in_order_however_they_are_cut() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.setTcpNoDelay(true);
            for (byte one : Wires.join(Wires.REGISTER_REJECT, Wires.KEEP_ALIVE_ACK)) {
                server.getOutputStream().write(one);
            }
            server.getOutputStream().write(Wires.join(Wires.UNKNOWN, Wires.KEEP_ALIVE_ACK));
            assertEquals(new RegistrationMessage.RegisterReject("No"), heard.message());
            assertEquals("KeepAliveAck", heard.message().name());
            assertInstanceOf(Message.Unknown.class, heard.message());
            assertEquals("KeepAliveAck", heard.message().name());
            end(link, server);
        }
    }

    @Test
    void message_that_cannot_be_read_is_reported_and_the_link_goes_on() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.join(Wires.BAD_PROMPT, Wires.KEEP_ALIVE_ACK));
            heard.ignored(Fault.Malformed.class);
            assertEquals("KeepAliveAck", heard.message().name());
            end(link, server);
        }
    }

    @Test
    void garbage_closes_the_connection() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Fault.Malformed fault = heard.isClosed(Fault.Malformed.class);
            assertTrue(fault.line().contains("SCCP in clear (usually 2000)"), fault.line());
            assertEnd(server);
        }
    }

    @Test
    void three_bad_messages_in_a_row_close_the_connection() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.join(Wires.BAD_PROMPT, Wires.BAD_PROMPT, Wires.BAD_PROMPT));
            heard.ignored(Fault.Malformed.class);
            heard.ignored(Fault.Malformed.class);
            heard.isClosed(Fault.Malformed.class);
            assertEnd(server);
        }
    }

    @Test
    void half_a_message_times_out() throws Exception {
        dial(HASTY);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.REGISTER_REJECT, 0, 5);
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(
                    fault.what().contains("first 5 bytes of a message; the rest didn't come in 150 ms"), fault.what());
            assertEnd(server);
        }
    }

    @Test
    void tls_on_the_clear_port_is_named_so() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            // A TLS alert: protocol_version.
            server.getOutputStream().write(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46});
            Fault fault = heard.isClosed(Fault.PeerIncompatible.class);
            assertTrue(fault.what().endsWith("speaks TLS, not SCCP in clear"), fault.what());
        }
    }

    @Test
    void bytes_like_tls_behind_a_message_are_garbage() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
            server.getOutputStream().write(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46});
            heard.message();
            heard.isClosed(Fault.Malformed.class);
        }
    }

    @Test
    void refused_connection_says_so() throws Exception {
        Server server = Ports.clear(listener);
        listener.close();
        Ports.dial(Ports.dialer(loop, loops.resolver(), Timings.DEFAULT), server, heard);
        Fault fault = heard.isClosed(Fault.LinkLost.class);
        assertEquals("127.0.0.1:" + server.clearPort() + " refused the connection", fault.what());
    }

    @Test
    void refused_connection_after_service_is_no_question_of_the_port() throws Exception {
        Server server = Ports.clear(listener);
        NettyDialer dialer = Ports.dialer(loop, loops.resolver(), Timings.DEFAULT);
        Ports.dial(dialer, server, heard);
        try (Socket accepted = listener.accept()) {
            heard.isOpened();
            accepted.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
            heard.message();
        }
        heard.isClosed(Fault.LinkLost.class);
        listener.close();
        Ports.dial(dialer, server, heard);
        Fault fault = heard.isClosed(Fault.LinkLost.class);
        assertTrue(fault.todo().contains("comes back by itself"), fault.todo());
        assertFalse(fault.todo().contains("usually 2000"), fault.todo());
    }

    @Test
    void server_that_does_not_answer_times_out() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, waiting);
            Ports.dial(Ports.dialer(loop, loops.resolver(), HASTY), Ports.clear(full), heard);
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertEquals("127.0.0.1:" + full.getLocalPort() + " didn't answer in 150 ms", fault.what());
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void unknown_host_name_says_so() {
        try (Resolver resolver = new Resolver(host -> {
            throw new UnknownHostException(host);
        })) {
            Ports.dial(Ports.dialer(loop, resolver, Timings.DEFAULT), new Server("cm1.invalid", 2000, 2443), heard);
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertEquals("the host name cm1.invalid can't be resolved", fault.what());
        }
    }

    @Test
    void name_server_that_does_not_answer_counts_as_connecting() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        try (Resolver resolver = new Resolver(host -> {
            try {
                answers.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            Server server = new Server("cm1", listener.getLocalPort(), 1);
            Ports.dial(Ports.dialer(loop, resolver, HASTY), server, heard);
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertEquals("the host name cm1 wasn't resolved in 150 ms", fault.what());
            var late = resolver.resolve("cm1");
            answers.countDown();
            late.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            heard.nothingMore();
        }
    }

    @Test
    void host_name_and_address_stand_in_the_fault() throws Exception {
        try (Resolver resolver = new Resolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            Server server = new Server("cm1", listener.getLocalPort(), 1);
            listener.close();
            Ports.dial(Ports.dialer(loop, resolver, Timings.DEFAULT), server, heard);
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(fault.what().startsWith("cm1 (127.0.0.1):" + server.clearPort()), fault.what());
        }
    }

    @Test
    void server_that_closes_is_reported_once() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
        }
        assertEquals("KeepAliveAck", heard.message().name());
        Fault fault = heard.isClosed(Fault.LinkLost.class);
        assertTrue(fault.what().endsWith(" closed the connection"), fault.what());
    }

    @Test
    void server_that_resets_is_reported_once() throws Exception {
        dial(Timings.DEFAULT);
        try (Socket server = listener.accept()) {
            heard.isOpened();
            server.setSoLinger(true, 0);
        }
        Fault fault = heard.isClosed(Fault.LinkLost.class);
        assertTrue(fault.what().endsWith(" reset the connection"), fault.what());
    }

    @Test
    void message_leaves_at_once_in_one_piece_padded_and_in_the_version_spoken() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = accept()) {
            heard.isOpened();
            heard.calls(() -> link.send(key()));
            byte[] first = new byte[100];
            assertEquals(24, server.getInputStream().read(first));
            assertEquals(
                    0, ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
            heard.calls(() -> link.speak(17));
            heard.calls(() -> link.send(key()));
            assertEquals(24, server.getInputStream().read(first));
            ByteBuffer message = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(16, message.getInt(0));
            assertEquals(17, message.getInt(4));
            assertEquals(0x0003, message.getInt(8));
            end(link, server);
        }
    }

    @Test
    void close_lets_what_was_sent_leave_and_is_not_reported() throws Exception {
        int messages = 5000;
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = accept()) {
            heard.isOpened();
            heard.calls(() -> {
                for (int i = 0; i < messages; i++) {
                    link.send(key());
                }
                link.close();
            });
            assertEquals(messages * 24, server.getInputStream().readAllBytes().length);
        }
    }

    @Test
    void nothing_is_sent_after_close() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = accept()) {
            heard.isOpened();
            heard.calls(() -> {
                link.close();
                link.send(key());
                link.close();
            });
            assertArrayEquals(new byte[0], server.getInputStream().readAllBytes());
        }
    }

    @Test
    void nothing_is_heard_of_a_link_that_was_closed_before_it_opened() throws Exception {
        heard.calls(() -> Ports.dialer(loop, loops.resolver(), Timings.DEFAULT)
                .dial(Ports.clear(listener), heard)
                .close());
        heard.nothingMore();
        listener.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, listener::accept);
    }

    @Test
    void messages_behind_the_one_that_made_the_port_close_are_not_reported() throws Exception {
        CallManagerLink[] link = new CallManagerLink[1];
        Heard leaving = new Heard(loop) {
            @Override
            public void received(Message message) {
                super.received(message);
                link[0].close();
            }
        };
        leaving.calls(() ->
                link[0] = Ports.dialer(loop, loops.resolver(), Timings.DEFAULT).dial(Ports.clear(listener), leaving));
        try (Socket server = accept()) {
            leaving.isOpened();
            server.getOutputStream().write(Wires.join(Wires.KEEP_ALIVE_ACK, Wires.KEEP_ALIVE_ACK));
            leaving.message();
            assertEnd(server);
        }
        leaving.nothingMore();
    }

    @Test
    void error_in_the_port_closes_its_link() throws Exception {
        Heard failing = new Heard(loop) {
            @Override
            public void received(Message message) {
                throw new IllegalStateException("meant to fail");
            }
        };
        Ports.dial(Ports.dialer(loop, loops.resolver(), Timings.DEFAULT), Ports.clear(listener), failing);
        try (Socket server = accept()) {
            failing.isOpened();
            server.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
            Fault fault = failing.isClosed(Fault.LinkLost.class);
            assertTrue(fault.what().contains("internal error"), fault.what());
            assertEnd(server);
        }
        failing.nothingMore();
    }

    @Test
    void server_that_takes_no_messages_is_given_up() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = accept()) {
            heard.isOpened();
            Message.Unknown large = new Message.Unknown(0x0777, Secret.of(new byte[4000]));
            // More than any socket buffers take, all in one turn of the loop: nothing of it can be drained.
            heard.calls(() -> {
                for (int i = 0; i < 8000; i++) {
                    link.send(large);
                }
            });
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(fault.what().endsWith("takes no more messages: 256 KiB are waiting"), fault.what());
            assertFalse(server.isClosed());
        }
    }

    @Test
    void flood_leaves_turns_of_the_loop_to_others() throws Exception {
        int messages = 30_000;
        List<Integer> turns = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(messages);
        Heard counting = new Heard(loop) {
            private int inThisTurn;

            @Override
            public void received(Message message) {
                if (inThisTurn++ == 0) {
                    // Runs when the loop is done with what it has read.
                    loop.execute(() -> {
                        turns.add(inThisTurn);
                        inThisTurn = 0;
                    });
                }
                all.countDown();
            }
        };
        CallManagerLink link =
                Ports.dial(Ports.dialer(loop, loops.resolver(), Timings.DEFAULT), Ports.clear(listener), counting);
        try (Socket server = accept()) {
            counting.isOpened();
            byte[][] flood = new byte[messages][];
            Arrays.fill(flood, Wires.KEEP_ALIVE_ACK);
            server.getOutputStream().write(Wires.join(flood));
            assertTrue(all.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
            counting.onLoop(() -> {
                int most = Collections.max(turns);
                assertTrue(most <= (32 * 1024 + 4096) / Wires.KEEP_ALIVE_ACK.length, most + " messages in a turn");
            });
            end(link, server);
        }
    }

    @Test
    void tap_sees_every_message_of_the_wire_in_order() throws Exception {
        Seen seen = new Seen();
        NettyDialer dialer = dialer(seen);
        CallManagerLink link = Ports.dial(dialer, Ports.clear(listener), heard);
        try (Socket server = accept()) {
            heard.isOpened();
            heard.calls(() -> link.speak(17));
            heard.calls(() -> link.send(key()));
            server.getOutputStream().write(Wires.join(Wires.BAD_PROMPT, Wires.UNKNOWN, Wires.KEEP_ALIVE_ACK));
            heard.ignored(Fault.Malformed.class);
            heard.message();
            heard.message();
            assertEquals(24, server.getInputStream().readNBytes(24).length);
            assertEquals(
                    List.of(">> KeypadButton v17", "<< malformed", "<< 0x777 v0", "<< KeepAliveAck v0"), seen.lines);
            end(link, server);
        }
    }

    @Test
    void counts_say_what_was_short_long_unknown_and_malformed() throws Exception {
        NettyDialer dialer = dialer(WireTap.NONE);
        CallManagerLink link = Ports.dial(dialer, Ports.clear(listener), heard);
        try (Socket server = accept()) {
            heard.isOpened();
            heard.calls(() -> link.send(key()));
            byte[] shortReject = Wires.frame(0x009D, new byte[28]);
            byte[] longAck = Wires.frame(0x0100, new byte[8]);
            byte[] paddedAck = Wires.frame(0x0100, new byte[3]);
            server.getOutputStream()
                    .write(Wires.join(Wires.BAD_PROMPT, Wires.UNKNOWN, shortReject, longAck, paddedAck));
            heard.ignored(Fault.Malformed.class);
            for (int i = 0; i < 4; i++) {
                heard.message();
            }
            assertEquals(24, server.getInputStream().readNBytes(24).length);
            assertEquals(new LinkCounts(1, 4, 1, 1, 1, 4, 1, 8), dialer.counts());
            end(link, server);
        }
    }

    @Test
    void tap_that_fails_does_not_harm_the_link() throws Exception {
        Seen failing = new Seen() {
            @Override
            public void received(Decoded decoded) {
                throw new IllegalStateException("meant to fail");
            }
        };
        CallManagerLink link = Ports.dial(dialer(failing), Ports.clear(listener), heard);
        try (Socket server = accept()) {
            heard.isOpened();
            server.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
            assertEquals("KeepAliveAck", heard.message().name());
            end(link, server);
        }
    }

    private NettyDialer dialer(WireTap tap) {
        return new NettyDialer(
                loop, loops.resolver(), Ports.DEVICE, SecurityMode.NON_SECURE, null, Timings.DEFAULT, Ports.DSCP, tap);
    }

    /** Writes down what a tap sees. */
    private static class Seen implements WireTap {
        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void sent(Decoded decoded) {
            lines.add(">> " + decoded.message().name() + " v" + decoded.headerVersion());
        }

        @Override
        public void received(Decoded decoded) {
            lines.add("<< " + decoded.message().name() + " v" + decoded.headerVersion());
        }

        @Override
        public void malformed(String what) {
            lines.add("<< malformed");
        }
    }

    @Test
    void sockets_have_no_delay_and_the_dscp() throws Exception {
        LinkSettings settings = Ports.settings(ByteBufAllocator.DEFAULT);
        InetSocketAddress remote = (InetSocketAddress) listener.getLocalSocketAddress();
        NettyLink link = new NettyLink(loop, settings, Ports.clear(listener), heard);
        Channel channel =
                link.bootstrap(remote.getAddress(), null).connect(remote).sync().channel();
        assertEquals(true, channel.config().getOption(ChannelOption.TCP_NODELAY));
        assertEquals(Ports.DSCP << 2, channel.config().getOption(ChannelOption.IP_TOS));
        heard.calls(link::close);
        channel.close().sync();
    }

    @Test
    void link_is_refused_to_other_threads() throws Exception {
        CallManagerLink link = dial(Timings.DEFAULT);
        try (Socket server = accept()) {
            heard.isOpened();
            assertThrows(IllegalStateException.class, () -> link.send(key()));
            assertThrows(IllegalStateException.class, () -> link.speak(17));
            assertThrows(IllegalStateException.class, link::close);
            NettyDialer dialer = Ports.dialer(loop, loops.resolver(), Timings.DEFAULT);
            assertThrows(IllegalStateException.class, () -> dialer.dial(Ports.clear(listener), heard));
            end(link, server);
        }
    }

    @Test
    void secure_mode_without_tls_is_refused() {
        for (SecurityMode mode : List.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Ports.dialer(loop, loops.resolver(), mode, null, Timings.DEFAULT));
        }
    }

    @Test
    void dscp_of_more_than_six_bits_is_refused() {
        DeviceName device = Ports.DEVICE;
        assertThrows(
                IllegalArgumentException.class,
                () -> new NettyDialer(
                        loop, loops.resolver(), device, SecurityMode.NON_SECURE, null, Timings.DEFAULT, 64));
    }

    private CallManagerLink dial(Timings timings) {
        return Ports.dial(Ports.dialer(loop, loops.resolver(), timings), Ports.clear(listener), heard);
    }

    private Socket accept() throws IOException {
        Socket server = listener.accept();
        server.setSoTimeout(LIMIT_MILLIS);
        return server;
    }

    private static Message key() {
        return new CallMessage.KeypadButton(new KeypadKey(5), 1, 42);
    }

    /** The port closes, the server sees the end of the stream. */
    private void end(CallManagerLink link, Socket server) throws IOException {
        heard.calls(link::close);
        assertEnd(server);
    }

    private static void assertEnd(Socket server) throws IOException {
        server.setSoTimeout(LIMIT_MILLIS);
        assertEquals(-1, server.getInputStream().read());
    }

    /** Connects until the queue of {@code full} takes nobody any more. */
    private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException isFull) {
                return;
            }
        }
        throw new AssertionError("a queue of 1 took 100 connections");
    }
}
