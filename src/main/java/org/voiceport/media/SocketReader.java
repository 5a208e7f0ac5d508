package org.voiceport.media;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * Watches one UDP socket through the selector of an event loop, without a Netty channel around it, so that a packet costs
 * no {@code ByteBuf}, no {@code DatagramPacket} and no pipeline.
 *
 * <p>The selector reports a socket again as long as it has packets, so one packet is read at a time, and the system call
 * that would find nothing more is saved. Only a packet that comes sooner after the one before than any stream sends them
 * hints at a backlog; then up to {@value #BATCH} are read in one go, no more: who floods one socket can't keep the loop
 * from the others.
 */
final class SocketReader implements NioIoHandle {
    /** What is done with a packet; it lies in {@link PacketBuffers#in}. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Takes one packet; the next one overwrites it.
         *
         * @param now {@link System#nanoTime()}
         */
        void received(int length, long now);
    }

    static final int BATCH = 32;
    /** Nanoseconds; packets of 10 ms come further apart, but for jitter. */
    private static final long BACKLOG = 2_000_000;

    private final DatagramChannel channel;
    private final PacketBuffers buffers;
    private final Receiver receiver;
    private @Nullable IoRegistration registration;
    private long readAt;

    private SocketReader(DatagramChannel channel, PacketBuffers buffers, Receiver receiver) {
        this.channel = channel;
        this.buffers = buffers;
        this.receiver = receiver;
        this.readAt = System.nanoTime() - BACKLOG;
    }

    /** Begins to watch; to be called on the loop, where everything received is handed over too. */
    static SocketReader start(IoEventLoop loop, DatagramChannel channel, PacketBuffers buffers, Receiver receiver)
            throws IOException {
        SocketReader reader = new SocketReader(channel, buffers, receiver);
        Future<IoRegistration> registered = loop.register(reader);
        if (!registered.isSuccess()) {
            throw new IOException("the event loop did not take the socket", registered.cause());
        }
        reader.registration = registered.getNow();
        reader.registration.submit(NioIoOps.READ);
        return reader;
    }

    void stop() {
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        long now = System.nanoTime();
        int most = now - readAt < BACKLOG ? BATCH : 1;
        readAt = now;
        for (int i = 0; i < most && channel.isOpen(); i++) {
            int length = buffers.receive(channel);
            if (length == PacketBuffers.NOTHING) {
                return;
            }
            receiver.received(length, now);
        }
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    /** The loop ends. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
