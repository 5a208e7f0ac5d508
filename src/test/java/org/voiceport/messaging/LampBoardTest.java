package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.voiceport.messaging.LampBoard.Order;

/** What is done about lamps, and when. */
class LampBoardTest {
    private static final long SECOND = 1_000_000_000L;
    private final LampBoard board = new LampBoard();

    private void add(String mailbox) {
        board.add(mailbox, Optional.empty());
    }

    @Test
    void a_lamp_is_lit_once() {
        add("2001");
        board.want("2001", true);
        Order order = board.take(0).orElseThrow();
        assertEquals(new Order("2001", true), order);
        assertEquals(Optional.empty(), board.take(0), "it is at work");
        board.done(order);
        assertEquals(Optional.empty(), board.take(0));
        assertEquals(Map.of("2001", true), board.known());
    }

    @Test
    void a_lamp_that_nobody_knows_of_is_taken_for_dark() {
        add("2001");
        board.want("2001", false);
        assertEquals(Optional.empty(), board.take(0));
        assertEquals(Map.of(), board.known());
    }

    @Test
    void a_lamp_that_may_be_lit_is_put_out() {
        board.addUncertain("2001");
        assertEquals(new Order("2001", false), board.take(0).orElseThrow());
    }

    @Test
    void what_is_or_will_be_switched_is_uncertain_until_it_was() {
        board.add("2001", Optional.of(true));
        board.add("2002", Optional.of(false));
        assertEquals(Set.of("2001"), board.uncertain());
        Order order = board.take(0).orElseThrow();
        board.want("2001", true);
        assertEquals(Set.of("2001"), board.uncertain(), "it is at work");
        board.done(order);
        assertEquals(Set.of("2001"), board.uncertain(), "it is dark and was to be lit meanwhile");
        board.done(board.take(0).orElseThrow());
        assertEquals(Set.of(), board.uncertain());
    }

    @Test
    void a_lamp_known_to_be_lit_is_put_out() {
        board.add("2001", Optional.of(true));
        assertEquals(new Order("2001", false), board.take(0).orElseThrow());
    }

    @Test
    void a_wish_that_changes_while_it_is_carried_out_is_carried_out_after_it() {
        add("2001");
        board.want("2001", true);
        Order on = board.take(0).orElseThrow();
        board.want("2001", false);
        assertEquals(Optional.empty(), board.take(0));
        board.done(on);
        assertEquals(new Order("2001", false), board.take(0).orElseThrow());
    }

    @Test
    void a_failure_is_tried_again_after_a_wait_that_doubles_up_to_a_limit() {
        add("2001");
        board.want("2001", true);
        long now = 0;
        long[] waits = {5, 10, 20, 40, 80, 160, 300, 300};
        for (int i = 0; i < waits.length; i++) {
            Order order = board.take(now).orElseThrow();
            assertEquals(i == 0, board.failed(order, false, now, 0), "only the first is told");
            assertEquals(now + waits[i] * SECOND, board.nextDue().orElseThrow());
            assertEquals(Optional.empty(), board.take(now + waits[i] * SECOND - 1));
            now += waits[i] * SECOND;
        }
    }

    @Test
    void a_failure_in_the_thousands_is_still_tried_again() {
        add("2001");
        board.want("2001", true);
        long now = 0;
        for (int i = 0; i < 5000; i++) {
            board.failed(board.take(now).orElseThrow(), false, now, 1);
            long wait = board.nextDue().orElseThrow() - now;
            assertTrue(wait > 0 && wait <= LampBoard.LONGEST_RETRY, "wait " + wait);
            now += wait;
        }
    }

    @Test
    void a_new_wish_does_not_wait_for_the_retry_of_an_old_one() {
        board.add("2001", Optional.of(false));
        board.want("2001", true);
        board.failed(board.take(0).orElseThrow(), false, 0, 0);
        board.want("2001", false);
        assertEquals(Optional.empty(), board.take(0), "dark is what it is");
        board.want("2001", true);
        assertEquals(new Order("2001", true), board.take(0).orElseThrow());
    }

    @Test
    void a_lamp_that_may_have_been_lit_all_the_same_is_put_out() {
        board.add("2001", Optional.of(false));
        board.want("2001", true);
        Order on = board.take(0).orElseThrow();
        board.want("2001", false);
        board.failed(on, true, 0, 0);
        assertEquals(new Order("2001", false), board.take(0).orElseThrow());
    }

    @Test
    void a_wish_that_comes_while_the_old_one_fails_does_not_wait() {
        add("2001");
        board.want("2001", true);
        board.anew();
        for (int i = 0; i < 8; i++) {
            board.failed(board.take(Long.MAX_VALUE).orElseThrow(), false, 0, 0);
        }
        Order on = board.take(Long.MAX_VALUE).orElseThrow();
        board.want("2001", false);
        board.failed(on, false, 0, 0);
        assertEquals(new Order("2001", false), board.take(0).orElseThrow());
    }

    @Test
    void after_a_success_the_next_failure_is_a_first_one() {
        add("2001");
        board.want("2001", true);
        board.failed(board.take(0).orElseThrow(), false, 0, 0);
        assertEquals(1, board.done(board.take(5 * SECOND).orElseThrow()));
        board.want("2001", false);
        assertTrue(board.failed(board.take(6 * SECOND).orElseThrow(), false, 6 * SECOND, 0));
    }

    @Test
    void anew_switches_every_lamp_dark_ones_too() {
        board.add("2001", Optional.of(true));
        add("2002");
        board.want("2001", true);
        assertEquals(2, board.anew());
        assertEquals(new Order("2001", true), board.take(0).orElseThrow());
        Order second = board.take(0).orElseThrow();
        assertEquals(new Order("2002", false), second);
        board.done(second);
        assertEquals(Optional.empty(), board.take(0));
    }

    @Test
    void an_order_without_a_line_comes_back_without_being_a_failure() {
        add("2001");
        board.want("2001", true);
        Order order = board.take(0).orElseThrow();
        board.postponed(order, 0, 2 * SECOND);
        assertEquals(Optional.empty(), board.take(SECOND));
        assertTrue(board.failed(board.take(2 * SECOND).orElseThrow(), false, 2 * SECOND, 0), "the first failure");
    }

    @Test
    void what_is_no_mailbox_of_ours_is_nobodys() {
        board.want("9", true);
        board.done(new Order("9", true));
        board.postponed(new Order("9", true), 0, 1);
        assertFalse(board.failed(new Order("9", true), false, 0, 0));
        assertEquals(Optional.empty(), board.take(0));
    }

    /** Whatever happens in whatever order: in the end every lamp is as it is to be, by as few orders as can be. */
    @Test
    void in_the_end_lamps_are_as_they_are_to_be() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            LampBoard any = new LampBoard();
            Map<String, Boolean> wanted = new HashMap<>();
            Map<String, Boolean> lamps = new HashMap<>();
            Map<String, Order> atWork = new HashMap<>();
            for (int i = 0; i < 5; i++) {
                String mailbox = "200" + i;
                lamps.put(mailbox, false);
                wanted.put(mailbox, false);
                any.add(mailbox, Optional.empty());
            }
            long now = 0;
            for (int step = 0; step < 200; step++) {
                now += random.nextInt(3) * SECOND;
                String mailbox = "200" + random.nextInt(5);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        wanted.put(mailbox, random.nextBoolean());
                        any.want(mailbox, wanted.get(mailbox));
                    }
                    case 1 -> any.take(now).ifPresent(order -> assertEquals(null, atWork.put(order.mailbox(), order)));
                    default -> {
                        Order order = atWork.remove(mailbox);
                        if (order != null && random.nextInt(3) == 0) {
                            any.failed(order, false, now, random.nextDouble());
                        } else if (order != null) {
                            lamps.put(mailbox, order.on());
                            any.done(order);
                        }
                    }
                }
            }
            for (Order order : atWork.values()) {
                lamps.put(order.mailbox(), order.on());
                any.done(order);
            }
            for (int left = 0; left <= 5; left++) {
                now += LampBoard.LONGEST_RETRY;
                Optional<Order> order = any.take(now);
                assertTrue(left < 5 || order.isEmpty(), "an order more than there are lamps");
                order.ifPresent(last -> {
                    lamps.put(last.mailbox(), last.on());
                    any.done(last);
                });
            }
            assertEquals(wanted, lamps, "seed " + seed);
        }
    }
}
