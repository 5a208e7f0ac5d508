package org.voiceport.daemon;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.voiceport.observe.Json;
import org.voiceport.sim.LoadPhones;
import org.voiceport.sim.PhoneBank;

/**
 * What one number of calls cost.
 *
 * @param microsPerCall processor time of the daemon for one second of one call, µs
 * @param echoMicrosPerCall the same of the bare echo, 0 if it wasn't measured
 * @param core processor time of the daemon by time on the clock: 1 is a whole processor
 * @param loopCore of that, the event loops alone: without compiling and collecting
 * @param lateMillis how late packets were sent: the 50th, 99th and 99.9th percentile, and the latest
 * @param leftOut packets that weren't sent after a stall
 * @param lost packets that the phones sent, that the kernel did not drop, and that the daemon did not accept
 * @param kernelDrops packets dropped before the daemon could read them
 * @param unheard packets that the daemon sent and that no phone received
 * @param refused packets for phones that weren't authentic
 * @param heapBytes in use after a full collection
 * @param garbagePerSecond allocated bytes
 * @param collections in the time measured
 * @param soundMillis from telling where the phone listens to its first audible packet: half of the calls, and the slowest
 * @param recordedLike how like the speech recordings are, 1 is the same
 * @param heardLike the same of what phones heard
 * @param senderLate how often the phones were late themselves
 */
record CallsRow(
        int calls,
        double microsPerCall,
        double echoMicrosPerCall,
        double core,
        double loopCore,
        List<Double> lateMillis,
        long leftOut,
        long lost,
        long kernelDrops,
        long unheard,
        long refused,
        long heapBytes,
        double garbagePerSecond,
        long collections,
        List<Double> soundMillis,
        double recordedLike,
        double heardLike,
        long senderLate) {
    private static final double MILLION = 1e6;
    private static final double SECOND = 1e9;
    private static final double LIKE = 0.99;

    static CallsRow of(
            int calls,
            Map<String, Long> used,
            Map<String, Long> after,
            PhoneBank.Totals phones,
            LoadPhones.PortCounts ports,
            KernelDrops drops,
            double heardLike) {
        List<Long> sound = phones.firstSound();
        return new CallsRow(
                calls,
                microsPerCall(used, calls),
                0,
                (double) used.get("processorNanos") / used.get("wallNanos"),
                (double) used.get("loopNanos") / used.get("wallNanos"),
                List.of(
                        used.get("lateP50Nanos") / MILLION,
                        used.get("lateP99Nanos") / MILLION,
                        used.get("lateP999Nanos") / MILLION,
                        used.get("lateMaxNanos") / MILLION),
                used.get("packetsLeftOut"),
                phones.sent() - drops.daemon() - ports.received(),
                drops.daemon(),
                ports.sent() - phones.received(),
                phones.refused(),
                used.get("heapBytes"),
                used.get("allocatedBytes") * SECOND / used.get("wallNanos"),
                used.get("collections"),
                sound.isEmpty()
                        ? List.of(0.0, 0.0)
                        : List.of(sound.get(sound.size() / 2) / MILLION, sound.get(sound.size() - 1) / MILLION),
                after.get("similarityPerMille") / 1000.0,
                heardLike,
                phones.lateSlots());
    }

    private static double microsPerCall(Map<String, Long> used, int calls) {
        return used.get("processorNanos") * SECOND / used.get("wallNanos") / 1000 / calls;
    }

    CallsRow beside(Map<String, Long> echo) {
        return new CallsRow(
                calls,
                microsPerCall,
                microsPerCall(echo, calls),
                core,
                loopCore,
                lateMillis,
                leftOut,
                lost,
                kernelDrops,
                unheard,
                refused,
                heapBytes,
                garbagePerSecond,
                collections,
                soundMillis,
                recordedLike,
                heardLike,
                senderLate);
    }

    /** True if so many calls may be had: nothing lost, nothing late. */
    boolean good() {
        return lost == 0 && kernelDrops == 0 && leftOut == 0 && lateMillis.get(1) < 5 && recordedLike > LIKE;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "| %5d | %4.0f | %4.0f | %4.2f | %3.0f %% | %3.0f %% | %5.2f | %5.2f | %5.2f | %5.1f | %d | %d | %d | %d | %4.0f | %4.0f |"
                        + " %d | %3.0f | %3.0f | %.3f | %.3f | %d |",
                calls,
                microsPerCall,
                echoMicrosPerCall,
                echoMicrosPerCall == 0 ? 0 : microsPerCall / echoMicrosPerCall,
                100 * core,
                100 * loopCore,
                lateMillis.get(0),
                lateMillis.get(1),
                lateMillis.get(2),
                lateMillis.get(3),
                lost,
                kernelDrops,
                leftOut,
                unheard,
                heapBytes / MILLION,
                garbagePerSecond / 1000,
                collections,
                soundMillis.get(0),
                soundMillis.get(1),
                recordedLike,
                heardLike,
                senderLate);
    }

    static String table(List<CallsRow> rows) {
        StringBuilder table =
                new StringBuilder("| calls | µs per call and second | echo µs | × echo | of a core | loops alone"
                        + " | late ms, half | 99 % | 99.9 % | all | lost | dropped by the kernel | left out | not heard"
                        + " | heap MB | garbage kB/s | GCs | first sound ms, half | all | recorded like | heard like"
                        + " | phones late |\n");
        table.append("|--:".repeat(22)).append("|\n");
        rows.forEach(row -> table.append(row.line()).append('\n'));
        return table.toString();
    }

    static String json(List<CallsRow> rows) {
        Json.Writer json = new Json.Writer().beginObject().beginArray("rows");
        for (CallsRow row : rows) {
            json.beginObject()
                    .put("calls", row.calls)
                    .put("microsPerCallSecond", row.microsPerCall)
                    .put("echoMicrosPerCallSecond", row.echoMicrosPerCall)
                    .put("core", row.core)
                    .put("loopCore", row.loopCore)
                    .put("lateP50Millis", row.lateMillis.get(0))
                    .put("lateP99Millis", row.lateMillis.get(1))
                    .put("lateP999Millis", row.lateMillis.get(2))
                    .put("lateMaxMillis", row.lateMillis.get(3))
                    .put("leftOut", row.leftOut)
                    .put("lost", row.lost)
                    .put("kernelDrops", row.kernelDrops)
                    .put("unheard", row.unheard)
                    .put("refusedByPhones", row.refused)
                    .put("heapBytes", row.heapBytes)
                    .put("garbageBytesPerSecond", row.garbagePerSecond)
                    .put("collections", row.collections)
                    .put("firstSoundP50Millis", row.soundMillis.get(0))
                    .put("firstSoundMaxMillis", row.soundMillis.get(1))
                    .put("recordedSimilarity", row.recordedLike)
                    .put("heardSimilarity", row.heardLike)
                    .put("phonesLate", row.senderLate)
                    .endObject();
        }
        return json.endArray().endObject().toString() + "\n";
    }
}
