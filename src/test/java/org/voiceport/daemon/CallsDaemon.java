package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Event;
import org.voiceport.event.PortEvent;
import org.voiceport.event.Severity;
import org.voiceport.media.PacingError;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;

/**
 * The daemon under load: everything as it always is, but that calls are taken by an application that plays speech again and
 * again and records all the while. What it records is counted, and of a few calls compared with what was said; it isn't
 * written to a disk.
 */
final class CallsDaemon implements Loaded {
    private static final int COMPARED = 3;
    private static final double PER_MILLE = 1000;

    private final Daemon daemon;
    private final short[] speech;
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private Meter meter = Meter.start();
    private long heapBefore;
    private PacingError.Counts pacing = PacingError.Counts.none();

    private CallsDaemon(DaemonConfig config, short[] speech) throws IOException {
        this.speech = speech;
        this.daemon =
                Daemon.start(config, TrustMaterial.load(config, true), CallsDaemon::tell, voicemail -> new Looping());
    }

    /** The configuration file is the only argument. */
    public static void main(String[] arguments) throws Exception {
        SimulateCommand.quiet();
        try (CallsDaemon loaded = start(Path.of(arguments[0]))) {
            Loaded.serve(loaded, System.out);
        }
    }

    static CallsDaemon start(Path configuration) throws IOException {
        return new CallsDaemon(Loaded.configuration(configuration), CallsBenchmark.speech());
    }

    private static void tell(Event event) {
        boolean odd = event.severity() == Severity.WARN || event.severity() == Severity.ERROR;
        if (odd || event instanceof PortEvent.Unregistered) {
            System.err.println(event.text());
        }
    }

    @Override
    public void begin() throws InterruptedException {
        // What registering and calling has left behind is no part of what is measured.
        heapBefore = Meter.liveHeap();
        Thread.sleep(100);
        pacing = daemon.pacing();
        meter = Meter.start();
    }

    @Override
    public Map<String, Long> end() throws InterruptedException {
        Map<String, Long> used = meter.read();
        PacingError.Counts since = daemon.pacing().since(pacing);
        used.put("packetsSent", since.sent());
        used.put("packetsLeftOut", since.leftOut());
        used.put("lateP50Nanos", since.lateness(0.5));
        used.put("lateP99Nanos", since.lateness(0.99));
        used.put("lateP999Nanos", since.lateness(0.999));
        used.put("lateMaxNanos", since.lateness(1));
        used.put("heapBytes", heapBefore);
        return used;
    }

    @Override
    public Map<String, Long> after() {
        Map<String, Long> told = new TreeMap<>();
        told.put("recorded", heard.stream().mapToLong(each -> each.count).sum());
        told.put("similarityPerMille", (long) (PER_MILLE
                * heard.stream()
                        .filter(Heard::isKept)
                        .mapToDouble(each -> CallsBenchmark.similarity(speech, each.samples()))
                        .min()
                        .orElse(0)));
        heard.clear();
        calls.set(0);
        return told;
    }

    @Override
    public void close() {
        try {
            daemon.stop("the measurement is over", Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers every call. */
    private final class Looping implements CallHandler {
        @Override
        public Consumer<CallEvent> offered(Call call) {
            Heard sink = new Heard(calls.getAndIncrement() < COMPARED);
            heard.add(sink);
            call.answer();
            return event -> {
                if (event instanceof CallEvent.Answered) {
                    call.play(new Loop(speech));
                    call.record(sink);
                }
            };
        }
    }

    /** The same speech again and again. */
    private static final class Loop implements Source {
        private final short[] speech;
        private int at;

        Loop(short[] speech) {
            this.speech = speech;
        }

        @Override
        public int read(short[] into, int offset, int count) {
            int part = Math.min(count, speech.length - at);
            System.arraycopy(speech, at, into, offset, part);
            at = (at + part) % speech.length;
            return part;
        }
    }

    /** What was recorded of one call; written by the port's loop. */
    private static final class Heard implements Sink {
        private final boolean kept;
        private short[] samples = new short[0];
        private volatile int count;

        Heard(boolean kept) {
            this.kept = kept;
        }

        boolean isKept() {
            return kept;
        }

        @Override
        public void write(short[] from, int offset, int length) {
            if (kept) {
                if (count + length > samples.length) {
                    samples = Arrays.copyOf(samples, 2 * (count + length));
                }
                System.arraycopy(from, offset, samples, count, length);
            }
            int before = count;
            count = before + length;
        }

        short[] samples() {
            return Arrays.copyOf(samples, count);
        }
    }
}
