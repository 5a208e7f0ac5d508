package org.voiceport.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one YAML 1.2 document into a tree that is bounded in size and depth. Anchors, aliases and tags have no use here
 * and are refused, so that a small file can't unfold into a big one.
 */
final class YamlFile {
    static final String ADORNED = "anchors (&), aliases (*) and tags (!) are not supported";
    static final String ADORNED_TODO = "write the value out, in quotes if it begins with such a character";

    private static final int MOST_DEPTH = 16;
    private static final int LONGEST_REASON = 200;

    private static final int BYTES_FOR_A_NODE = 4;

    private final String text;
    private final int mostNodes;
    private final Problems problems;
    private final LoadSettings settings;

    private YamlFile(String text, int mostNodes, Problems problems) {
        this.text = text;
        this.mostNodes = mostNodes;
        this.problems = problems;
        this.settings = LoadSettings.builder()
                .setLabel(problems.file().toString())
                .setCodePointLimit(Integer.MAX_VALUE) // the size of the file is limited before
                .setAllowNonScalarKeys(true) // told by Section, with their place
                .build();
    }

    /** The root of the file, or empty if there is none: then a problem has been added. */
    static Optional<Node> read(int mostBytes, Problems problems) {
        return bytes(mostBytes, problems)
                .flatMap(bytes -> text(bytes, problems))
                .flatMap(text -> new YamlFile(text, mostBytes / BYTES_FOR_A_NODE, problems).root());
    }

    /** The line that begins with {@code key}, of a file that is no YAML as a whole; an empty mapping if it has none. */
    static Optional<Node> line(String key, int mostBytes, Problems problems) {
        return bytes(mostBytes, problems)
                .flatMap(bytes -> text(bytes, problems))
                .map(text -> text.lines()
                        .filter(line -> line.startsWith(key + ":"))
                        .findFirst()
                        .orElse("{}"))
                .flatMap(line -> new YamlFile(line, mostBytes / BYTES_FOR_A_NODE, problems).root());
    }

    private static Optional<byte[]> bytes(int most, Problems problems) {
        if (isPipeOrDevice(problems.file())) {
            // Opening a pipe waits for somebody who writes, for ever if nobody does, and no reload would come any more.
            problems.add(Place.START, "this is a pipe or a device", "name a file");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(problems.file())) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length <= most) {
                return Optional.of(bytes);
            }
            problems.add(Place.START, "the file is larger than " + (most >> 20) + " MiB", "make it smaller");
        } catch (NoSuchFileException e) {
            problems.add(Place.START, "there is no such file", "create it, or name the right one");
        } catch (AccessDeniedException e) {
            problems.add(Place.START, "the file must not be read", "allow it for the user who runs voiceportd");
        } catch (IOException e) {
            problems.add(Place.START, "the file can't be read: " + reason(e.getMessage()), "name a readable file");
        }
        return Optional.empty();
    }

    private static boolean isPipeOrDevice(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            // Opening it tells what is wrong.
            return false;
        }
    }

    private static Optional<String> text(byte[] bytes, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            problems.add(place(before), "this is not UTF-8 text", "save the file as UTF-8");
            return Optional.empty();
        }
    }

    private static Place place(String before) {
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        return new Place(lines + 1, before.codePointCount(lineStart, before.length()) + 1);
    }

    private Optional<Node> root() {
        try {
            if (!isPlainAndBounded()) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(Place.START, "the file holds nothing", "fill it in, as the example of this file shows");
            }
            return root;
        } catch (ReaderException e) {
            int end = Math.min(text.length(), text.offsetByCodePoints(0, safePosition(e)));
            problems.add(
                    place(text.substring(0, end)),
                    String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
                    "remove it");
        } catch (MarkedYamlEngineException e) {
            Syntax.tell(e, problems);
        } catch (YamlEngineException e) {
            problems.add(
                    Place.START,
                    "this is not YAML",
                    "write 'key: value' lines, without %YAML, as the example of this file shows");
        }
        return Optional.empty();
    }

    private static String reason(@Nullable String words) {
        return Quote.plain(String.valueOf(words), LONGEST_REASON);
    }

    private int safePosition(ReaderException e) {
        return Math.max(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
    }

    /** The parser makes events one by one, without recursion, so limits hold before any tree is built. */
    private boolean isPlainAndBounded() {
        int depth = 0;
        int documents = 0;
        int nodes = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            nodes += event instanceof NodeEvent ? 1 : 0;
            boolean refused = refuse(
                            event, documents > 1, "a second document begins here", "keep one document, without '---'")
                    || refuse(
                            event,
                            depth > MOST_DEPTH,
                            "nested deeper than " + MOST_DEPTH + " levels",
                            "look at indentation and brackets")
                    || refuse(event, nodes > mostNodes, "there are more than " + mostNodes + " values", "give fewer")
                    || refuse(event, event instanceof NodeEvent node && isAdorned(node), ADORNED, ADORNED_TODO);
            if (refused) {
                return false;
            }
        }
        return true;
    }

    private boolean refuse(Event event, boolean wrong, String what, String todo) {
        if (wrong) {
            problems.add(Place.of(event.getStartMark()), what, todo);
        }
        return wrong;
    }

    private static boolean isAdorned(NodeEvent event) {
        return event.getAnchor().isPresent()
                || event.getEventId() == Event.ID.Alias
                || (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent());
    }
}
