package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;

/** Whether there is room, and what is told of it, on a file system that says what the test wants. */
class StoreSpaceTest {
    private static final Path STORE = Path.of("/messages");

    private final List<Event> events = new ArrayList<>();
    private long free;
    private boolean broken;
    private final StoreSpace space = new StoreSpace(STORE, this::usable);

    private long usable(Path directory) throws IOException {
        assertEquals(STORE, directory);
        if (broken) {
            throw new IOException("stale file handle");
        }
        return free;
    }

    private boolean look(long bytes, long minFree) {
        free = bytes;
        return space.look(minFree, events::add);
    }

    @Test
    void as_much_as_is_to_be_free_is_enough_and_a_byte_less_is_not() {
        assertTrue(look(1000, 1000));
        assertEquals(List.of(), events);
        assertFalse(look(999, 1000));
        assertEquals(List.of(new DaemonEvent.StoreShort("/messages", 999, 1000)), events);
    }

    @Test
    void a_shortage_is_told_once_when_it_begins_and_once_when_it_ends() {
        look(999, 1000);
        look(10, 1000);
        look(0, 1000);
        assertTrue(look(1100, 1000));
        look(5000, 1000);
        assertEquals(
                List.of(
                        new DaemonEvent.StoreShort("/messages", 999, 1000),
                        new DaemonEvent.StoreEnough("/messages", 1100, 1000)),
                events);
    }

    @Test
    void a_store_on_the_edge_stays_short_until_there_is_a_tenth_more() {
        for (int i = 0; i < 10; i++) {
            assertFalse(look(999, 1000));
            assertFalse(look(1099, 1000));
        }
        assertEquals(1, events.size());
    }

    @Test
    void another_limit_is_judged_without_the_tenth() {
        look(500, 1000);
        assertTrue(look(500, 500));
        assertFalse(look(500, 501));
        assertEquals(
                List.of("DAEMON-012", "DAEMON-013", "DAEMON-012"),
                events.stream().map(Event::id).toList());
    }

    @Test
    void without_a_limit_there_is_always_enough() {
        look(500, 1000);
        assertTrue(look(0, 0));
        assertEquals("DAEMON-013", events.get(1).id());
    }

    @Test
    void what_is_free_is_known_from_the_last_look() {
        assertEquals(OptionalLong.empty(), space.freeBytes());
        look(1234, 0);
        assertEquals(OptionalLong.of(1234), space.freeBytes());
    }

    @Test
    void a_file_system_that_does_not_answer_changes_nothing() {
        broken = true;
        assertTrue(look(0, 1000));
        broken = false;
        look(10, 1000);
        broken = true;
        assertFalse(look(0, 1000));
        assertTrue(look(0, 0));
        assertEquals(OptionalLong.empty(), space.freeBytes());
        assertEquals(1, events.size());
    }

    @Test
    void the_largest_limit_does_not_overflow() {
        assertFalse(look(1, 1L << 50));
        assertTrue(look(Long.MAX_VALUE, 1L << 50));
    }

    @Test
    void the_line_says_what_is_free_what_is_wanted_and_what_to_do() {
        look((1L << 30) - 1, 1L << 30);
        assertEquals(
                "no message can be taken, callers are told so: /messages has 1023.9 MiB free, less than minFree of 1 GiB",
                events.get(0).text());
        assertTrue(events.get(0).todo().startsWith("free space there"));
        look(3L << 29, 1L << 30);
        assertEquals(
                "messages are taken again: /messages has 1.5 GiB free",
                events.get(1).text());
    }
}
