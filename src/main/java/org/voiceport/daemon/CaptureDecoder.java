package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.voiceport.sccp.Decoded;

/**
 * The SCCP messages of a capture, both directions of every connection with one of the {@code ports}, in the order in which
 * they were complete. Holds at most {@value #MOST_FLOWS} directions with {@value TcpFlow#MOST_BYTES} bytes out of order and
 * one unfinished message each; of more, the one that was quiet for longest is forgotten.
 */
final class CaptureDecoder {
    static final int MOST_FLOWS = 2048;
    private static final int TLS_PORT = 2443;

    private final Set<Integer> ports;
    private final Sink sink;
    private final Map<Direction, Flow> flows = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, Long> unreadLinkTypes = new TreeMap<>();
    private Instant now = Instant.EPOCH;
    private long packets;
    private long messages;
    private long tlsSegments;
    private long lostBytes;
    private long unfinishedBytes;
    private long forgottenFlows;

    /** Where messages go. */
    interface Sink {
        /** A message; {@code fromClient} is true if the side that isn't the call manager said it. */
        void message(Instant time, boolean fromClient, String client, String server, Decoded decoded);

        /** Bytes that are no message. */
        void malformed(Instant time, boolean fromClient, String client, String server, String what);
    }

    private record Direction(InetSocketAddress from, InetSocketAddress to) {}

    private record Flow(TcpFlow tcp, SccpStream sccp) {}

    /** @param ports TCP ports of call managers */
    CaptureDecoder(Set<Integer> ports, Sink sink) {
        this.ports = Set.copyOf(ports);
        this.sink = sink;
    }

    /**
     * Reads all packets. What was read before an error has been told, and so are the {@link #notes}.
     *
     * @throws CaptureException if the file is damaged or ends too early
     */
    void read(CaptureFile file) throws IOException {
        try {
            for (Optional<CapturedPacket> next = file.next(); next.isPresent(); next = file.next()) {
                packet(next.get());
            }
        } finally {
            flows.values().forEach(this::end);
            flows.clear();
        }
    }

    /** What whoever reads the messages should know, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        unreadLinkTypes.forEach((type, count) -> notes.add(count + " packets of link type " + type
                + " can't be read (readable are" + " Ethernet, Linux cooked, BSD loopback, raw IP)"));
        if (tlsSegments > 0) {
            notes.add(tlsSegments + " segments hold SCCP over TLS (usually TCP port " + TLS_PORT
                    + "), which can't be read" + " from a capture: set log.wire for the port instead");
        }
        if (lostBytes > 0) {
            notes.add("the capture lacks " + lostBytes + " bytes of the connections; messages there are not shown");
        }
        if (unfinishedBytes > 0) {
            notes.add("connections end within messages, of which " + unfinishedBytes + " bytes are there");
        }
        if (forgottenFlows > 0) {
            notes.add("more than " + MOST_FLOWS / 2 + " connections at once: " + forgottenFlows
                    + " quiet directions were forgotten, and read on from their next message");
        }
        if (messages == 0) {
            notes.add("no SCCP message on TCP port " + String.join(", ", portNames()) + " in " + packets
                    + " packets; --port names another port");
        }
        return notes;
    }

    /** Messages found, malformed ones among them. */
    long messages() {
        return messages;
    }

    private List<String> portNames() {
        return ports.stream().sorted().map(String::valueOf).toList();
    }

    private void packet(CapturedPacket packet) {
        packets++;
        if (!IpInLink.knows(packet.linkType())) {
            unreadLinkTypes.merge(packet.linkType(), 1L, Long::sum);
            return;
        }
        IpInLink.in(packet).flatMap(TcpSegment::in).ifPresent(segment -> {
            now = packet.time();
            segment(segment);
        });
    }

    private void segment(TcpSegment segment) {
        if (!ports.contains(segment.from().getPort())
                && !ports.contains(segment.to().getPort())) {
            boolean tls = segment.from().getPort() == TLS_PORT || segment.to().getPort() == TLS_PORT;
            tlsSegments += tls && segment.data().hasRemaining() ? 1 : 0;
            return;
        }
        Direction direction = new Direction(segment.from(), segment.to());
        if (segment.syn() || segment.reset()) {
            // Where the ports are used again, what was before belongs to another connection.
            drop(direction);
        }
        if (!segment.reset()) {
            flows.computeIfAbsent(direction, known -> flow(known, segment.syn()))
                    .tcp
                    .add(segment);
        }
        if (flows.size() > MOST_FLOWS) {
            Iterator<Flow> oldest = flows.values().iterator();
            end(oldest.next());
            oldest.remove();
            forgottenFlows++;
        }
    }

    private Flow flow(Direction direction, boolean fromBeginning) {
        boolean fromClient = ports.contains(direction.to.getPort());
        String from = text(direction.from);
        String to = text(direction.to);
        String client = fromClient ? from : to;
        String server = fromClient ? to : from;
        SccpStream sccp = new SccpStream(fromBeginning, new SccpStream.Sink() {
            @Override
            public void message(Decoded decoded) {
                messages++;
                sink.message(now, fromClient, client, server, decoded);
            }

            @Override
            public void malformed(String what) {
                messages++;
                sink.malformed(now, fromClient, client, server, what);
            }

            @Override
            public void tls() {
                tlsSegments++;
            }
        });
        return new Flow(
                new TcpFlow(new TcpFlow.Sink() {
                    @Override
                    public void bytes(byte[] inOrder) {
                        sccp.bytes(inOrder);
                    }

                    @Override
                    public void lost(long bytes) {
                        lostBytes += bytes;
                        sccp.lost();
                    }
                }),
                sccp);
    }

    private void drop(Direction direction) {
        Flow flow = flows.remove(direction);
        if (flow != null) {
            end(flow);
        }
    }

    private void end(Flow flow) {
        flow.tcp.end();
        unfinishedBytes += flow.sccp.unfinishedBytes();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
