package org.voiceport.threats;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.voiceport.event.DeviceName;
import org.voiceport.sim.MediaPath;

/**
 * The attacker's place in the media path of one port: a pair of UDP ports that phones send to, another that the port sends
 * to, and all that comes goes on to the other side, if he likes. The call manager's network has him in between as it would
 * have a media termination point; nothing in the signalling is changed for that.
 */
final class MediaCrossing implements MediaPath, AutoCloseable {
    private static final int ATTEMPTS = 200;
    private static final int LARGEST = 2048;

    private final DeviceName port;
    private final Selector selector = Selector.open();
    private final Side phoneSide;
    private final Side portSide;
    private final Seen<Piece> seen = new Seen<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private volatile Tampering tampering = Tampering.NONE;

    /** One for that port, on free UDP ports of that address. */
    MediaCrossing(DeviceName port, InetAddress address) throws IOException {
        this.port = port;
        phoneSide = new Side(address, selector, Direction.TO_PORT);
        portSide = new Side(address, selector, Direction.FROM_PORT);
        Thread thread = new Thread(this::run, "threat-media");
        thread.setDaemon(true);
        thread.start();
    }

    /** The RTP packets as they came. */
    Seen<Piece> seen() {
        return seen;
    }

    /** The RTP packets of that direction behind the first {@code count} of both. */
    List<byte[]> seen(int count, Direction direction) {
        List<Piece> all = seen.all();
        return all.subList(count, all.size()).stream()
                .filter(packet -> packet.direction() == direction)
                .map(Piece::bytes)
                .toList();
    }

    /** Waits until so many packets for the port have passed, behind the first {@code count} of both directions. */
    void awaitToPort(int count, long packets) throws InterruptedException {
        AtomicLong passed = new AtomicLong();
        seen.await(
                count,
                packet -> packet.direction() == Direction.TO_PORT && passed.incrementAndGet() >= packets,
                packets + " packets for the port");
    }

    /** What is done with RTP packets from now on. RTCP always passes. */
    void tamper(Tampering next) {
        tampering = next;
    }

    /** Where the port listens; fails if it doesn't. */
    InetSocketAddress port() {
        InetSocketAddress listening = portSide.listener.get();
        if (listening == null) {
            throw new NothingHappened(port + " doesn't listen");
        }
        return listening;
    }

    @Override
    public InetSocketAddress towards(DeviceName sender, DeviceName listener, InetSocketAddress listening) {
        if (listener.equals(port)) {
            portSide.listener.set(listening);
            return phoneSide.address();
        } else if (sender.equals(port)) {
            phoneSide.listener.set(listening);
            return portSide.address();
        }
        return listening;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> pass((Way) key.attachment(), (DatagramChannel) key.channel()));
            }
        } catch (IOException | ClosedSelectorException closed) {
            return;
        }
    }

    private void pass(Way way, DatagramChannel channel) {
        try {
            buffer.clear();
            if (channel.receive(buffer) == null) {
                return;
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            List<byte[]> passed = List.of(bytes);
            if (!way.control()) {
                passed = tampering.pass(way.direction(), bytes);
                seen.add(new Piece(way.direction(), bytes));
            }
            for (byte[] packet : passed) {
                send(way, packet);
            }
        } catch (IOException gone) {
            // Who listened has closed its port: the call is over.
            return;
        }
    }

    /** On from the other side, so that each sees one address only. */
    private void send(Way way, byte[] packet) throws IOException {
        Side out = way.direction() == Direction.TO_PORT ? portSide : phoneSide;
        InetSocketAddress to = out.listener.get();
        if (to == null) {
            return;
        }
        DatagramChannel from = way.control() ? out.control : out.media;
        int there = to.getPort() + (way.control() ? 1 : 0);
        from.send(ByteBuffer.wrap(packet), new InetSocketAddress(to.getAddress(), there));
    }

    @Override
    public void close() throws IOException {
        selector.close();
        phoneSide.close();
        portSide.close();
    }

    private record Way(Direction direction, boolean control) {}

    /** An even UDP port for RTP and the odd one behind it for RTCP, and who listens on this side. */
    private static final class Side {
        private final AtomicReference<InetSocketAddress> listener = new AtomicReference<>();
        private DatagramChannel media;
        private DatagramChannel control;

        /** @param comes which way goes what comes to it */
        Side(InetAddress address, Selector selector, Direction comes) throws IOException {
            for (int i = 0; i < ATTEMPTS && !open(address); i++) {
                close();
            }
            media.configureBlocking(false);
            control.configureBlocking(false);
            media.register(selector, SelectionKey.OP_READ, new Way(comes, false));
            control.register(selector, SelectionKey.OP_READ, new Way(comes, true));
        }

        private boolean open(InetAddress address) throws IOException {
            media = DatagramChannel.open();
            control = DatagramChannel.open();
            try {
                media.bind(new InetSocketAddress(address, 0));
                int even = address().getPort();
                if (even % 2 != 0) {
                    return false;
                }
                control.bind(new InetSocketAddress(address, even + 1));
                return true;
            } catch (BindException taken) {
                return false;
            }
        }

        InetSocketAddress address() throws IllegalStateException {
            try {
                return (InetSocketAddress) media.getLocalAddress();
            } catch (IOException closed) {
                throw new IllegalStateException(closed);
            }
        }

        void close() throws IOException {
            media.close();
            control.close();
        }
    }
}
