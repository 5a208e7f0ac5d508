package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Timings;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;

/** Servers that send more than anybody needs: what a link holds of it, and what is left for others. */
class FloodTest {
    private static final int LIMIT_MILLIS = 30_000;
    private static final int FLOOD_BYTES = 50_000_000;
    private static final int KEEPALIVES = 20;
    /** Messages of 12 bytes, back to back. */
    private static final byte[] BLOCK =
            Wires.join(Collections.nCopies(5000, Wires.KEEP_ALIVE_ACK).toArray(byte[][]::new));

    private static final Message CAPABILITIES = new SetupMessage.CapabilitiesRes(List.of());
    private static final int CAPABILITIES_BYTES = 12 + 4 + 18 * 16;

    private final EventLoops loops = EventLoops.start(1);
    private final EventLoop loop = loops.next();
    /** Knows every byte in use, so it needs no leak detector, which would make the flood a trickle. */
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true);

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        listener.close();
        loops.close();
        assertEquals(0, Flooded.held(buffers));
    }

    @Test
    void flood_is_handled_as_it_is_read_and_never_held() throws Exception {
        int messages = FLOOD_BYTES / Wires.KEEP_ALIVE_ACK.length;
        Flooded port = new Flooded(loop, buffers, messages);
        NettyLink link = dial(port);
        try (Socket server = listener.accept()) {
            port.isOpened();
            flood(server, messages);
            assertTrue(port.all.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS), port.all::toString);
            assertTrue(port.most.get() > 0, "the watch saw no buffer");
            assertTrue(port.most.get() <= LinkLimits.MOST_HELD_CLEAR, port.most + " bytes held");
            port.calls(link::close);
        }
    }

    @Test
    void largest_message_byte_by_byte_is_held_once() throws Exception {
        Flooded port = new Flooded(loop, buffers, 1);
        NettyLink link = dial(port);
        try (Socket server = listener.accept()) {
            port.isOpened();
            server.setTcpNoDelay(true);
            byte[] largest = Wires.frame(0x0777, new byte[4096 - 12]);
            for (byte one : largest) {
                server.getOutputStream().write(one);
            }
            assertTrue(port.all.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
            assertTrue(port.most.get() <= LinkLimits.MOST_HELD_CLEAR, port.most + " bytes held");
            port.calls(link::close);
        }
    }

    @Test
    void another_port_on_the_same_loop_keeps_its_keepalive() throws Exception {
        Flooded flooded = new Flooded(loop, buffers, Integer.MAX_VALUE);
        NettyLink link = dial(flooded);
        try (Socket flooding = listener.accept();
                ServerSocket quietListener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            flooded.isOpened();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> floodUntil(flooding, enough));
            Heard other = new Heard(loop);
            CallManagerLink otherLink = Ports.dial(
                    Ports.dialer(loop, loops.resolver(), Timings.DEFAULT), Ports.clear(quietListener), other);
            try (Socket quiet = quietListener.accept()) {
                other.isOpened();
                long before = flooded.all.getCount();
                for (int i = 0; i < KEEPALIVES; i++) {
                    long begin = System.nanoTime();
                    keepAlive(other, otherLink, quiet);
                    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                    assertTrue(taken.toSeconds() < 10, "a keepalive took " + taken);
                }
                assertTrue(flooded.all.getCount() < before, "there was no flood meanwhile");
                enough.set(true);
                sending.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                other.calls(otherLink::close);
            }
            flooded.calls(link::close);
            other.nothingMore();
        }
    }

    @Test
    void nothing_is_read_from_a_server_that_takes_no_answers() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        NettyLink[] link = new NettyLink[1];
        Heard answering = new Heard(loop) {
            @Override
            public void received(Message message) {
                answered.incrementAndGet();
                link[0].send(CAPABILITIES);
            }
        };
        link[0] = dial(answering);
        try (Socket server = listener.accept()) {
            answering.isOpened();
            int asked = 100_000;
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> flood(server, asked));
            assertTrue(stops(answered) < asked, "everything was read though no answer was taken");
            server.setSoTimeout(LIMIT_MILLIS);
            server.getInputStream().skipNBytes((long) asked * CAPABILITIES_BYTES);
            asking.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            assertEquals(asked, answered.get());
            answering.calls(link[0]::close);
        }
        answering.nothingMore();
    }

    /** Waits until nothing more is answered for many turns of the loop; how much was. */
    private int stops(AtomicInteger answered) {
        int before = 0;
        for (int same = 0; same < 1000; ) {
            loop.submit(() -> {}).syncUninterruptibly();
            int now = answered.get();
            same = now == before && now > 0 ? same + 1 : 0;
            before = now;
        }
        return before;
    }

    private NettyLink dial(Heard heard) {
        NettyLink link = new NettyLink(loop, Ports.settings(buffers), Ports.clear(listener), heard);
        heard.onLoop(() -> link.start(loops.resolver()));
        return link;
    }

    private static void keepAlive(Heard port, CallManagerLink link, Socket server) throws IOException {
        port.calls(() -> link.send(new RegistrationMessage.KeepAlive()));
        byte[] request = server.getInputStream().readNBytes(12);
        assertEquals(
                0x0000, ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
        server.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
        assertEquals("KeepAliveAck", port.message().name());
    }

    private static void flood(Socket server, int messages) {
        int left = messages * Wires.KEEP_ALIVE_ACK.length;
        while (left > 0) {
            int now = Math.min(left, BLOCK.length);
            write(server, now);
            left -= now;
        }
    }

    private static void floodUntil(Socket server, AtomicBoolean enough) {
        while (!enough.get()) {
            write(server, BLOCK.length);
        }
    }

    private static void write(Socket server, int bytes) {
        try {
            server.getOutputStream().write(BLOCK, 0, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
