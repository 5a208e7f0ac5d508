package org.voiceport.messaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which lamps are known to be lit, in the store's {@value #NAME}: a line {@code on 2001}, {@code off 2001}, or {@code
 * unknown 2001} for one that was about to be switched, each.
 */
final class LampFile {
    /** No mailbox's folder begins with a dot. */
    static final String NAME = ".lamps";

    private final Path file;

    LampFile(Path store) {
        file = store.resolve(NAME);
    }

    /**
     * What the file holds.
     *
     * @param known lit or dark, by mailbox
     * @param uncertain mailboxes whose lamps may be lit or not
     */
    record Kept(Map<String, Boolean> known, Set<String> uncertain) {
        static final Kept NOTHING = new Kept(Map.of(), Set.of());

        Kept {
            known = Map.copyOf(known);
            uncertain = Set.copyOf(uncertain);
        }
    }

    /** What was written last; lines that can't be read are left out, as their lamps are switched again then. */
    Kept load() throws IOException {
        Map<String, Boolean> lamps = new HashMap<>();
        Set<String> uncertain = new HashSet<>();
        try {
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                int space = line.indexOf(' ');
                String word = line.substring(0, Math.max(space, 0));
                String mailbox = line.substring(space + 1);
                if ((word.equals("on") || word.equals("off")) && Mailbox.isNumber(mailbox)) {
                    lamps.put(mailbox, word.equals("on"));
                } else if (word.equals("unknown") && Mailbox.isNumber(mailbox)) {
                    uncertain.add(mailbox);
                }
            }
        } catch (NoSuchFileException none) {
            return Kept.NOTHING;
        }
        return new Kept(lamps, uncertain);
    }

    /**
     * Replaces the file, at once for every reader; it is on the disk when this returns.
     *
     * @param uncertain written as such, whatever is known of them
     */
    void save(Map<String, Boolean> known, Set<String> uncertain) throws IOException {
        StringBuilder lines = new StringBuilder();
        uncertain.forEach(mailbox -> lines.append("unknown ").append(mailbox).append('\n'));
        known.forEach((mailbox, lit) -> {
            if (!uncertain.contains(mailbox)) {
                lines.append(lit ? "on " : "off ").append(mailbox).append('\n');
            }
        });
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
        PrivateFiles.sync(file.resolveSibling("."));
    }
}
