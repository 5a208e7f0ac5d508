package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Sink;

/**
 * Networks of all kinds, made from seeds, against a model of what the buffer does that knows the true numbers: loss,
 * jitter, copies, exchanged packets, clocks that run fast or slow, pauses, bursts, jumps of the numbers. The model asks
 * the buffer for one thing only, how long it waits at the moment, and checks that to be within its limits.
 */
class JitterBufferModelTest {
    private static final long MILLI = 1_000_000;
    private static final int SCHEDULES = 2000;

    @Test
    void does_what_the_model_does_on_thousands_of_networks() {
        long arrived = 0;
        long late = 0;
        long doubled = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Run run = new Run(seed);
            run.play(schedule(new SplittableRandom(seed)));
            arrived += run.arrived;
            late += run.model.late;
            doubled += run.model.duplicates;
        }
        // The schedules are worth something only if they contain what they should.
        assertTrue(arrived > 300_000, "packets: " + arrived);
        assertTrue(late > 2000, "late: " + late);
        assertTrue(doubled > 2000, "duplicates: " + doubled);
    }

    @Test
    void half_an_hour_of_a_clock_200_ppm_fast_or_slow_is_recorded_to_the_sample() {
        for (int ppm : new int[] {-200, 200}) {
            Comparison heard = new Comparison();
            Recording recording = new Recording(
                    new short[PacketBuffers.MAX_PAYLOAD],
                    new SplittableRandom(1),
                    new ToneReader(true, key -> {}),
                    e -> {
                        throw e;
                    });
            JitterBuffer buffer = new JitterBuffer(recording);
            SplittableRandom random = new SplittableRandom(ppm);
            recording.start(heard, 0);
            int places = 30 * 60 * 50;
            long tick = 0;
            for (int place = 0; place < places; place++) {
                long arrival = (long) ((place + 1L) * 20 * MILLI * (1 + ppm / 1e6)) + random.nextLong(9 * MILLI);
                for (; tick < arrival; tick += JitterBuffer.STEP) {
                    buffer.tick(tick);
                    recording.tick(tick);
                }
                recording.heard(arrival);
                byte[] codes = Speech.codes(place * 160, 160);
                buffer.offer(PacketKind.SOUND, place & 0xFFFF, place * 160, codes, 0, 160, arrival);
            }
            assertEquals(places * 160, heard.samples, ppm + " ppm");
            assertEquals(0, heard.different, ppm + " ppm");
        }
    }

    /** Hears {@link Speech}, which repeats itself after 127 samples, from its first on, and silence before it only. */
    private static final class Comparison implements Sink {
        private final short[] speech = Speech.samples(0, 127);
        private int samples;
        private int different;

        @Override
        public void write(short[] from, int offset, int count) {
            for (int i = offset; i < offset + count; i++) {
                if (samples > 0 || from[i] != 0) {
                    different += from[i] == speech[samples % 127] ? 0 : 1;
                    samples++;
                }
            }
        }
    }

    /** One arrival. */
    private record Arrival(long number, int timestamp, long at) {}

    /** A network of its own for each seed. */
    private static List<Arrival> schedule(SplittableRandom random) {
        int millis = new int[] {10, 20, 20, 20, 30, 60}[random.nextInt(6)];
        double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3;
        double copies = random.nextInt(3) == 0 ? random.nextDouble() * 0.2 : 0;
        double jumps = random.nextInt(4) == 0 ? 0.01 : 0;
        double pauses = random.nextInt(4) == 0 ? 0.02 : 0;
        double bursts = random.nextInt(4) == 0 ? 0.01 : 0;
        long jitter = random.nextInt(4) == 0 ? 1 : random.nextLong(1, 250) * MILLI;
        double drift = 1 + (random.nextInt(401) - 200) / 1e6;
        long number = random.nextLong(200_000, 265_536);
        int timestamp = random.nextInt();
        long sent = random.nextLong() >> 8;
        long heldUntil = sent;
        List<Arrival> arrivals = new ArrayList<>();
        int count = 100 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            if (random.nextDouble() < jumps) {
                number += random.nextBoolean() ? random.nextLong(3000, 23_000) : -random.nextLong(100, 20_000);
            }
            if (random.nextDouble() < pauses) {
                int pause = random.nextInt(200);
                sent += (long) ((long) pause * millis * MILLI * drift);
                timestamp += pause * millis * 8;
            }
            if (random.nextDouble() < bursts) {
                heldUntil = sent + random.nextLong(1500 * MILLI);
            }
            long at = Math.max(heldUntil, sent + random.nextLong(jitter));
            if (random.nextDouble() >= loss) {
                arrivals.add(new Arrival(number, timestamp, at));
            }
            if (random.nextDouble() < copies) {
                arrivals.add(new Arrival(number, timestamp, at + random.nextLong(300 * MILLI)));
            }
            number++;
            timestamp += millis * 8;
            sent += (long) (millis * MILLI * drift);
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        return arrivals;
    }

    /** The buffer and the model side by side. */
    private static final class Run {
        private final String seed;
        private final Model model = new Model();
        private final List<Long> out = new ArrayList<>();
        private final Map<Integer, Long> numbers = new HashMap<>();
        private final JitterBuffer buffer = new JitterBuffer(this::passed);
        private final byte[] payload = new byte[4];
        private long arrived;
        private int compared;

        Run(int seed) {
            this.seed = "seed " + seed;
        }

        private void passed(
                PacketKind kind, int timestamp, int missing, byte[] bytes, int offset, int length, long now) {
            out.add(numbers.get((bytes[offset] & 0xFF) << 24
                    | (bytes[offset + 1] & 0xFF) << 16
                    | (bytes[offset + 2] & 0xFF) << 8
                    | (bytes[offset + 3] & 0xFF)));
        }

        void play(List<Arrival> arrivals) {
            long tick = arrivals.get(0).at();
            for (Arrival next : arrivals) {
                for (; tick < next.at(); tick += JitterBuffer.STEP) {
                    buffer.tick(tick);
                    model.tick(tick, buffer.patience());
                }
                offer(next);
                assertSameOut();
                assertTrue(
                        buffer.patience() >= JitterEstimate.SHORTEST && buffer.patience() <= JitterEstimate.LONGEST,
                        seed);
            }
            for (long end = tick + JitterEstimate.LONGEST + JitterBuffer.STEP; tick < end; tick += JitterBuffer.STEP) {
                buffer.tick(tick);
                model.tick(tick, buffer.patience());
            }
            assertSameOut();
            assertEquals(0, model.waiting.size(), seed + ": something waits beyond the limit");
            assertEquals(
                    List.of(model.late, model.duplicates, model.lost),
                    List.of(buffer.late(), buffer.duplicates(), buffer.lost()),
                    seed + ": late, duplicates, lost");
        }

        /** What left by this step; what left before was compared then. */
        private void assertSameOut() {
            assertEquals(model.out.size(), out.size(), seed);
            for (; compared < out.size(); compared++) {
                assertEquals(model.out.get(compared), out.get(compared), seed + ", output " + compared);
            }
        }

        private void offer(Arrival next) {
            int label = (int) arrived++;
            numbers.put(label, next.number());
            for (int i = 0; i < 4; i++) {
                payload[i] = (byte) (label >>> (24 - 8 * i));
            }
            boolean expected = model.offer(next);
            boolean taken = buffer.offer(
                    PacketKind.SOUND, (int) next.number() & 0xFFFF, next.timestamp(), payload, 0, 4, next.at());
            assertEquals(expected, taken, seed + ", packet " + label);
        }
    }

    /** What the buffer should do, said with collections that grow and numbers that don't wrap. */
    private static final class Model {
        private final List<Long> out = new ArrayList<>();
        private final TreeMap<Long, Long> waiting = new TreeMap<>();
        private final Set<Long> seen = new HashSet<>();
        private boolean started;
        private long highest;
        private int highestTimestamp;
        private long first;
        private long distinct;
        private long next;
        private long renumbered;
        private long lostBefore;
        private long late;
        private long duplicates;
        private long lost;

        boolean offer(Arrival packet) {
            long number = packet.number();
            if (!started || beginsAnew(packet)) {
                begin(number);
            }
            if (number > highest || distinct == 0) {
                highest = number;
                highestTimestamp = packet.timestamp();
                renumbered = -1;
            }
            if (!seen.add(number)) {
                duplicates++;
                return false;
            }
            distinct += number >= first ? 1 : 0;
            lost = lostBefore + highest - first + 1 - distinct;
            if (number < next) {
                late++;
                return false;
            }
            while (number - next >= JitterBuffer.SLOTS) {
                if (waiting.isEmpty()) {
                    next = number;
                } else {
                    skip();
                }
            }
            waiting.put(number, packet.at());
            drain();
            return true;
        }

        private boolean beginsAnew(Arrival packet) {
            long ahead = packet.number() - highest;
            if (ahead <= -100 || ahead >= 3000) {
                return true;
            }
            if (ahead >= 0 || packet.timestamp() - highestTimestamp <= 0) {
                return false;
            }
            boolean confirmed = packet.number() == renumbered;
            renumbered = packet.number() + 1;
            return confirmed;
        }

        private void begin(long number) {
            while (!waiting.isEmpty()) {
                skip();
            }
            seen.clear();
            started = true;
            first = number;
            next = number;
            distinct = 0;
            lostBefore = lost;
        }

        void tick(long now, long patience) {
            while (waiting.values().stream().anyMatch(at -> now - at >= patience)) {
                skip();
            }
        }

        private void skip() {
            next = waiting.firstKey();
            drain();
        }

        private void drain() {
            while (waiting.remove(next) != null) {
                out.add(next++);
            }
        }
    }
}
