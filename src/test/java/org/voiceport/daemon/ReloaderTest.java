package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.trust.PortCertificates;

/** A changed file is read once, and what was refused again when a file that it needs has changed. */
class ReloaderTest {
    @TempDir
    Path directory;

    private final TestEvents events = new TestEvents(event -> {});
    private Installation installation;
    private Daemon daemon;
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        // Nobody answers there: it is about files.
        installation =
                Installation.in(directory).callManager("127.0.0.1", 9, 10).port(NON_SECURE);
        daemon = Daemon.start(installation.config(), TrustMaterial.load(installation.config(), true), events);
        reloader = reloader(next -> {});
    }

    private Reloader reloader(Consumer<DaemonConfig> reloaded) {
        return new Reloader(daemon, events, new ServiceNotice(Map.of(), events), reloaded);
    }

    @AfterEach
    void close() throws InterruptedException {
        reloader.close();
        var unused = daemon.stop("the end of the test", Duration.ofSeconds(8));
    }

    /** Until a change has settled, and longer. */
    private void look() {
        for (int i = 0; i < 4; i++) {
            reloader.look();
        }
    }

    private int count(Class<? extends Event> kind) {
        return events.all(kind).size();
    }

    private void assertRefusedOnce() {
        look();
        assertEquals(1, count(DaemonEvent.ReloadRefused.class), events::toString);
        assertEquals(0, count(DaemonEvent.Reloaded.class));
    }

    private void assertTakenOver() {
        look();
        assertEquals(1, count(DaemonEvent.ReloadRefused.class), events::toString);
        assertEquals(1, count(DaemonEvent.Reloaded.class), events::toString);
    }

    private Path beside(String name) {
        return installation.file().resolveSibling(name);
    }

    @Test
    void a_greeting_that_was_missing_is_noticed_when_it_comes() throws IOException {
        Files.writeString(
                beside("mailboxes.yaml"), "mailboxes: [ { number: \"2001\", name: Alice, greeting: alice.wav } ]\n");
        assertRefusedOnce();
        Files.copy(beside("greeting.wav"), beside("alice.wav"));
        assertTakenOver();
    }

    @Test
    void a_mailboxes_file_that_was_missing_is_noticed_when_it_comes() throws IOException {
        Files.writeString(
                installation.file(), Files.readString(installation.file()).replace("mailboxes.yaml", "others.yaml"));
        assertRefusedOnce();
        Files.copy(beside("mailboxes.yaml"), beside("others.yaml"));
        assertTakenOver();
    }

    @Test
    void a_key_that_was_missing_is_noticed_when_it_comes() throws IOException {
        installation.port(ENCRYPTED);
        installation.config();
        Path key = PortCertificates.portFile(installation.certs(), DemoLab.port(ENCRYPTED));
        byte[] good = Files.readAllBytes(key);
        Files.delete(key);
        assertRefusedOnce();
        Files.write(key, good);
        assertTakenOver();
    }

    @Test
    void a_password_that_was_missing_is_noticed_when_it_comes() throws IOException {
        installation.port(ENCRYPTED).section("identity", "{ directory: certs, passwordFile: certs/other }");
        installation.config();
        assertRefusedOnce();
        Files.copy(
                installation.certs().resolve("password"), installation.certs().resolve("other"));
        assertTakenOver();
    }

    @Test
    void what_a_refused_configuration_named_is_forgotten_when_it_is_taken_back() throws IOException {
        String good = Files.readString(installation.file());
        Files.writeString(installation.file(), good.replace("mailboxes.yaml", "others.yaml"));
        assertRefusedOnce();
        Files.writeString(installation.file(), good);
        assertTakenOver();
        Files.copy(beside("mailboxes.yaml"), beside("others.yaml"));
        assertTakenOver();
    }

    @Test
    void a_reload_that_fails_is_not_tried_at_every_look() throws IOException {
        reloader.close();
        reloader = reloader(next -> {
            throw new IllegalStateException("of the test");
        });
        Files.writeString(beside("mailboxes.yaml"), "mailboxes: []\n");
        look();
        assertEquals(1, count(DaemonEvent.Internal.class), events::toString);
        assertEquals(1, count(DaemonEvent.Reloaded.class));
    }

    @Test
    void a_look_that_fails_does_not_end_the_looking() throws IOException {
        AtomicBoolean failing = new AtomicBoolean(true);
        reloader.close();
        reloader = new Reloader(daemon, events, new ServiceNotice(Map.of(), events), next -> {}, files -> {
            if (failing.get()) {
                throw new IllegalStateException("of the test");
            }
            return FileStamps.of(files);
        });
        reloader.look();
        assertEquals(1, count(DaemonEvent.Internal.class));
        failing.set(false);
        Files.writeString(beside("mailboxes.yaml"), "mailboxes: []\n");
        look();
        assertEquals(1, count(DaemonEvent.Reloaded.class), events::toString);
    }
}
