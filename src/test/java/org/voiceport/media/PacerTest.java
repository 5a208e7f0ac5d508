package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long CYCLE = Pacer.PHASES * Pacer.PERIOD;
    private static final long TURN = Pacer.TURN * Pacer.PERIOD;

    private final MediaLab lab = new MediaLab();
    private final BlockingQueue<RuntimeException> defects = new LinkedBlockingQueue<>();
    private final Pacer pacer = new Pacer(lab.loop(), defects::add);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ticks_lie_on_a_grid_and_do_not_drift() throws InterruptedException {
        List<Long> ticks = new ArrayList<>();
        CountDownLatch enough = new CountDownLatch(30);
        long begin = lab.onLoop(() -> pacer.add(now -> {
                    ticks.add(now);
                    enough.countDown();
                })
                .begin(System.nanoTime()));
        assertTrue(enough.await(10, TimeUnit.SECONDS));
        List<Long> seen = lab.onLoop(() -> List.copyOf(ticks));
        for (int i = 0; i < seen.size(); i++) {
            // A stall may leave turns out, but none comes early; whether a stream was there half a cycle before its
            // beginning depends on the moment.
            assertTrue(seen.get(i) - begin >= (i - 1) * TURN, "tick " + i + " is early: " + seen);
        }
    }

    @Test
    void a_tick_that_is_due_has_its_turn_while_the_loop_is_reading() {
        List<Long> ticks = new ArrayList<>();
        lab.onLoop(() -> {
            long due = pacer.add(ticks::add).begin(System.nanoTime());
            pacer.poll(due - 1);
            assertEquals(List.of(), ticks, "not before it is due");
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            pacer.poll(System.nanoTime());
            assertEquals(1, ticks.size());
            pacer.poll(System.nanoTime());
            assertEquals(1, ticks.size(), "once");
            assertTrue(pacer.running(), "and the next one comes");
            return null;
        });
    }

    @Test
    void an_error_of_one_stream_ends_that_stream_only() throws InterruptedException {
        CountDownLatch after = new CountDownLatch(20);
        lab.onLoop(() -> {
            pacer.add(now -> {
                throw new AssertionError("on purpose");
            });
            pacer.add(now -> after.countDown());
            return null;
        });
        assertTrue(after.await(10, TimeUnit.SECONDS), "the other one goes on");
    }

    @Test
    void the_first_of_many_begins_with_the_next_tick() {
        long waited = lab.onLoop(() -> {
            long now = System.nanoTime();
            return pacer.add(tick -> {}).begin(now) - now;
        });
        assertTrue(waited >= 0 && waited < Pacer.PERIOD, () -> waited + " ns");
    }

    @Test
    void each_begins_within_a_cycle_however_many_there_are() {
        for (int i = 0; i < 300; i++) {
            long waited = lab.onLoop(() -> {
                long now = System.nanoTime();
                return pacer.add(tick -> {}).begin(now) - now;
            });
            assertTrue(waited >= 0 && waited <= CYCLE, () -> waited + " ns");
        }
    }

    @Test
    void streams_are_spread_over_all_phases_of_a_packet_time() {
        Map<Long, Integer> phases = new HashMap<>();
        List<Pacer.Place> places = new ArrayList<>();
        long first = lab.onLoop(() -> begin(places));
        for (int i = 1; i < 1000; i++) {
            long at = lab.onLoop(() -> begin(places));
            assertEquals(0, (at - first) % Pacer.PERIOD, "on the grid");
            phases.merge((at - first) % CYCLE, 1, Integer::sum);
        }
        phases.merge(0L, 1, Integer::sum);
        assertEquals(Pacer.PHASES, phases.size());
        assertTrue(phases.values().stream().allMatch(count -> count == 1000 / Pacer.PHASES), phases::toString);
    }

    @Test
    void who_comes_takes_the_place_of_who_has_left() {
        List<Pacer.Place> places = new ArrayList<>();
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < 10 * Pacer.PHASES; i++) {
            begun.add(lab.onLoop(() -> begin(places)));
        }
        for (int i = 0; i < begun.size(); i++) {
            Pacer.Place leaver = places.get(i);
            long at = lab.onLoop(() -> {
                leaver.leave();
                return begin(places);
            });
            assertEquals(0, (at - begun.get(i)) % CYCLE, "place " + i);
        }
    }

    @Test
    void a_packet_of_each_stream_is_due_in_its_turn() throws InterruptedException {
        int streams = 3 * Pacer.PHASES;
        CountDownLatch met = new CountDownLatch(streams);
        List<AtomicReference<Long>> due = new ArrayList<>();
        lab.onLoop(() -> {
            for (int i = 0; i < streams; i++) {
                AtomicReference<Long> next = new AtomicReference<>();
                due.add(next);
                Pacer.Place place = pacer.add(now -> {
                    Long at = next.get();
                    if (at != null && now >= at) {
                        next.set(null);
                        met.countDown();
                    }
                });
                next.set(place.begin(System.nanoTime()));
            }
            return "";
        });
        assertTrue(met.await(10, TimeUnit.SECONDS), () -> met.getCount() + " of " + due.size() + " not met");
    }

    @Test
    void after_a_stall_each_stream_has_one_turn_at_once() throws InterruptedException {
        Map<Integer, Integer> turns = new HashMap<>();
        CountDownLatch all = new CountDownLatch(1);
        lab.onLoop(() -> {
            for (int i = 0; i < Pacer.PHASES; i++) {
                int stream = i;
                pacer.add(now -> turns.merge(stream, 1, Integer::sum));
            }
            LockSupport.parkNanos(3 * CYCLE);
            // The tick that was missed runs first.
            var unused = lab.loop().schedule(all::countDown, 0, TimeUnit.NANOSECONDS);
            return "";
        });
        assertTrue(all.await(10, TimeUnit.SECONDS));
        Map<Integer, Integer> seen = lab.onLoop(() -> Map.copyOf(turns));
        assertEquals(Pacer.PHASES, seen.size(), seen::toString);
    }

    @Test
    void ends_with_the_last_stream() {
        Pacer.Place one = lab.onLoop(() -> pacer.add(now -> {}));
        Pacer.Place two = lab.onLoop(() -> pacer.add(now -> {}));
        leave(one);
        assertTrue(running());
        leave(two);
        assertFalse(running());
    }

    @Test
    void begins_again_with_the_next_stream() throws InterruptedException {
        leave(lab.onLoop(() -> pacer.add(now -> {})));
        CountDownLatch ticked = new CountDownLatch(3);
        lab.onLoop(() -> pacer.add(now -> ticked.countDown()));
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
    }

    @Test
    void a_stream_that_leaves_in_a_tick_takes_no_other_with_it() throws InterruptedException {
        List<Pacer.Place> leavers = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch ticked = new CountDownLatch(3 * Pacer.PHASES);
        lab.onLoop(() -> {
            leavers.add(pacer.add(now -> {
                leavers.get(0).leave();
                left.countDown();
            }));
            for (int i = 0; i < Pacer.PHASES; i++) {
                pacer.add(now -> ticked.countDown());
            }
            return "";
        });
        assertTrue(left.await(10, TimeUnit.SECONDS));
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
    }

    @Test
    void a_stream_that_throws_is_told_once_and_the_others_go_on() throws InterruptedException {
        CountDownLatch ticked = new CountDownLatch(3);
        lab.onLoop(() -> pacer.add(now -> {
            throw new IllegalStateException("defect");
        }));
        lab.onLoop(() -> pacer.add(now -> ticked.countDown()));
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
        assertEquals(
                List.of("defect"), defects.stream().map(Throwable::getMessage).collect(Collectors.toList()));
    }

    private long begin(List<Pacer.Place> places) {
        Pacer.Place place = pacer.add(now -> {});
        places.add(place);
        return place.begin(System.nanoTime());
    }

    private void leave(Pacer.Place place) {
        lab.onLoop(() -> {
            place.leave();
            return "";
        });
    }

    private boolean running() {
        return lab.onLoop(pacer::running);
    }
}
