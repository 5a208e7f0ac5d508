package org.voiceport.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.voiceport.rtp.RtpPacket;

/** The far end of a stream: a pair of UDP sockets on loopback. */
final class Peer implements AutoCloseable {
    static final int SSRC = 0x5EED0001;

    private final DatagramSocket media;
    private final DatagramSocket control;

    Peer() {
        this(MediaLab.LOOPBACK);
    }

    Peer(InetAddress address) {
        DatagramSocket even = null;
        DatagramSocket odd = null;
        while (odd == null) {
            even = socket(address, 0);
            odd = even.getLocalPort() % 2 == 0 ? trySocket(address, even.getLocalPort() + 1) : null;
            if (odd == null) {
                even.close();
            }
        }
        media = even;
        control = odd;
    }

    private static DatagramSocket trySocket(InetAddress address, int port) {
        try {
            return socket(address, port);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static DatagramSocket socket(InetAddress address, int port) {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port));
            socket.setSoTimeout(10_000);
            return socket;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) media.getLocalSocketAddress();
    }

    void send(byte[] packet, InetSocketAddress to) {
        send(media, packet, to);
    }

    void sendControl(byte[] packet, InetSocketAddress toMedia) {
        send(control, packet, new InetSocketAddress(toMedia.getAddress(), toMedia.getPort() + 1));
    }

    /** Sends all while the loop can't tick, so that they arrive in one moment of its time. */
    void sendAtOnce(MediaLab lab, List<byte[]> packets, InetSocketAddress to) {
        lab.onLoop(() -> {
            packets.forEach(packet -> send(packet, to));
            return "";
        });
    }

    private static void send(DatagramSocket from, byte[] packet, InetSocketAddress to) {
        try {
            from.send(new DatagramPacket(packet, packet.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] receive() {
        return receive(media);
    }

    byte[] receiveControl() {
        return receive(control);
    }

    private static byte[] receive(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** True if no media packet is waiting at this moment. */
    boolean nothingReceived() {
        return nothingReceived(media);
    }

    boolean noControlReceived() {
        return nothingReceived(control);
    }

    private static boolean nothingReceived(DatagramSocket socket) {
        try {
            socket.setSoTimeout(1);
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An RTP packet of the far end with the 160 codes of {@link Speech} at that place. */
    static byte[] packet(int sequence, int place) {
        return packet(SSRC, sequence, place * 160, Speech.codes(place * 160, 160));
    }

    static byte[] packet(int ssrc, int sequence, int timestamp, byte[] payload) {
        byte[] packet = new byte[RtpPacket.HEADER_LENGTH + payload.length];
        RtpPacket.writeHeader(packet, 0, 0, false, sequence, timestamp, ssrc);
        System.arraycopy(payload, 0, packet, RtpPacket.HEADER_LENGTH, payload.length);
        return packet;
    }

    @Override
    public void close() {
        media.close();
        control.close();
    }
}
