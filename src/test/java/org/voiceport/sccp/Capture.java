package org.voiceport.sccp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The TCP streams in a capture file: pcap or pcapng, Ethernet, IPv4. */
final class Capture {
    private static final int PCAP = 0xA1B2C3D4;
    private static final int SECTION = 0x0A0D0D0A;
    private static final int ENHANCED_PACKET = 6;
    private static final int SYN = 0x02;

    private Capture() {}

    /** One direction of a connection. */
    record Flow(String from, int fromPort, String to, int toPort) {}

    /** What was sent on every flow of TCP port {@code port}, in the order of the sequence numbers. */
    static Map<Flow, byte[]> streams(String resource, int port) {
        Map<Flow, Stream> streams = new LinkedHashMap<>();
        for (ByteBuffer packet : packets(ByteBuffer.wrap(bytes(resource)))) {
            segment(packet, port, streams);
        }
        Map<Flow, byte[]> contents = new LinkedHashMap<>();
        streams.forEach((flow, stream) -> contents.put(flow, stream.contents()));
        return contents;
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(Capture.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ByteBuffer> packets(ByteBuffer file) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> packets = new ArrayList<>();
        if (file.getInt(0) == PCAP) {
            file.position(24);
            while (file.hasRemaining()) {
                int captured = file.getInt(file.position() + 8);
                packets.add(file.slice(file.position() + 16, captured));
                file.position(file.position() + 16 + captured);
            }
            return packets;
        }
        if (file.getInt(0) != SECTION) {
            throw new AssertionError("no capture file");
        }
        while (file.hasRemaining()) {
            int type = file.getInt(file.position());
            int size = file.getInt(file.position() + 4);
            if (type == ENHANCED_PACKET) {
                packets.add(file.slice(file.position() + 28, file.getInt(file.position() + 20)));
            }
            file.position(file.position() + size);
        }
        return packets;
    }

    private static void segment(ByteBuffer ethernet, int port, Map<Flow, Stream> streams) {
        int type = ethernet.getShort(12) & 0xFFFF;
        if (type != 0x0800 || ethernet.get(14 + 9) != 6) {
            return;
        }
        int ip = 14;
        int tcp = ip + (ethernet.get(ip) & 15) * 4;
        int end = ip + (ethernet.getShort(ip + 2) & 0xFFFF);
        int from = ethernet.getShort(tcp) & 0xFFFF;
        int to = ethernet.getShort(tcp + 2) & 0xFFFF;
        if (from != port && to != port) {
            return;
        }
        int payload = tcp + ((ethernet.get(tcp + 12) >> 4) & 15) * 4;
        byte[] data = new byte[end - payload];
        ethernet.get(payload, data);
        Flow flow = new Flow(address(ethernet, ip + 12), from, address(ethernet, ip + 16), to);
        int sequence = ethernet.getInt(tcp + 4);
        boolean syn = (ethernet.get(tcp + 13) & SYN) != 0;
        streams.computeIfAbsent(flow, key -> new Stream(sequence + (syn ? 1 : 0)))
                .add(sequence, data);
    }

    private static String address(ByteBuffer packet, int at) {
        return (packet.get(at) & 0xFF) + "." + (packet.get(at + 1) & 0xFF) + "." + (packet.get(at + 2) & 0xFF) + "."
                + (packet.get(at + 3) & 0xFF);
    }

    /** Segments by their distance from the first byte; what comes again is dropped. */
    private static final class Stream {
        private final int first;
        private final TreeMap<Integer, byte[]> segments = new TreeMap<>();

        Stream(int first) {
            this.first = first;
        }

        void add(int sequence, byte[] data) {
            if (data.length > 0) {
                segments.merge(sequence - first, data, (old, again) -> again.length > old.length ? again : old);
            }
        }

        byte[] contents() {
            java.io.ByteArrayOutputStream contents = new java.io.ByteArrayOutputStream();
            segments.forEach((at, data) -> {
                int known = contents.size() - at;
                // A gap is a capture that lost something: nothing behind it can be told.
                if (known >= 0 && known < data.length) {
                    contents.write(data, known, data.length - known);
                }
            });
            return contents.toByteArray();
        }
    }
}
