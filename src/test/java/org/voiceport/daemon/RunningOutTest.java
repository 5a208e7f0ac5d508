package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.audio.Wav;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.MessageEvent;
import org.voiceport.messaging.Voicemail;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.SimulatedPhone;

/** A daemon that has no room for messages, and is given some while it runs: what a real caller hears. */
class RunningOutTest {
    /** Alike to this degree, though a busy machine left gaps; other prompts aren't. */
    private static final double RECOGNIZED = 0.3;
    /** More than any disk of a test has. */
    private static final String TOO_MUCH = "minFree: 1PiB";

    private static final String MAILBOX = Exchange.mailbox(ENCRYPTED);

    @TempDir
    Path directory;

    private Exchange exchange;
    private SimulatedPhone phone;
    private Installation installation;
    private TestDaemon daemon;

    @BeforeEach
    void prepare() {
        exchange = Exchange.start();
        phone = exchange.phoneOf(ENCRYPTED);
        installation = Installation.in(directory).callManager(exchange.callManager());
        installation.port(ENCRYPTED);
    }

    @AfterEach
    void close() {
        daemon.close();
        exchange.close();
    }

    private void start(String voicemail) {
        daemon = installation.voicemail(voicemail).start();
        daemon.registered(ENCRYPTED);
    }

    private void reload(String voicemail) {
        installation.voicemail(voicemail).config();
        assertEquals(List.of(), daemon.reload());
    }

    private LeftMessage call() {
        return await(phone.leaveMessage(MAILBOX, Exchange.SPEECH, Exchange.CALL_LIMIT));
    }

    private static void assertHeard(String prompt, LeftMessage call) throws IOException {
        assertEquals(LeftMessage.Outcome.NO_BEEP, call.outcome());
        Map<String, Double> scores = new TreeMap<>();
        for (String name : List.of("greeting", "no-room", "mailbox-full")) {
            scores.put(name, Similarity.compare(prompt(name), call.heard()).score());
        }
        String heard =
                Collections.max(scores.entrySet(), Map.Entry.comparingByValue()).getKey();
        assertTrue(heard.equals(prompt) && scores.get(prompt) > RECOGNIZED, scores + ", " + call);
    }

    private static short[] prompt(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Voicemail.class.getResourceAsStream("/org/voiceport/prompts/" + name + ".wav"))) {
            return Wav.read(in);
        }
    }

    private long messages(String mailbox) throws IOException {
        try (var files = Files.list(installation.store().resolve(mailbox).resolve("new"))) {
            return files.count();
        }
    }

    @Test
    void a_caller_hears_that_there_is_no_room_until_a_reload_makes_some() throws Exception {
        start(TOO_MUCH);
        DaemonEvent.StoreShort told = daemon.events().await(DaemonEvent.StoreShort.class, any -> true);
        assertEquals(installation.store().toString(), told.path());
        assertEquals(1L << 50, told.minFreeBytes());
        assertHeard("no-room", call());
        assertEquals(
                MAILBOX,
                daemon.events().await(MessageEvent.NoRoom.class, any -> true).mailbox());
        assertEquals(0, messages(MAILBOX));

        reload("minFree: 1KiB");
        daemon.events().await(DaemonEvent.StoreEnough.class, enough -> enough.minFreeBytes() == 1024);
        assertEquals(LeftMessage.Outcome.LEFT, call().outcome());
        daemon.stored(DemoLab.port(ENCRYPTED));

        reload(TOO_MUCH);
        daemon.events().await(DaemonEvent.StoreShort.class, any -> true, 2);
        assertHeard("no-room", call());
        assertEquals(1, messages(MAILBOX));
    }

    @Test
    void a_caller_hears_that_the_mailbox_is_full_until_a_reload_raises_its_quota() throws Exception {
        start("quota: 10KiB");
        assertEquals(LeftMessage.Outcome.LEFT, call().outcome());
        daemon.stored(DemoLab.port(ENCRYPTED));
        assertHeard("mailbox-full", call());
        MessageEvent.MailboxFull told = daemon.events().await(MessageEvent.MailboxFull.class, any -> true);
        assertEquals(List.of(MAILBOX, 10L << 10), List.of(told.mailbox(), told.quotaBytes()));

        Path mailboxes = installation.file().resolveSibling("mailboxes.yaml");
        String before = Files.readString(mailboxes);
        String own = before.replace("\"" + MAILBOX + "\",", "\"" + MAILBOX + "\", quota: 1MiB,");
        assertTrue(!own.equals(before), before);
        Files.writeString(mailboxes, own);
        assertEquals(List.of(), daemon.reload());
        assertEquals(LeftMessage.Outcome.LEFT, call().outcome());
    }

    @Test
    void an_age_can_be_given_while_the_daemon_runs() {
        start("");
        reload("maxAge: 30d");
        assertEquals(
                "messaging",
                daemon.events().await(DaemonEvent.Reloaded.class, any -> true).others());
    }
}
