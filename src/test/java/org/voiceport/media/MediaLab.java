package org.voiceport.media;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.MediaKey;
import org.voiceport.port.MediaStatistics;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.port.TransmitSpec;

/** A media engine on an event loop of its own, and streams whose events are waited for. */
final class MediaLab implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    static final InetAddress ANY = new InetSocketAddress(0).getAddress();
    /** Below what Linux gives out by itself. */
    private static final int FIRST_PORT = 20000;

    private static final int LAST_PORT = 27999;

    final BlockingQueue<Event> defects = new LinkedBlockingQueue<>();
    final UdpMediaEngine engine;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final IoEventLoop loop = group.next();
    private final List<TestStream> streams = new ArrayList<>();

    MediaLab() {
        this(new UdpPorts(FIRST_PORT, LAST_PORT));
    }

    MediaLab(UdpPorts ports) {
        engine = new UdpMediaEngine(loop, ports, 46, true, defects::add);
    }

    TestStream open() {
        TestStream stream = new TestStream(this);
        streams.add(stream);
        return stream;
    }

    IoEventLoop loop() {
        return loop;
    }

    <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Refusals refusals(EventSink events) {
        return new Refusals(new DeviceName("CiscoUM1-VI1"), 7, new LineBudget(), events);
    }

    static ReceiveSpec receive(MediaKey key) {
        return new ReceiveSpec(Codec.G711U, 20, Optional.of(key), 0, ANY, LOOPBACK);
    }

    static ReceiveSpec receivePlain() {
        return new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 0, ANY, LOOPBACK);
    }

    static TransmitSpec transmit(InetSocketAddress to, MediaKey key) {
        return new TransmitSpec(to, Codec.G711U, 20, Optional.of(key), 0, 0);
    }

    static TransmitSpec transmitPlain(InetSocketAddress to) {
        return new TransmitSpec(to, Codec.G711U, 20, Optional.empty(), 0, 0);
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.run(MediaEngine.Stream::close));
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** One stream; its methods run on the loop, its events are queued. */
    static final class TestStream {
        final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
        private final MediaLab lab;
        private final MediaEngine.Stream stream;

        private TestStream(MediaLab lab) {
            this.lab = lab;
            this.stream = lab.onLoop(() -> lab.engine.open(new DeviceName("CiscoUM1-VI1"), 7, events::add));
        }

        void run(Consumer<MediaEngine.Stream> what) {
            lab.onLoop(() -> {
                what.accept(stream);
                return "";
            });
        }

        /** Listens and tells where. */
        InetSocketAddress listen(ReceiveSpec spec) {
            run(s -> s.listen(spec));
            return await(MediaEvent.Listening.class).local();
        }

        InetSocketAddress talk(TransmitSpec spec) {
            run(s -> s.talk(spec, LOOPBACK));
            return await(MediaEvent.Talking.class).local();
        }

        MediaStatistics statistics() {
            return lab.onLoop(stream::statistics);
        }

        private static long judged(MediaStatistics counts) {
            return counts.packetsReceived()
                    + counts.packetsRefused()
                    + counts.quality().late()
                    + counts.quality().duplicates();
        }

        <T extends MediaEvent> T await(Class<T> type) {
            try {
                MediaEvent event = events.poll(10, TimeUnit.SECONDS);
                if (!type.isInstance(event)) {
                    throw new AssertionError("expected " + type.getSimpleName() + ", got " + event);
                }
                return type.cast(event);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Waits until that many packets have been judged, one way or the other. */
        MediaStatistics awaitArrived(long packets) {
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (true) {
                MediaStatistics now = statistics();
                if (judged(now) >= packets) {
                    return now;
                }
                if (System.nanoTime() - limit > 0) {
                    throw new AssertionError("waited for " + packets + " packets: " + now);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }
}
