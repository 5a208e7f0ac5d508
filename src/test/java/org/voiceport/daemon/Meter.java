package org.voiceport.daemon;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What this process has used between two moments. */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long time = System.nanoTime();
    private final long processor = SYSTEM.getProcessCpuTime();
    private final long loops = processorOf(LOOP);
    private final Map<Long, Long> allocated = allocatedByThreads();
    private final long collections = collections();

    private static final String LOOP = "voiceport-loop";

    private Meter() {}

    static Meter start() {
        return new Meter();
    }

    /** Nanoseconds of the clock and of processors, allocated bytes, collections. */
    Map<String, Long> read() {
        Map<String, Long> used = new TreeMap<>();
        used.put("loopNanos", processorOf(LOOP) - loops);
        used.put("wallNanos", System.nanoTime() - time);
        used.put("processorNanos", SYSTEM.getProcessCpuTime() - processor);
        used.put("allocatedBytes", allocatedSince());
        used.put("collections", collections() - collections);
        return used;
    }

    /** Bytes of the heap in use after a full collection. */
    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of threads whose name begins so. */
    private static long processorOf(String name) {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(name)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    /** Without that of threads that have ended since. */
    private long allocatedSince() {
        return allocatedByThreads().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> allocatedByThreads() {
        long[] threads = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < threads.length; i++) {
            allocated.put(threads[i], Math.max(0, bytes[i]));
        }
        return allocated;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
