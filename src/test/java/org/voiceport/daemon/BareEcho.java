package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The least that could be done: sends back each packet to whoever sent it, on a socket per call, with one selector. No
 * crypto, no clock, no sound.
 */
final class BareEcho implements Loaded {
    private final Selector selector = Selector.open();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);
    private final Thread thread = new Thread(this::run, "echo");
    private Meter meter = Meter.start();
    private volatile boolean closed;

    /** How many sockets, and the first of their ports, each second one from there on. */
    public static void main(String[] arguments) throws Exception {
        try (BareEcho echo = new BareEcho(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))) {
            Loaded.serve(echo, System.out);
        }
    }

    BareEcho(int sockets, int firstPort) throws IOException {
        for (int i = 0; i < sockets; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), firstPort + 2 * i));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::echo);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void echo(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            packet.clear();
            SocketAddress from = channel.receive(packet);
            if (from != null) {
                channel.send(packet.flip(), from);
            }
        } catch (IOException e) {
            // Who has gone in the meantime gets no echo.
        }
    }

    @Override
    public void begin() {
        meter = Meter.start();
    }

    @Override
    public Map<String, Long> end() {
        return meter.read();
    }

    @Override
    public Map<String, Long> after() {
        return new TreeMap<>();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DatagramChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
