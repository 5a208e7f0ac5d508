package org.voiceport.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of CTL files, each with a note: {@code 20261123T131258Z-6a3d383547fc.tlv} and the same name with another
 * ending. The time is UTC; the rest is the beginning of the file's SHA-256. Open to its owner only. What has no note
 * doesn't count: it is what a crash left.
 */
final class CtlShelf {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile(
            "([0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z"
                    + "-[0-9a-f]{12})(\\.[a-z]+)");
    private static final String FILE = ".tlv";
    private static final int SHORT = 12;
    private static final int MAX_NOTE_LENGTH = 128 * 1024;

    private final Path directory;
    private final String noteEnding;

    /** @param noteEnding such as {@code .reason} */
    CtlShelf(Path directory, String noteEnding) {
        this.directory = directory;
        this.noteEnding = noteEnding;
    }

    /**
     * One file and its note.
     *
     * @param name without ending
     */
    record Item(String name, Path file, Path note) {
        String readNote() throws IOException {
            return new String(PrivateFile.read(note, MAX_NOTE_LENGTH), StandardCharsets.UTF_8);
        }

        byte[] readFile() throws IOException {
            return PrivateFile.read(file, CtlReader.MAX_FILE_LENGTH);
        }

        boolean hasFile() {
            return Files.exists(file);
        }
    }

    /** All that is complete, the oldest first. */
    List<Item> items() throws IOException {
        List<Item> items = new ArrayList<>();
        for (String name : names(noteEnding)) {
            items.add(item(name));
        }
        return items;
    }

    /** Puts a file, or none, and its note there. */
    Item put(Instant time, String sha256, Optional<Octets> file, Function<Item, String> note) throws IOException {
        Item item = item(TIME.format(afterAllOthers(time)) + "-" + sha256.substring(0, SHORT));
        if (file.isPresent()) {
            PrivateFile.write(item.file(), file.get().toArray());
        }
        rewrite(item, note.apply(item));
        return item;
    }

    /** The order of the names is the order in which things happened, even within a second or if a clock was set back. */
    private Instant afterAllOthers(Instant time) throws IOException {
        List<String> names = names(noteEnding);
        if (names.isEmpty()) {
            return time;
        }
        String last = names.get(names.size() - 1);
        Instant next =
                TIME.parse(last.substring(0, last.indexOf('-')), Instant::from).plusSeconds(1);
        return next.isAfter(time) ? next : time;
    }

    void rewrite(Item item, String note) throws IOException {
        PrivateFile.write(item.note(), note.getBytes(StandardCharsets.UTF_8));
    }

    void remove(Item item) throws IOException {
        Files.deleteIfExists(item.note());
        Files.deleteIfExists(item.file());
    }

    /** Removes files without a note; only for who may be sure that nobody is about to write one. */
    void tidy() throws IOException {
        for (String name : names(FILE)) {
            if (!Files.exists(item(name).note())) {
                Files.deleteIfExists(item(name).file());
            }
        }
    }

    private Item item(String name) {
        return new Item(name, directory.resolve(name + FILE), directory.resolve(name + noteEnding));
    }

    private List<String> names(String ending) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path path : all) {
                Matcher matcher = NAME.matcher(String.valueOf(path.getFileName()));
                if (matcher.matches() && ending.equals(matcher.group(2))) {
                    names.add(matcher.group(1));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }
}
