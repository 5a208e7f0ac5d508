package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;

/** What is said of packets that don't belong, and how often. */
class RefusalsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.7", 4000);

    private final List<CallReport.PacketsRefused> told = new ArrayList<>();
    private final Refusals refusals = MediaLab.refusals(event -> told.add((CallReport.PacketsRefused) event));
    /** Below zero, as nanoTime may be. */
    private long now = -3 * SECOND;

    @Test
    void names_the_call_the_reasons_and_who_sent_last() {
        count(2, Refusal.MALFORMED);
        count(3, Refusal.FORGED);
        pass(2);
        assertEquals(
                List.of(new CallReport.PacketsRefused(
                        new DeviceName("CiscoUM1-VI1"), 7, 5, "2 malformed, 3 not authentic", "192.0.2.7:4000")),
                told);
        assertEquals(
                "5 packets refused: 2 malformed, 3 not authentic; the latest from 192.0.2.7:4000",
                told.get(0).text());
    }

    @Test
    void a_flood_is_told_ever_more_seldom_and_never_twice_in_a_second() {
        for (int tenth = 0; tenth < 6000; tenth++) {
            count(100, Refusal.STRANGER);
            refusals.tick(now);
            now += SECOND / 10;
        }
        assertTrue(told.size() >= 14 && told.size() <= 16, () -> told.size() + " lines in 10 minutes");
        pass(61);
        assertEquals(
                600_000,
                told.stream().mapToLong(CallReport.PacketsRefused::packets).sum(),
                "all are told");
    }

    @Test
    void after_a_quiet_time_the_next_one_is_told_soon() {
        count(1, Refusal.STRANGER);
        pass(200);
        count(1, Refusal.STRANGER);
        pass(2);
        assertEquals(2, told.size());
    }

    @Test
    void copies_that_a_network_makes_are_worth_no_line() {
        count((int) Refusals.COPIES, Refusal.REPLAYED);
        pass(100);
        assertEquals(0, told.size());
        count(1, Refusal.REPLAYED);
        pass(2);
        assertEquals(26, told.get(0).packets());
    }

    @Test
    void packets_of_a_key_just_replaced_are_counted_and_not_told() {
        refusals.countExpected(Refusal.FORGED);
        pass(100);
        refusals.end(now);
        assertEquals(0, told.size());
        assertEquals(1, refusals.total());
    }

    @Test
    void the_end_of_the_call_tells_what_wasnt_told() {
        count(1, Refusal.PAYLOAD_TYPE);
        refusals.end(now);
        assertEquals("1 of another payload type", told.get(0).reasons());
    }

    @Test
    void all_calls_of_a_loop_share_a_budget_and_what_is_held_back_comes_later() {
        LineBudget budget = new LineBudget();
        List<Refusals> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(new Refusals(
                    new DeviceName("CiscoUM1-VI1"), i, budget, event -> told.add((CallReport.PacketsRefused) event)));
            calls.get(i).count(Refusal.STRANGER, STRANGER);
        }
        for (int second = 0; second < 12; second++) {
            int before = told.size();
            for (int tenth = 0; tenth < 10; tenth++) {
                calls.forEach(call -> call.tick(now));
                now += SECOND / 10;
            }
            assertTrue(told.size() - before <= 2 * LineBudget.EACH_SECOND, "one window may end in the second");
        }
        assertEquals(50, told.size());
    }

    @Test
    void every_reason_is_found_again_by_its_verdict() {
        for (Refusal why : Refusal.values()) {
            assertTrue(why.verdict() < 0);
            assertEquals(why, Refusal.of(why.verdict()));
        }
    }

    private void count(int times, Refusal why) {
        for (int i = 0; i < times; i++) {
            refusals.count(why, STRANGER);
        }
    }

    private void pass(int seconds) {
        for (int tenth = 0; tenth < 10 * seconds; tenth++) {
            refusals.tick(now);
            now += SECOND / 10;
        }
    }
}
