package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.voiceport.audio.Wav;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.MessageEvent;
import org.voiceport.messaging.LampNumbers;
import org.voiceport.messaging.Lamps;
import org.voiceport.messaging.Mailbox;
import org.voiceport.messaging.Mailboxes;
import org.voiceport.messaging.MessageStore;
import org.voiceport.messaging.StoreKeeper;
import org.voiceport.messaging.Voicemail;
import org.voiceport.messaging.VoicemailSettings;

/**
 * The built-in voicemail and, if the call manager's numbers are configured, the message lamps.
 *
 * @param keeper looks after the store, for this application and those that came before it
 * @param rules by which it does, once {@link #keep} is called
 */
record Application(
        Voicemail voicemail, Optional<Lamps> lamps, MessageStore store, StoreKeeper keeper, StoreKeeper.Rules rules) {
    /**
     * The built-in voicemail, with what a crashed daemon left behind made good.
     *
     * @param threads for its scripts; they stay the caller's
     * @param lines by which message lamps are switched
     */
    static Application of(DaemonConfig config, EventSink events, Executor threads, Supplier<List<Lamps.Line>> lines)
            throws IOException {
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        Optional<String> unusable = unusableStore(voicemail);
        if (unusable.isPresent()) {
            throw new IOException(unusable.get());
        }
        MessageStore store = new MessageStore(voicemail.store(), Clock.system(ZoneId.systemDefault()));
        Mailboxes mailboxes = mailboxes(voicemail);
        store.recover(mailboxes, voicemail.minMessage(), events);
        Optional<Lamps> lamps = lamps(config, store, mailboxes, events, lines);
        return of(config, store, new StoreKeeper(store), mailboxes, lamps, events, threads);
    }

    /**
     * The same for another configuration with the same store, for the calls that begin from now on. Lamps that nothing has
     * changed about are the same ones; others aren't started yet.
     */
    Application next(
            DaemonConfig before,
            DaemonConfig next,
            EventSink events,
            Executor threads,
            Supplier<List<Lamps.Line>> lines)
            throws IOException {
        DaemonConfig.Voicemail voicemail = next.messaging().voicemail();
        Mailboxes mailboxes = mailboxes(voicemail);
        // Makes the folders of new mailboxes.
        store.recover(mailboxes, voicemail.minMessage(), events);
        Mailboxes former = mailboxes(before.messaging().voicemail());
        boolean sameLamps =
                before.mwi().equals(next.mwi()) && List.copyOf(mailboxes.all()).equals(List.copyOf(former.all()));
        Optional<Lamps> nextLamps = sameLamps ? lamps : lamps(next, store, mailboxes, events, lines);
        return of(next, store, keeper, mailboxes, nextLamps, events, threads);
    }

    private static Application of(
            DaemonConfig config,
            MessageStore store,
            StoreKeeper keeper,
            Mailboxes mailboxes,
            Optional<Lamps> lamps,
            EventSink events,
            Executor threads)
            throws IOException {
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        VoicemailSettings settings = new VoicemailSettings(
                voicemail.maxMessage(),
                voicemail.silence(),
                voicemail.minMessage(),
                voicemail.minFree(),
                voicemail.quota());
        Optional<short[]> greeting = Optional.empty();
        if (voicemail.greeting().isPresent()) {
            greeting = Optional.of(Wav.read(voicemail.greeting().get()));
        }
        EventSink told = events.and(event -> follow(event, lamps, keeper));
        return new Application(
                new Voicemail(settings, greeting, mailboxes, store, told, threads),
                lamps,
                store,
                keeper,
                new StoreKeeper.Rules(mailboxes, settings, voicemail.maxAge(), told));
    }

    /** What changed in a mailbox concerns its lamp; when there is room again, what a full disk cut off can be stored. */
    private static void follow(Event event, Optional<Lamps> lamps, StoreKeeper keeper) {
        if (event instanceof MessageEvent.Stored stored) {
            lamps.ifPresent(own -> own.changed(stored.mailbox()));
        } else if (event instanceof DaemonEvent.MessageRecovered recovered) {
            lamps.ifPresent(own -> own.changed(recovered.mailbox()));
        } else if (event instanceof DaemonEvent.Expired expired) {
            lamps.ifPresent(own -> own.changed(expired.mailbox()));
        } else if (event instanceof DaemonEvent.StoreEnough) {
            keeper.recover();
        }
    }

    /** Has the store looked after from now on, by this application's rules. */
    void keep() {
        keeper.follow(rules);
    }

    private static Mailboxes mailboxes(DaemonConfig.Voicemail voicemail) {
        return Mailboxes.of(
                voicemail.mailboxes().stream()
                        .map(mailbox -> new Mailbox(
                                mailbox.number(),
                                mailbox.name(),
                                mailbox.email(),
                                mailbox.greeting(),
                                mailbox.quota().map(OptionalLong::of).orElseGet(OptionalLong::empty)))
                        .toList(),
                voicemail.general());
    }

    private static Optional<Lamps> lamps(
            DaemonConfig config,
            MessageStore store,
            Mailboxes mailboxes,
            EventSink events,
            Supplier<List<Lamps.Line>> lines) {
        return config.mwi()
                .map(mwi -> new LampNumbers(mwi.on(), mwi.off(), mwi.scheme() == DaemonConfig.MwiScheme.PREFIX))
                .map(numbers -> new Lamps(numbers, store, mailboxes, lines, events));
    }

    /** Why no message can be stored there, or empty. */
    private static Optional<String> unusableStore(DaemonConfig.Voicemail voicemail) {
        Path store = voicemail.store();
        if (Files.exists(store) && (!Files.isDirectory(store) || !Files.isWritable(store))) {
            return Optional.of("messaging.voicemail.store: " + store
                    + " is no directory that this user may write in; give another one, or its rights");
        }
        return Optional.empty();
    }

    /** What of the sounds can't be used, a line each; for {@code check}. */
    static List<String> unusable(DaemonConfig config) {
        List<String> errors = new ArrayList<>();
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        unusableStore(voicemail).ifPresent(errors::add);
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
