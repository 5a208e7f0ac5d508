package org.voiceport.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Floods a UDP port of a call with good RTP packets of its own, random bytes and bits of packets. */
final class Stranger implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int PACKET = HEADER + 160;
    private static final int BURST = 3;

    private final DatagramSocket socket;
    private final InetSocketAddress target;
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread = new Thread(this::flood, "stranger");
    private volatile boolean stopped;
    private int sequence;

    /** Begins at once. */
    Stranger(String from, String target) {
        int colon = target.lastIndexOf(':');
        this.target = new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        try {
            socket = new DatagramSocket(0, InetAddress.getByName(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    long sent() {
        return sent.get();
    }

    private void flood() {
        try {
            while (!stopped) {
                for (int i = 0; i < BURST; i++) {
                    send(rtp());
                    send(noise(PACKET));
                    send(noise(random.nextInt(HEADER + 1)));
                }
                send(noise(1500));
                LockSupport.parkNanos(5_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RTP version 2, payload type 0, a source of its own. */
    private byte[] rtp() {
        byte[] packet = noise(PACKET);
        ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) 0x00)
                .putShort((short) sequence)
                .putInt(sequence * 160)
                .putInt(0xBADBAD);
        sequence++;
        return packet;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void send(byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, target));
        sent.incrementAndGet();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        socket.close();
    }
}
