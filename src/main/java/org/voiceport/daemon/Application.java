package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.audio.Wav;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.EventSink;
import org.voiceport.messaging.CallThreads;
import org.voiceport.messaging.Mailbox;
import org.voiceport.messaging.Mailboxes;
import org.voiceport.messaging.MessageStore;
import org.voiceport.messaging.Voicemail;
import org.voiceport.messaging.VoicemailSettings;

/** The built-in voicemail's sounds and mailboxes, from the configuration. */
final class Application {
    private Application() {}

    /** The built-in voicemail, with what a crashed daemon left behind made good. */
    static Voicemail voicemail(DaemonConfig config, EventSink events) throws IOException {
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        Mailboxes mailboxes = Mailboxes.of(
                voicemail.mailboxes().stream()
                        .map(mailbox ->
                                new Mailbox(mailbox.number(), mailbox.name(), mailbox.email(), mailbox.greeting()))
                        .toList(),
                voicemail.general());
        MessageStore store = new MessageStore(voicemail.store(), Clock.system(ZoneId.systemDefault()));
        store.recover(mailboxes, voicemail.minMessage(), events);
        VoicemailSettings settings =
                new VoicemailSettings(voicemail.maxMessage(), voicemail.silence(), voicemail.minMessage());
        Optional<short[]> greeting = Optional.empty();
        if (voicemail.greeting().isPresent()) {
            greeting = Optional.of(Wav.read(voicemail.greeting().get()));
        }
        return new Voicemail(
                settings,
                greeting,
                mailboxes,
                store,
                events,
                CallThreads.upTo(2 * config.ports().size()));
    }

    /** What of the sounds can't be used, a line each; for {@code check}. */
    static List<String> unusable(DaemonConfig config) {
        List<String> errors = new ArrayList<>();
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        voicemail.greeting().ifPresent(file -> read(file, "messaging.voicemail.greeting", errors));
        voicemail
                .mailboxes()
                .forEach(mailbox -> mailbox.greeting()
                        .ifPresent(file -> read(file, "greeting of mailbox " + mailbox.number(), errors)));
        return errors;
    }

    private static void read(Path file, String what, List<String> errors) {
        try {
            Wav.read(file);
        } catch (IOException e) {
            errors.add(what + ": " + e.getMessage());
        }
    }
}
