package org.voiceport.daemon;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.PortEvent;
import org.voiceport.event.Severity;

/** The daemon as it always is, with a great many ports that nobody calls: how soon they are registered, and what they need. */
final class PortsDaemon implements Loaded {
    private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(5);
    private static final long KIB = 1024;

    private final int wanted;
    private final Set<DeviceName> registered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch all = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final Daemon daemon;
    private final long loadNanos;
    private final long processorBefore;
    private final long began;
    private volatile long registerNanos;
    private volatile long registerProcessorNanos;
    private Meter meter = Meter.start();
    private long heap;

    private PortsDaemon(DaemonConfig config) throws IOException {
        wanted = config.ports().size();
        long loading = System.nanoTime();
        TrustMaterial trust = TrustMaterial.load(config, true);
        began = System.nanoTime();
        loadNanos = began - loading;
        processorBefore = processor();
        daemon = Daemon.start(config, trust, this::heard);
    }

    /** The configuration file is the only argument. */
    public static void main(String[] arguments) throws Exception {
        SimulateCommand.quiet();
        try (PortsDaemon loaded = start(Path.of(arguments[0]))) {
            Loaded.serve(loaded, System.out);
        }
    }

    static PortsDaemon start(Path configuration) throws IOException {
        return new PortsDaemon(Loaded.configuration(configuration));
    }

    private void heard(Event event) {
        if (event instanceof PortEvent.Registered each
                && registered.add(each.device())
                && registered.size() == wanted) {
            registerNanos = System.nanoTime() - began;
            registerProcessorNanos = processor() - processorBefore;
            all.countDown();
        } else if (event instanceof PortEvent.Unregistered) {
            failures.incrementAndGet();
        }
        if (event.severity() == Severity.ERROR) {
            System.err.println(event.text());
        }
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Waits until all ports are registered. */
    @Override
    public void begin() throws Exception {
        if (!all.await(REGISTERED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("of " + wanted + " ports only " + registered.size() + " are registered after "
                    + REGISTERED_WITHIN.toSeconds() + " s; " + failures.get() + " attempts failed");
        }
        // Twice: what the first leaves to finalizers and references goes in the second.
        Meter.liveHeap();
        heap = Meter.liveHeap();
        meter = Meter.start();
    }

    @Override
    public Map<String, Long> end() throws IOException {
        Map<String, Long> used = meter.read();
        used.put("heapBytes", heap);
        used.put("residentBytes", residentBytes());
        used.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        return used;
    }

    @Override
    public Map<String, Long> after() {
        Map<String, Long> told = new TreeMap<>();
        told.put("loadNanos", loadNanos);
        told.put("registerNanos", registerNanos);
        told.put("registerProcessorNanos", registerProcessorNanos);
        told.put("failures", (long) failures.get());
        return told;
    }

    /** What the whole process has in memory; 0 where the system doesn't tell. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(status, StandardCharsets.US_ASCII);
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        try {
            daemon.stop("the measurement is over", Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
