package org.voiceport.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a mailboxes file; its errors carry its own name. */
final class MailboxesReader {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_MAILBOXES = 100_000;

    private final Map<String, Value> seen = new HashMap<>();

    private MailboxesReader() {}

    /** @param named the value that names the file */
    static List<Mailbox> read(Value named, Problems problems) {
        Optional<Path> file = named.file();
        if (file.isEmpty()) {
            return List.of();
        }
        Problems own = problems.of(file.get());
        if (!Files.exists(file.get())) {
            named.problem(
                    "there is no file " + file.get(),
                    "create it with a list 'mailboxes:' of number and name, or remove the key");
            return List.of();
        }
        return YamlFile.read(MOST_BYTES, own)
                .map(root -> new MailboxesReader().mailboxes(new Value(root, "", own)))
                .orElse(List.of());
    }

    private List<Mailbox> mailboxes(Value root) {
        List<Mailbox> mailboxes = new ArrayList<>();
        try (Section section = root.section()) {
            section.need("mailboxes", "write 'mailboxes:' and the list below it; '[]' for none")
                    .flatMap(list -> list.list(0, MOST_MAILBOXES))
                    .orElse(List.of())
                    .forEach(entry -> mailbox(entry).ifPresent(mailboxes::add));
        }
        return mailboxes;
    }

    private Optional<Mailbox> mailbox(Value entry) {
        try (Section section = entry.section()) {
            Optional<String> number = section.need("number", "give the directory number in quotes")
                    .flatMap(this::number);
            Optional<String> name =
                    section.need("name", "say whose mailbox it is").flatMap(Value::text);
            Optional<Pin> pin = section.find("pin").flatMap(value -> value.as(Texts::pin));
            Optional<String> email = section.find("email").flatMap(value -> value.as(Texts::email));
            Optional<Path> greeting = section.file("greeting");
            Optional<Long> quota = section.findSize("quota");
            return number.flatMap(n -> name.map(whose -> new Mailbox(n, whose, pin, email, greeting, quota)));
        }
    }

    private Optional<String> number(Value value) {
        Optional<String> number = value.as(Texts::mailboxNumber);
        number.ifPresent(known -> {
            // Folders are named after the numbers, and some file systems don't tell A from a.
            Value first = seen.putIfAbsent(known.toLowerCase(Locale.ROOT), value);
            if (first != null) {
                value.problem(
                        "the number " + known + " is used already in line "
                                + first.place().line(),
                        "give every mailbox a number of its own");
            }
        });
        return number;
    }
}
