package org.voiceport.media;

import io.netty.channel.IoEventLoop;
import io.netty.channel.nio.NioIoHandle;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;

/**
 * The media of all ports of one event loop: RTP and SRTP over UDP, G.711, a socket pair for each stream. Everything is
 * called and reported on the loop, and there are no locks of ours. One tick sends what all streams have due, so the cost
 * grows linearly with them.
 *
 * <p>What a packet costs: one system call, one copy between the socket's native buffer and an array, and its
 * transformation in place there. We allocate nothing per packet in either direction; the JDK's {@code DatagramChannel}
 * allocates only when the sender's address changes, and takes two uncontended locks of its own.
 */
public final class UdpMediaEngine implements MediaEngine {
    private final IoEventLoop loop;
    private final UdpPorts ports;
    private final int tos;
    private final boolean hearsTones;
    private final EventSink events;
    private final Pacer pacer;
    private final LineBudget refusalLines = new LineBudget();
    private final PacketBuffers buffers = new PacketBuffers();
    private final PacingError pacing = new PacingError();
    private final SecureRandom random = new SecureRandom();

    /**
     * An engine without streams yet.
     *
     * @param loop an NIO event loop, the owner thread of the ports that will use this
     * @param ports where UDP ports are taken from; shared with the engines of other loops
     * @param dscp 0 to 63, marks media packets when the call manager asks for nothing else
     * @param hearsTones true: keys are looked for in the sound, too ({@link MediaEvent.Tone})
     * @param events told of packets that are refused, and when a source or sink of the application throws
     * @throws IllegalArgumentException if the loop does not run on NIO, or the DSCP is out of range
     */
    public UdpMediaEngine(IoEventLoop loop, UdpPorts ports, int dscp, boolean hearsTones, EventSink events) {
        if (!loop.isCompatible(NioIoHandle.class)) {
            throw new IllegalArgumentException("media needs an event loop with an NioIoHandler");
        }
        if (dscp < 0 || dscp > 63) {
            throw new IllegalArgumentException("DSCP " + dscp + ": must be 0 to 63");
        }
        this.loop = loop;
        this.ports = ports;
        this.tos = dscp << 2;
        this.hearsTones = hearsTones;
        this.events = events;
        this.pacer = new Pacer(loop, e -> events.accept(new DaemonEvent.Internal("media tick", e.toString())));
    }

    @Override
    public Stream open(DeviceName device, int callReference, Consumer<MediaEvent> events) {
        return new UdpStream(this, device, callReference, events);
    }

    /** How late packets were sent. For the loop's thread. */
    public PacingError pacing() {
        return pacing;
    }

    IoEventLoop loop() {
        return loop;
    }

    UdpPorts ports() {
        return ports;
    }

    int tos() {
        return tos;
    }

    boolean hearsTones() {
        return hearsTones;
    }

    EventSink events() {
        return events;
    }

    LineBudget refusalLines() {
        return refusalLines;
    }

    Pacer pacer() {
        return pacer;
    }

    PacketBuffers buffers() {
        return buffers;
    }

    SecureRandom random() {
        return random;
    }
}
