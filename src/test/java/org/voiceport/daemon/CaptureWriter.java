package org.voiceport.daemon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Captures of one connection between a phone, 10.0.0.5:50000 or its IPv6 twin, and a call manager, 10.0.0.11:2000. */
final class CaptureWriter {
    static final int CLIENT = 50_000;
    static final int SERVER = 2000;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final int linkType;
    private final byte[] linkHeader;
    private final boolean ipv6;
    private final ByteOrder order;
    private final boolean nanoseconds;
    private int seconds = 1_000_000_000;

    private CaptureWriter(int linkType, byte[] linkHeader, boolean ipv6, ByteOrder order, boolean nanoseconds) {
        this.linkType = linkType;
        this.linkHeader = linkHeader;
        this.ipv6 = ipv6;
        this.order = order;
        this.nanoseconds = nanoseconds;
        int magic = nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4;
        write(ByteBuffer.allocate(24)
                .order(order)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262_144)
                .putInt(linkType));
    }

    static CaptureWriter ethernet() {
        return link(1, "000000000000 000000000000 0800", false);
    }

    /** A pcap file with little-endian headers whose packets have {@code headerHex} in front of IP. */
    static CaptureWriter link(int linkType, String headerHex, boolean ipv6) {
        return new CaptureWriter(linkType, hex(headerHex), ipv6, ByteOrder.LITTLE_ENDIAN, false);
    }

    static CaptureWriter bigEndianNanoseconds() {
        return new CaptureWriter(101, new byte[0], false, ByteOrder.BIG_ENDIAN, true);
    }

    static byte[] hex(String hex) {
        return hex.isBlank() ? new byte[0] : HexText.parse(hex).orElseThrow();
    }

    /** A KeepAlive with version 0, or what differs only in its id. */
    static byte[] message(int id, byte... body) {
        return ByteBuffer.allocate(12 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4 + body.length)
                .putInt(0)
                .putInt(id)
                .put(body)
                .array();
    }

    CaptureWriter syn(int sequence) {
        return segment(CLIENT, SERVER, sequence, SYN, new byte[0]);
    }

    /** What the phone says. */
    CaptureWriter says(int sequence, byte... data) {
        return segment(CLIENT, SERVER, sequence, ACK, data);
    }

    CaptureWriter segment(int from, int to, int sequence, int flags, byte[] data) {
        byte[] tcp = ByteBuffer.allocate(20 + data.length)
                .putShort((short) from)
                .putShort((short) to)
                .putInt(sequence)
                .putInt(0)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 1000)
                .putInt(0)
                .put(data)
                .array();
        boolean fromClient = to != CLIENT;
        return packet(ipv6 ? ipv6(tcp, fromClient) : ipv4(tcp, fromClient));
    }

    private static byte[] ipv4(byte[] tcp, boolean fromClient) {
        byte[] phone = {10, 0, 0, 5};
        byte[] server = {10, 0, 0, 11};
        return ByteBuffer.allocate(20 + tcp.length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + tcp.length))
                .putInt(0)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0)
                .put(fromClient ? phone : server)
                .put(fromClient ? server : phone)
                .put(tcp)
                .array();
    }

    /** With a hop-by-hop header of 8 bytes in front of TCP. */
    private static byte[] ipv6(byte[] tcp, boolean fromClient) {
        byte[] phone = hex("20010db8000000000000000000000005");
        byte[] server = hex("20010db8000000000000000000000011");
        return ByteBuffer.allocate(48 + tcp.length)
                .putInt(0x60000000)
                .putShort((short) (8 + tcp.length))
                .put((byte) 0)
                .put((byte) 64)
                .put(fromClient ? phone : server)
                .put(fromClient ? server : phone)
                .put((byte) 6)
                .put((byte) 0)
                .put(new byte[6])
                .put(tcp)
                .array();
    }

    private CaptureWriter packet(byte[] ip) {
        int length = linkHeader.length + ip.length;
        write(ByteBuffer.allocate(16 + length)
                .order(order)
                .putInt(seconds++)
                .putInt(nanoseconds ? 123_456_789 : 123_456)
                .putInt(length)
                .putInt(length)
                .put(linkHeader)
                .put(ip));
        return this;
    }

    private void write(ByteBuffer filled) {
        byte[] bytes = new byte[filled.position()];
        filled.get(0, bytes);
        file.writeBytes(bytes);
    }

    byte[] bytes() {
        return file.toByteArray();
    }

    /** The same packets as pcapng, with an unknown block in front and times in {@code resolution} per second. */
    byte[] pcapng() {
        ByteBuffer pcap = ByteBuffer.wrap(bytes()).order(order).position(24);
        ByteBuffer out = ByteBuffer.allocate(2 * bytes().length + 4096).order(order);
        out.putInt(0x0A0D0D0A)
                .putInt(28)
                .putInt(0x1A2B3C4D)
                .putInt(1)
                .putLong(-1)
                .putInt(28);
        out.putInt(0x0BAD).putInt(16).putInt(0).putInt(16);
        // Options: if_tsresol (9) 10^-6, end.
        out.putInt(1).putInt(32).putShort((short) linkType).putShort((short) 0).putInt(0);
        out.putShort((short) 9)
                .putShort((short) 1)
                .put((byte) 6)
                .put(new byte[3])
                .putInt(0)
                .putInt(32);
        while (pcap.hasRemaining()) {
            long micros = pcap.getInt() * 1_000_000L + pcap.getInt();
            int length = pcap.getInt();
            pcap.getInt();
            byte[] packet = new byte[length];
            pcap.get(packet);
            int padded = (length + 3) & ~3;
            out.putInt(6)
                    .putInt(32 + padded)
                    .putInt(0)
                    .putInt((int) (micros >>> 32))
                    .putInt((int) micros);
            out.putInt(length)
                    .putInt(length)
                    .put(packet)
                    .put(new byte[padded - length])
                    .putInt(32 + padded);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    static CaptureFile open(byte[] bytes) throws IOException {
        return CaptureFile.open(new CaptureInput(new ByteArrayInputStream(bytes)));
    }
}
