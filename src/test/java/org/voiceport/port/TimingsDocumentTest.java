package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of timers in docs/calls.md and {@link Timings} equal. */
class TimingsDocumentTest {
    private static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String row(RecordComponent component) {
        try {
            return component.getName() + " "
                    + words((Duration) component.getAccessor().invoke(Timings.DEFAULT));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no value of " + component, e);
        }
    }

    @Test
    void the_document_has_every_timer_with_its_default() throws Exception {
        String document = Files.readString(Path.of("docs/calls.md"));
        List<String> rows = Pattern.compile("^\\| `(\\w+)` \\| (\\d+ \\w+) \\|", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertEquals(
                Arrays.stream(Timings.class.getRecordComponents())
                        .map(TimingsDocumentTest::row)
                        .sorted()
                        .collect(Collectors.joining("\n")),
                rows.stream().sorted().collect(Collectors.joining("\n")));
    }
}
