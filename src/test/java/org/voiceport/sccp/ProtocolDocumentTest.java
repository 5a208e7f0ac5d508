package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of messages in docs/protocol.md equal to the catalogue, the offset tables and the evidence. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/protocol.md");

    private static Set<String> names(Stream<Message> messages) {
        return messages.map(Message::name).collect(Collectors.toSet());
    }

    /** Who has shown a message, by the word that the document has for it. */
    private static Map<String, Set<String>> evidence() {
        Map<String, Set<String>> evidence = new LinkedHashMap<>();
        evidence.put("vector", names(VectorsTest.messages()));
        evidence.put("real", names(Stream.concat(RealFramesTest.messages(), CapturesTest.messages("real-"))));
        evidence.put("servers", names(CapturesTest.messages("chan_")));
        return evidence;
    }

    private static String direction(Direction direction) {
        return switch (direction) {
            case FROM_PORT -> "→";
            case FROM_CALL_MANAGER -> "←";
            case BOTH -> "↔";
        };
    }

    private static String size(Layouts.Form form) {
        return form.size() < 0 ? "varies" : String.valueOf(form.size());
    }

    private static String versions(Layouts.Form form) {
        return form.from() == form.to() ? String.valueOf(form.from()) : form.from() + "–" + form.to();
    }

    private static String bodies(Layouts layouts) {
        List<Layouts.Form> forms = layouts.written();
        String written = forms.stream()
                .map(form -> (forms.size() == 1 ? "" : versions(form) + ": ") + size(form))
                .collect(Collectors.joining("; "));
        Stream<Integer> others = layouts.onlyRead().stream().map(Layouts.Form::size);
        String read = Stream.concat(layouts.cuts().stream(), others)
                .filter(size -> size >= 0 && forms.stream().noneMatch(form -> form.size() == size))
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return written + (read.isEmpty() ? "" : "; read too: " + read);
    }

    private static List<String> expected() {
        Map<String, Set<String>> evidence = evidence();
        List<String> rows = new ArrayList<>();
        for (Catalogue.Row<?> row : Catalogue.rows()) {
            String shown = evidence.entrySet().stream()
                    .filter(source -> source.getValue().contains(row.name()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            rows.add("| `0x%04X` | %s | %s | %s | %s |"
                    .formatted(
                            row.id(),
                            row.name(),
                            direction(row.direction()),
                            bodies(Layouts.of(row.id())),
                            shown.isEmpty() ? "tables" : shown));
        }
        return rows;
    }

    private static List<String> inDocument() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `0x"))
                .toList();
    }

    @Test
    void the_documents_table_is_the_catalogues() throws IOException {
        String expected = String.join("\n", expected());
        assertEquals(expected, String.join("\n", inDocument()), "the table should be:\n" + expected + "\n");
    }

    @Test
    void the_documents_counts_are_the_catalogues() throws IOException {
        String text = Files.readString(DOCUMENT);
        String expected = Catalogue.rows().size() + " messages";
        assertTrue(text.contains(expected), "the document should say: " + expected);
    }
}
