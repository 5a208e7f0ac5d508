package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.RegistrationMessage.Register;

/** The announced protocol version steps down when a call manager shows that it can't do it, and only then. */
class VersionStepDownTest {
    private static Scene started(SecurityMode mode, int version, Server... servers) {
        return new Scene(Scene.settings(mode, false, version, servers)).on(new Input.Start());
    }

    private static int announced(Scene scene) {
        return scene.opened().sent(Register.class).version();
    }

    /** Connects, says what it announces, and has its connection closed in answer; then dials anew. */
    private static int closedAt(Scene scene) {
        int version = announced(scene);
        scene.closed();
        scene.fired(Timer.Kind.RETRY);
        return version;
    }

    private static List<Integer> closedAt(Scene scene, int times) {
        List<Integer> versions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            versions.add(closedAt(scene));
        }
        return versions;
    }

    @ParameterizedTest
    @CsvSource({
        "22, 22 22 17 17 11 11 5 5 22 22 17",
        "17, 17 17 11 11 5 5 17 17",
        "12, 12 12 11 11 5 5 12",
        "11, 11 11 5 5 11",
        "7, 7 7 5 5 7",
        "5, 5 5 5 5",
        "3, 3 3 3 3"
    })
    void two_closed_connections_in_a_row_step_down_and_the_lowest_is_not_the_end(int configured, String versions) {
        Scene scene = started(SecurityMode.NON_SECURE, configured, Scene.FIRST);
        List<Integer> expected =
                List.of(versions.split(" ")).stream().map(Integer::valueOf).toList();
        assertEquals(expected, closedAt(scene, expected.size()));
    }

    @Test
    void the_step_is_told_with_what_to_do() {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        closedAt(scene);
        announced(scene);
        scene.closed()
                .leadsTo(
                        "cancel REGISTER_ACK",
                        "report TriedAgain",
                        "start RETRY",
                        "start VERSIONS 86400 s",
                        "report VersionLowered");
        PortEvent.VersionLowered event = scene.reported(PortEvent.VersionLowered.class);
        assertEquals(
                "announces protocol version 11 in place of 17 to cm1:2000: it closed the connection 2 times in a row"
                        + " without an answer to Register",
                event.text());
        assertTrue(event.todo().contains("protocol.version: 11"), event.todo());
    }

    @Test
    void each_step_is_told_once_however_often_the_versions_have_their_turn() {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            announced(scene);
            scene.closed();
            if (scene.lines().contains("report VersionLowered")) {
                told.add(scene.reported(PortEvent.VersionLowered.class).to());
            }
            scene.fired(Timer.Kind.RETRY);
        }
        assertEquals(List.of(11, 5), told);
    }

    @Test
    void a_rejection_that_speaks_of_the_version_is_enough() {
        Scene scene = started(SecurityMode.ENCRYPTED, 17, Scene.FIRST);
        assertEquals(17, announced(scene));
        scene.said(Said.reject("Protocol Version 17 unknown"))
                .leadsTo(
                        "cancel REGISTER_ACK",
                        "close link",
                        "report Unregistered",
                        "start RETRY",
                        "start VERSIONS 86400 s",
                        "report VersionLowered");
        assertTrue(scene.reported(PortEvent.VersionLowered.class).why().contains("'Protocol Version 17 unknown'"));
        scene.fired(Timer.Kind.RETRY);
        assertEquals(11, announced(scene));
    }

    @Test
    void any_other_rejection_shows_nothing() {
        assertShowsNothing(scene -> {
            scene.said(Said.reject("Crossover session"));
            assertFalse(scene.lines().contains("report VersionLowered"));
        });
    }

    @Test
    void silence_shows_nothing() {
        assertShowsNothing(scene -> scene.fired(Timer.Kind.REGISTER_ACK));
    }

    /** The port goes on announcing its version, however often a try of its ends so. */
    private static void assertShowsNothing(Consumer<Scene> end) {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        for (int i = 0; i < 5; i++) {
            assertEquals(17, announced(scene));
            end.accept(scene);
            scene.fired(Timer.Kind.RETRY);
        }
    }

    @Test
    void a_refused_connection_shows_nothing_and_parts_what_it_comes_between() {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        for (int i = 0; i < 5; i++) {
            assertEquals(17, closedAt(scene), "as of a call manager that goes down, and down again");
            scene.closed();
            scene.fired(Timer.Kind.RETRY);
        }
    }

    @Test
    void what_cannot_be_read_shows_nothing() {
        assertShowsNothing(scene -> scene.on(new Input.LinkClosed(new Fault.Malformed("no SCCP", ""))));
    }

    @Test
    void a_connection_lost_after_the_registration_shows_nothing() {
        assertShowsNothing(scene -> {
            scene.said(Said.registerAck(30, 17));
            scene.closed();
        });
    }

    /** There, a refused certificate shows only now (peers-observed 15), and its alert may get lost. */
    @Test
    void a_connection_closed_in_tls_1_3_shows_nothing() {
        Scene scene = started(SecurityMode.ENCRYPTED, 17, Scene.FIRST);
        for (int i = 0; i < 5; i++) {
            scene.on(new Input.LinkOpened(
                    Scene.LOCAL, new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "ab".repeat(32), "pin", false)));
            assertEquals(17, scene.sent(Register.class).version());
            scene.closed();
            scene.fired(Timer.Kind.RETRY);
        }
    }

    @Test
    void each_call_manager_has_a_version_of_its_own() {
        Scene scene = started(SecurityMode.AUTHENTICATED, 17, Scene.FIRST, Scene.SECOND);
        for (int i = 0; i < 2; i++) {
            assertEquals(17, announced(scene));
            scene.closed();
            assertTrue(scene.lines().contains("dial cm2"), scene.lines()::toString);
            assertEquals(17, announced(scene), "the second one has shown nothing");
            scene.fired(Timer.Kind.REGISTER_ACK);
            scene.fired(Timer.Kind.RETRY);
        }
        assertEquals(11, announced(scene));
        scene.closed();
        assertEquals(17, announced(scene));
    }

    @ParameterizedTest
    @EnumSource(SecurityMode.class)
    void a_lower_version_that_is_taken_stays_for_a_day_and_the_mode_for_ever(SecurityMode mode) {
        Scene scene = started(mode, 17, Scene.FIRST);
        closedAt(scene, 2);
        assertEquals(11, announced(scene));
        scene.said(Said.registerAck(30, 17))
                .leadsTo("cancel REGISTER_ACK", "speak 11", "start KEEPALIVE 30 s", "start DIALOGUE_ANSWER 2 s");
        scene.closed();
        scene.fired(Timer.Kind.RETRY);
        assertEquals(11, announced(scene));
        scene.said(Said.registerAck(30, 11));
        assertEquals(Duration.ofHours(24), scene.running.get(Timer.of(Timer.Kind.VERSIONS)));
        scene.fired(Timer.Kind.VERSIONS).leadsTo();
        scene.closed();
        scene.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
        assertEquals(mode, scene.settings.mode());
        assertEquals(17, announced(scene), "it may have newer software by now");
    }

    @Test
    void a_day_that_ends_while_register_is_unanswered_changes_nothing_in_that_try() {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        closedAt(scene, 2);
        assertEquals(11, announced(scene));
        scene.fired(Timer.Kind.VERSIONS);
        scene.said(Said.registerAck(30, 17));
        assertTrue(scene.lines().contains("speak 11"), "a version above the announced one is none");
    }

    @Test
    void a_port_that_stops_forgets_it() {
        Scene scene = started(SecurityMode.NON_SECURE, 17, Scene.FIRST);
        closedAt(scene, 2);
        scene.on(new Input.Stop()).leadsTo("close link", "cancel VERSIONS", "stopped");
    }
}
