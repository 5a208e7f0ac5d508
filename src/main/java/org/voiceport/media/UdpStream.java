package org.voiceport.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaQuality;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.MediaKey;
import org.voiceport.port.MediaStatistics;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.port.TransmitSpec;

/** The media of one call: holds what is open and hands on what comes. */
final class UdpStream implements MediaEngine.Stream, Pacer.Paced {
    private static final int MIN_PACKET_MILLIS = 10;
    private static final int MAX_PACKET_MILLIS = 60;
    /** Of a TOS byte; the others tell of congestion and are the network's (RFC 3168 §5). */
    private static final int DSCP_BITS = 0xFC;

    private final UdpMediaEngine engine;
    private final DeviceName device;
    private final int callReference;
    private final Consumer<MediaEvent> events;
    private final Playback playback = new Playback(e -> defect("source", e));
    private final Reception reception;
    private final String cname;
    private final Pacer.Place place;
    private @Nullable SocketPair sockets;
    private @Nullable SocketReader mediaReader;
    private @Nullable SocketReader controlReader;
    private @Nullable PacketGate gate;
    private @Nullable Transmission transmission;
    private @Nullable ControlReports reports;
    private @Nullable InetAddress remote;
    private long packetsSentBefore;
    private long octetsSentBefore;
    private long lostAtFarEndBefore;
    private int roundTripBefore = MediaQuality.UNKNOWN;
    private boolean closed;

    UdpStream(UdpMediaEngine engine, DeviceName device, int callReference, Consumer<MediaEvent> events) {
        this.engine = engine;
        this.device = device;
        this.callReference = callReference;
        this.events = events;
        PacketBuffers buffers = engine.buffers();
        ToneReader tones = new ToneReader(engine.hearsTones(), key -> report(new MediaEvent.Tone(key)));
        this.reception = new Reception(
                buffers,
                new Recording(buffers.received, new SplittableRandom(), tones, e -> defect("sink", e)),
                new KeyReader(key -> {
                    tones.hush();
                    report(new MediaEvent.Digit(key));
                }),
                new Refusals(device, callReference, engine.refusalLines(), engine.events()));
        this.cname = ControlReports.freshName(engine.random());
        this.place = engine.pacer().add(this);
    }

    @Override
    public void listen(ReceiveSpec spec) {
        if (closed) {
            spec.key().ifPresent(MediaKey::close);
            return;
        }
        try {
            SocketPair open = sockets(spec.local());
            closeGate();
            gate = new PacketGate(spec);
            if (remote != null) {
                gate.sendingTo(remote);
            }
            reception.begin(gate, System.nanoTime());
            report(new MediaEvent.Listening(open.local()));
        } catch (NoSocket e) {
            spec.key().ifPresent(MediaKey::close);
            report(new MediaEvent.Failed(true, e.fault()));
        }
    }

    @Override
    public void talk(TransmitSpec spec, InetAddress local) {
        if (closed) {
            spec.key().ifPresent(MediaKey::close);
            return;
        }
        mute();
        try {
            SocketPair open = sockets(local);
            Optional<Fault> fault = fault(spec, open.local());
            if (fault.isPresent()) {
                spec.key().ifPresent(MediaKey::close);
                report(new MediaEvent.Failed(false, fault.get()));
                return;
            }
            int asked = spec.tos() & DSCP_BITS;
            open.mark(asked == 0 ? engine.tos() : asked);
            startSending(spec, open);
            report(new MediaEvent.Talking(open.local()));
        } catch (NoSocket e) {
            spec.key().ifPresent(MediaKey::close);
            report(new MediaEvent.Failed(false, e.fault()));
        }
    }

    private void startSending(TransmitSpec spec, SocketPair open) {
        long now = System.nanoTime();
        PacketBuffers buffers = engine.buffers();
        InetTarget target = new InetTarget(open, buffers, spec.remote());
        Transmission started =
                new Transmission(spec, target, buffers, engine.pacing(), engine.random(), place.begin(now));
        transmission = started;
        reports = new ControlReports(started, reception, buffers, engine.random(), Clock.systemUTC(), cname, now);
        remote = spec.remote().getAddress();
        if (gate != null) {
            gate.sendingTo(remote);
        }
    }

    private static Optional<Fault> fault(TransmitSpec spec, InetSocketAddress local) {
        InetAddress to = spec.remote().getAddress();
        if (to == null
                || spec.remote().getPort() == 0
                || to.isAnyLocalAddress()
                || to.isMulticastAddress()
                || to.getClass() != local.getAddress().getClass()) {
            return Optional.of(new Fault.PeerIncompatible(
                    "media can't be sent from " + local + " to " + spec.remote(),
                    "look at the address of the far end in the call manager"));
        }
        if (spec.packetMillis() < MIN_PACKET_MILLIS || spec.packetMillis() > MAX_PACKET_MILLIS) {
            return Optional.of(new Fault.PeerIncompatible(
                    "packets of " + spec.packetMillis() + " ms were asked for",
                    "set a packet size of " + MIN_PACKET_MILLIS + " to " + MAX_PACKET_MILLIS
                            + " ms in the call manager"));
        }
        return Optional.empty();
    }

    private SocketPair sockets(InetAddress local) throws NoSocket {
        if (sockets != null) {
            return sockets;
        }
        SocketPair opened = engine.ports().open(local);
        try {
            mediaReader = SocketReader.start(engine.loop(), opened.rtp(), engine.buffers(), this::media);
            controlReader = SocketReader.start(engine.loop(), opened.rtcp(), engine.buffers(), this::control);
        } catch (IOException e) {
            closeSockets(opened);
            throw new NoSocket("no UDP socket could be watched: " + e.getMessage(), "restart the daemon", e);
        }
        sockets = opened;
        return opened;
    }

    /** Read also while nobody listens, or stale packets would come out of the socket's buffer later. */
    private void media(int length, long now) {
        if (gate != null) {
            reception.packet(gate, length, now);
        }
        engine.pacer().poll(now);
    }

    private void control(int length, long now) {
        if (gate != null) {
            reception.control(gate, length, reports, now);
        }
        engine.pacer().poll(now);
    }

    @Override
    public void tick(long now) {
        if (transmission != null) {
            transmission.tick(now, playback, source -> report(new MediaEvent.Played(source)));
        }
        if (reports != null) {
            reports.tick(now);
        }
        reception.tick(now);
    }

    @Override
    public void deafen() {
        if (gate != null) {
            reception.end(System.nanoTime());
            closeGate();
        }
    }

    @Override
    public void mute() {
        if (transmission == null || reports == null) {
            return;
        }
        reports.bye(System.nanoTime());
        packetsSentBefore += transmission.packets();
        octetsSentBefore += transmission.octets();
        lostAtFarEndBefore += reports.lostAtFarEnd();
        roundTripBefore = roundTrip(reports);
        transmission.close();
        transmission = null;
        reports = null;
    }

    @Override
    public void play(Source source) {
        playback.play(source);
    }

    @Override
    public void stopPlaying() {
        playback.stop();
    }

    @Override
    public void record(Sink sink) {
        if (!closed) {
            reception.record(sink, System.nanoTime());
        }
    }

    @Override
    public void stopRecording() {
        reception.stopRecording(System.nanoTime());
    }

    @Override
    public void press(Dtmf key) {
        if (transmission != null) {
            transmission.press(key);
        }
    }

    @Override
    public MediaStatistics statistics() {
        Transmission sending = transmission;
        return new MediaStatistics(
                packetsSentBefore + (sending == null ? 0 : sending.packets()),
                octetsSentBefore + (sending == null ? 0 : sending.octets()),
                reception.packets(),
                reception.octets(),
                reception.lost(),
                reception.refused(),
                reception.quality(
                        roundTrip(reports), lostAtFarEndBefore + (reports == null ? 0 : reports.lostAtFarEnd())));
    }

    /** Of the transmission before if this one has none yet. */
    private int roundTrip(@Nullable ControlReports of) {
        return of == null || of.roundTripMillis() == MediaQuality.UNKNOWN ? roundTripBefore : of.roundTripMillis();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        place.leave();
        mute();
        playback.stop();
        stopRecording();
        closeGate();
        reception.close(System.nanoTime());
        if (sockets != null) {
            closeSockets(sockets);
            sockets = null;
        }
    }

    private void closeGate() {
        if (gate != null) {
            gate.close();
            gate = null;
        }
    }

    private void closeSockets(SocketPair pair) {
        if (mediaReader != null) {
            mediaReader.stop();
        }
        if (controlReader != null) {
            controlReader.stop();
        }
        pair.close();
    }

    private void report(MediaEvent event) {
        engine.loop().execute(() -> {
            if (!closed) {
                events.accept(event);
            }
        });
    }

    private void defect(String part, RuntimeException e) {
        engine.events()
                .accept(new DaemonEvent.Internal(
                        "media of " + device + ", call " + Integer.toUnsignedString(callReference),
                        "the " + part + " of a call threw " + e));
    }
}
