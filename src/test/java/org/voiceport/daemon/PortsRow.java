package org.voiceport.daemon;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.voiceport.observe.Json;

/**
 * What a number of registered ports need.
 *
 * @param loadSeconds until the configuration's keys and certificates are read
 * @param registerSeconds from then until the last port is registered
 * @param registerMillisPerPort processor time of that, for each port
 * @param failures attempts that failed and were repeated
 * @param heapBytes in use after a full collection
 * @param residentBytes of the whole process
 * @param idleCore processor time by time on the clock while the ports do nothing but keep alive: 1 is a whole processor
 * @param garbagePerSecond allocated bytes meanwhile
 */
record PortsRow(
        int ports,
        double loadSeconds,
        double registerSeconds,
        double registerMillisPerPort,
        long failures,
        long heapBytes,
        long residentBytes,
        long threads,
        double idleCore,
        double garbagePerSecond) {
    private static final double SECOND = 1e9;
    private static final double MILLION = 1e6;
    private static final double KIB = 1024;

    static PortsRow of(int ports, Map<String, Long> used, Map<String, Long> after) {
        double wall = used.get("wallNanos");
        return new PortsRow(
                ports,
                after.get("loadNanos") / SECOND,
                after.get("registerNanos") / SECOND,
                after.get("registerProcessorNanos") / MILLION / ports,
                after.get("failures"),
                used.get("heapBytes"),
                used.get("residentBytes"),
                used.get("threads"),
                used.get("processorNanos") / wall,
                used.get("allocatedBytes") * SECOND / wall);
    }

    /** Heap that each port adds, in KiB, by what it takes more than {@code fewer}; 0 beside itself. */
    double heapPerPort(PortsRow fewer) {
        return ports == fewer.ports ? 0 : (heapBytes - fewer.heapBytes) / KIB / (ports - fewer.ports);
    }

    double microsPerPort() {
        return idleCore * MILLION / ports;
    }

    private String line(PortsRow first) {
        return String.format(
                Locale.ROOT,
                "| %5d | %6.1f | %6.1f | %5.1f | %d | %6.1f | %s | %6.0f | %d | %5.2f %% | %4.0f | %5.0f |",
                ports,
                loadSeconds,
                registerSeconds,
                registerMillisPerPort,
                failures,
                heapBytes / MILLION,
                ports == first.ports ? "–" : String.format(Locale.ROOT, "%.0f", heapPerPort(first)),
                residentBytes / MILLION,
                threads,
                100 * idleCore,
                microsPerPort(),
                garbagePerSecond / 1000);
    }

    static String table(List<PortsRow> rows) {
        StringBuilder table =
                new StringBuilder("| ports | s to read keys | s to register all | processor ms each | failed attempts"
                        + " | heap MB | KiB more per port | resident MB | threads | idle, of a core | µs per port and s"
                        + " | garbage kB/s |\n");
        table.append("|--:".repeat(12)).append("|\n");
        rows.forEach(row -> table.append(row.line(rows.get(0))).append('\n'));
        return table.toString();
    }

    static String json(List<PortsRow> rows) {
        Json.Writer json = new Json.Writer().beginObject().beginArray("rows");
        for (PortsRow row : rows) {
            json.beginObject()
                    .put("ports", row.ports)
                    .put("loadSeconds", row.loadSeconds)
                    .put("registerSeconds", row.registerSeconds)
                    .put("registerMillisPerPort", row.registerMillisPerPort)
                    .put("failures", row.failures)
                    .put("heapBytes", row.heapBytes)
                    .put("heapKibPerPort", row.heapPerPort(rows.get(0)))
                    .put("residentBytes", row.residentBytes)
                    .put("threads", row.threads)
                    .put("idleCore", row.idleCore)
                    .put("idleMicrosPerPortSecond", row.microsPerPort())
                    .put("garbageBytesPerSecond", row.garbagePerSecond)
                    .endObject();
        }
        return json.endArray().endObject().toString() + "\n";
    }
}
