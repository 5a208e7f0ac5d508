package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** Holds docs/events.md and the sealed tree of events equal. */
class EventsDocumentTest {
    private static final String NOTHING = "–";

    /** What the document says of an event: id, severity, facts; and its last two columns. */
    record Row(String id, String severity, String facts, String meaning, String todo) {}

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/events.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .map(cells ->
                        new Row(cells[1].replace("`", ""), cells[2], cells[3].replace("`", ""), cells[4], cells[5]))
                .toList();
    }

    /** All samples of each record of the tree. */
    private static Map<Class<?>, List<Event>> samples() {
        Map<Class<?>, List<Event>> samples = new LinkedHashMap<>();
        collect(Event.class, samples);
        return samples;
    }

    private static void collect(Class<?> type, Map<Class<?>, List<Event>> samples) {
        if (type.isRecord()) {
            List<Event> each = new ArrayList<>(List.of(sample(type, true), sample(type, false)));
            if (type == DaemonEvent.SrtpEngineChosen.class) {
                // The one event whose severity follows from a text.
                each.add(new DaemonEvent.SrtpEngineChosen("text", ""));
            }
            samples.put(type, each);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> collect(sub, samples));
        }
    }

    private static Event sample(Class<?> type, boolean full) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values =
                Arrays.stream(components).map(c -> value(c.getType(), full)).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return (Event) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + type, e);
        }
    }

    private static Object value(Class<?> type, boolean full) {
        Map<Class<?>, Object> values = Map.of(
                String.class,
                "text",
                int.class,
                7,
                long.class,
                8L,
                boolean.class,
                full,
                DeviceName.class,
                new DeviceName("VI1"),
                SecurityMode.class,
                SecurityMode.ENCRYPTED,
                MediaProtection.class,
                MediaProtection.RTP,
                Fault.class,
                new Fault.LinkLost("what", "todo"));
        if (type == TlsFacts.class) {
            return full ? new TlsFacts("TLSv1.2", "SUITE", "ab", "pin", false) : null;
        }
        if (type == MediaQuality.class) {
            return new MediaQuality(1, 2, 3, 4, 5, full ? 6 : MediaQuality.UNKNOWN, 7);
        }
        if (type == CallSummary.class) {
            return new CallSummary("1", "2", CallSummary.Outcome.ANSWERED, (TlsFacts) value(TlsFacts.class, full));
        }
        Object value = values.get(type);
        assertTrue(value != null, () -> "give this test a sample of " + type);
        return value;
    }

    private static Set<String> facts(List<Event> samples) {
        Set<String> names = new LinkedHashSet<>();
        samples.forEach(event -> event.facts((name, value) -> names.add(name)));
        return names;
    }

    private static String row(List<Event> samples) {
        String severities = samples.stream()
                .map(event -> event.severity().name().toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
        Set<String> facts = facts(samples);
        return samples.get(0).id() + " | " + severities + " | "
                + (facts.isEmpty() ? NOTHING : String.join(", ", facts));
    }

    @Test
    void the_document_lists_exactly_the_events_of_the_code() throws IOException {
        List<String> code = samples().values().stream()
                .map(EventsDocumentTest::row)
                .sorted()
                .toList();
        List<String> document = rows().stream()
                .map(row -> row.id + " | " + row.severity + " | " + row.facts)
                .sorted()
                .toList();
        assertEquals(String.join("\n", code), String.join("\n", document));
    }

    @Test
    void every_row_says_what_it_means_and_what_to_do() throws IOException {
        Map<String, Row> rows = rows().stream().collect(Collectors.toMap(Row::id, row -> row));
        samples().forEach((type, samples) -> {
            Row row = rows.get(samples.get(0).id());
            assertFalse(row.meaning.isBlank(), row::toString);
            assertFalse(row.todo.isBlank(), row::toString);
            assertFalse(!samples.get(0).todo().isEmpty() && row.todo.equals(NOTHING), row::toString);
        });
    }

    @Test
    void ids_are_unique() {
        List<String> ids = new ArrayList<>();
        samples().values().forEach(samples -> ids.add(samples.get(0).id()));
        assertEquals(new TreeSet<>(ids).size(), ids.size(), ids::toString);
    }

    @Test
    void facts_are_snake_case_and_never_named_like_the_fields_of_every_line() {
        samples()
                .values()
                .forEach(samples -> facts(samples).forEach(name -> {
                    assertTrue(name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), name);
                    assertFalse(Set.of("port", "call", "todo").contains(name), samples::toString);
                }));
    }

    @Test
    void every_event_of_a_device_says_which_port_it_concerns() {
        samples().forEach((type, samples) -> {
            boolean ofDevice = Arrays.stream(type.getRecordComponents()).anyMatch(c -> c.getType() == DeviceName.class);
            assertEquals(ofDevice, samples.get(0).port().isPresent(), type::toString);
        });
    }
}
