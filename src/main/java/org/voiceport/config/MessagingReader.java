package org.voiceport.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voiceport.config.DaemonConfig.Messaging;
import org.voiceport.config.DaemonConfig.Voicemail;

/** Reads {@code messaging} and the mailboxes that it names. */
final class MessagingReader {
    /** Shorter would be a slip: a message must live long enough to be heard. */
    private static final Duration YOUNGEST = Duration.ofHours(1);

    private static final Duration OLDEST = Duration.ofDays(36_500);

    private final Section root;
    private final Problems problems;

    MessagingReader(Section root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    Messaging messaging() {
        try (Section section = root.section("messaging")) {
            section.find("application").ifPresent(value -> value.as(MessagingReader::application));
            return new Messaging(voicemail(section), external(section));
        }
    }

    private static String application(String text) throws Unfit {
        if (text.equals("external")) {
            throw new Unfit("the external application does not exist yet", "use 'voicemail'");
        }
        if (!text.equals("voicemail")) {
            throw new Unfit(Quote.of(text) + " is not known", "use 'voicemail'");
        }
        return text;
    }

    private static Optional<URI> external(Section messaging) {
        try (Section section = messaging.section("external")) {
            return section.find("url").flatMap(value -> value.as(Texts::webSocket));
        }
    }

    /** The path again, whose problems {@link MailboxesReader} tells. */
    private static Optional<Path> path(Value value) {
        return value.quietly(Value::file);
    }

    private Voicemail voicemail(Section messaging) {
        try (Section section = messaging.section("voicemail")) {
            Voicemail voicemail = new Voicemail(
                    section.file("store").orElseGet(() -> root.sibling("messages")),
                    section.find("mailboxes").flatMap(MessagingReader::path),
                    section.find("mailboxes")
                            .map(value -> MailboxesReader.read(value, problems))
                            .orElse(List.of()),
                    section.find("general")
                            .flatMap(value -> value.as(Texts::mailboxNumber))
                            .orElse("general"),
                    section.duration("maxMessage", Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(5)),
                    section.duration("silence", Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(10)),
                    section.duration("minMessage", Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1)),
                    section.size("minFree", Sizes.GIB),
                    section.find("maxAge").flatMap(value -> value.duration(YOUNGEST, OLDEST)),
                    section.size("quota", 0),
                    section.file("greeting"));
            if (voicemail.minMessage().compareTo(voicemail.maxMessage()) >= 0) {
                section.find(section.has("minMessage") ? "minMessage" : "maxMessage")
                        .ifPresent(value -> value.problem(
                                "minMessage is not shorter than maxMessage", "make maxMessage the longer one"));
            }
            return voicemail;
        }
    }
}
