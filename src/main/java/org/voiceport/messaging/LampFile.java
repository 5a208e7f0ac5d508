package org.voiceport.messaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which lamps are known to be lit, in the store's {@value #NAME}: a line {@code on 2001} or {@code off 2001} each. */
final class LampFile {
    /** No mailbox's folder begins with a dot. */
    static final String NAME = ".lamps";

    private final Path file;

    LampFile(Path store) {
        file = store.resolve(NAME);
    }

    /** What was written last; lines that can't be read are left out, as their lamps are switched again then. */
    Map<String, Boolean> load() throws IOException {
        Map<String, Boolean> lamps = new LinkedHashMap<>();
        try {
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                int space = line.indexOf(' ');
                String word = line.substring(0, Math.max(space, 0));
                String mailbox = line.substring(space + 1);
                if ((word.equals("on") || word.equals("off")) && Mailbox.isNumber(mailbox)) {
                    lamps.put(mailbox, word.equals("on"));
                }
            }
        } catch (NoSuchFileException none) {
            return Map.of();
        }
        return lamps;
    }

    /** Replaces the file, at once for every reader. */
    void save(Map<String, Boolean> lamps) throws IOException {
        StringBuilder lines = new StringBuilder();
        lamps.forEach((mailbox, lit) ->
                lines.append(lit ? "on " : "off ").append(mailbox).append('\n'));
        Path next = file.resolveSibling(NAME + ".next");
        Files.deleteIfExists(next);
        try (FileChannel channel = PrivateFiles.create(next)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
