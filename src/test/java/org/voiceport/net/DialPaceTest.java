package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timers;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;

/** Connections of many ports on one loop, on a clock that the test moves. */
class DialPaceTest implements Timers {
    private static final Server SERVER = new Server("cm1", 2000, 2443);
    private static final long SECOND = 1_000_000_000L;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(task -> task.at));
    /** Near the end of the range, as System.nanoTime may start anywhere. */
    private long now = Long.MAX_VALUE - SECOND;

    private final DialPace pace = new DialPace(this, () -> now);
    private final List<Long> dialled = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final long start = now;

    private final class Task implements Cancellable {
        private final long at;
        private final Runnable what;

        private Task(Duration delay, Runnable what) {
            this.at = now - start + delay.toNanos();
            this.what = what;
        }

        @Override
        public void cancel() {
            tasks.remove(this);
        }
    }

    @Override
    public Cancellable start(Duration delay, Runnable what) {
        Task task = new Task(delay, what);
        tasks.add(task);
        return task;
    }

    private void passes(Duration time) {
        long until = now - start + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            Task task = tasks.remove();
            now = start + task.at;
            task.what.run();
        }
        now = start + until;
    }

    private CallManagerLink dial(int port) {
        return pace.with((server, listener) -> {
                    dialled.add(now - start);
                    return new Link(port);
                })
                .dial(SERVER, new Deaf());
    }

    /** Says what is done with it. */
    private final class Link implements CallManagerLink {
        private final int port;

        private Link(int port) {
            this.port = port;
        }

        @Override
        public void send(Message message) {
            said.add(port + " send " + message.name());
        }

        @Override
        public void speak(int version) {
            said.add(port + " speak " + version);
        }

        @Override
        public void close() {
            said.add(port + " close");
        }
    }

    private static final class Deaf implements CallManagerLink.Listener {
        @Override
        public void opened(InetSocketAddress local, TlsFacts tls) {}

        @Override
        public void received(Message message) {}

        @Override
        public void ignored(Fault fault) {}

        @Override
        public void closed(Fault fault) {}
    }

    /** The most connections within any second. */
    private int most() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < dialled.size(); last++) {
            while (dialled.get(last) - dialled.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void a_few_ports_never_wait() {
        for (int port = 0; port < DialPace.AT_ONCE; port++) {
            dial(port);
        }
        assertEquals(DialPace.AT_ONCE, dialled.size());
        assertTrue(dialled.stream().allMatch(at -> at == 0));
    }

    @Test
    void after_a_quiet_time_a_few_never_wait_again() {
        for (int round = 0; round < 3; round++) {
            for (int port = 0; port < DialPace.AT_ONCE; port++) {
                dial(port);
            }
            assertEquals((round + 1) * DialPace.AT_ONCE, dialled.size());
            passes(Duration.ofSeconds(1));
        }
    }

    @Test
    void of_2500_ports_that_begin_at_once_each_has_its_turn_in_order_and_no_second_has_more_than_its_share() {
        for (int port = 0; port < 2500; port++) {
            dial(port);
        }
        passes(Duration.ofSeconds(13));
        assertEquals(2500, dialled.size());
        assertEquals(dialled.stream().sorted().toList(), dialled);
        assertTrue(most() <= DialPace.AT_ONCE + DialPace.PER_SECOND, "most in a second: " + most());
    }

    /** All lose their call manager at once and turn to the next; each fails there, and tries again after 1 to 5 s. */
    @Test
    void of_2500_ports_after_a_common_loss_no_second_has_more_than_its_share_of_connections() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            dialled.clear();
            for (int port = 0; port < 2500; port++) {
                int again = port;
                dial(port);
                start(Duration.ofMillis(1000 + random.nextInt(4001)), () -> dial(again));
            }
            passes(Duration.ofSeconds(60));
            assertEquals(5000, dialled.size());
            assertTrue(most() <= DialPace.AT_ONCE + DialPace.PER_SECOND, "seed " + seed + ", most: " + most());
        }
    }

    @Test
    void what_is_closed_before_its_turn_is_never_dialled() {
        for (int port = 0; port < DialPace.AT_ONCE; port++) {
            dial(port);
        }
        dial(100).close();
        CallManagerLink kept = dial(101);
        kept.speak(17);
        passes(Duration.ofSeconds(1));
        assertEquals(DialPace.AT_ONCE + 1, dialled.size());
        kept.speak(11);
        kept.send(new RegistrationMessage.KeepAlive());
        kept.close();
        assertEquals(List.of("101 speak 11", "101 send KeepAlive", "101 close"), said);
    }
}
