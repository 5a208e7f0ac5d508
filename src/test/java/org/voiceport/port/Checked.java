package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.CallReport;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.sccp.RegistrationMessage;

/** A port machine under watch: after each input, what must never happen has not happened. */
final class Checked {
    enum Link {
        NONE,
        DIALLING,
        OPEN
    }

    final Set<Timer> running = new HashSet<>();
    final List<Input> history = new ArrayList<>();
    final Set<Class<?>> seen = new HashSet<>();
    /** In which states two calls were at once. */
    final Set<String> transfers = new TreeSet<>();

    private final PortSettings settings;
    private final PortMachine machine;
    private Link link = Link.NONE;
    /** The calls that began and haven't ended: one, or two while one is transferred. */
    private final Map<Integer, Live> calls = new HashMap<>();

    /** The attempt that waits for a line. */
    private @Nullable Integer attempt;
    /** The attempt that the input at work makes. */
    private @Nullable Integer placed;

    /** What became of each attempt to make a call: how often it was told that it is one, or that it is none. */
    private final Map<Integer, Integer> outcomes = new HashMap<>();
    /** Call managers have shown so often that they may not be able to do a version. */
    private int versionsDoubted;

    private boolean started;
    /** To leave for good when it has no call. */
    private boolean retiring;

    private boolean probe;
    private int stops;
    private Input now = new Input.Start();
    /** Ports that transmissions were to go to, each good for one Talk. */
    private final Set<Integer> targets = new HashSet<>();

    Checked(PortSettings settings, Random random) {
        this.settings = settings;
        this.machine = new PortMachine(settings, random);
    }

    Link link() {
        return link;
    }

    boolean probes() {
        return probe;
    }

    Registration registration() {
        return machine.registration();
    }

    boolean isStopped() {
        return stops > 0;
    }

    /** True if no application can know that call: it has begun, but wasn't offered yet. */
    boolean isHidden(int reference) {
        Live call = calls.get(reference);
        return call != null && !call.offered;
    }

    void on(Input input) {
        history.add(input);
        now = input;
        before(input);
        for (Action action : machine.on(input)) {
            boolean refusal = action instanceof Action.NotMade;
            assertTrue(refusal || stops == 0, () -> "asked for after Stopped: " + action);
            seen.add(action.getClass());
            check(action);
        }
        if (placed != null) {
            // Not refused, so the port asks for a line now.
            attempt = placed;
        }
        seen.add(machine.registration().getClass());
        see(machine.calls());
        timersBelongToWhatLives();
        whatLivesHasItsTimer();
        assertEquals(!calls.isEmpty() || attempt != null, machine.busy(), "a call began, and the machine knows it");
    }

    private void see(@Nullable CallFlow flow) {
        if (flow != null) {
            seen.add(flow.getClass());
        }
        if (flow instanceof Transferring both
                && both.second() != null
                && !both.second().isFree()) {
            transfers.add(both.first().getClass().getSimpleName() + " to "
                    + both.second().getClass().getSimpleName() + (both.completing() ? ", completing" : ""));
        }
    }

    private void before(Input input) {
        placed = input instanceof Input.Making making ? (Integer) making.attempt() : null;
        if (placed != null) {
            outcomes.putIfAbsent(placed, 0);
        }
        if (registration() instanceof Registration.Registering) {
            boolean refused = input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.RegisterReject reject
                    && reject.text().contains("version");
            versionsDoubted += refused ? 2 : input instanceof Input.LinkClosed ? 1 : 0;
        }
        if (input instanceof Input.Start) {
            started = true;
        } else if (input instanceof Input.Retire) {
            retiring = true;
        } else if (input instanceof Input.LinkOpened) {
            link = Link.OPEN;
        } else if (input instanceof Input.LinkClosed) {
            link = Link.NONE;
        } else if (input instanceof Input.ProbeClosed) {
            probe = false;
        } else if (input instanceof Input.Fired fired) {
            running.remove(fired.timer());
        } else if (input instanceof Input.Received received
                && received.message() instanceof StartMediaTransmission start) {
            targets.add(start.remotePort());
        }
    }

    private void check(Action action) {
        if (action instanceof Action.Dial dial) {
            assertEquals(Link.NONE, link, "one link at a time");
            assertTrue(settings.servers().contains(dial.server()), "a server of the settings");
            link = Link.DIALLING;
        } else if (action instanceof Action.DialProbe dial) {
            assertFalse(probe, "one probe at a time");
            assertTrue(settings.servers().contains(dial.server()), "a server of the settings");
            probe = true;
        } else if (action instanceof Action.SendProbe || action instanceof Action.UseProbe) {
            assertTrue(probe, "there is a probe");
            if (action instanceof Action.UseProbe) {
                probe = false;
                link = Link.OPEN;
            }
        } else if (action instanceof Action.CloseProbe) {
            probe = false;
        } else if (action instanceof Action.CountMedia count) {
            of(count.call());
        } else if (action instanceof Action.CloseLink) {
            link = Link.NONE;
        } else if (action instanceof Action.Send
                || action instanceof Action.Speak
                || action instanceof Action.AnswerStatistics) {
            assertEquals(Link.OPEN, link, () -> "said without a link: " + action);
            if (action instanceof Action.Send send && send.message() instanceof RegistrationMessage.Register register) {
                check(register.version());
            }
        } else if (action instanceof Action.StartTimer start) {
            running.add(start.timer());
            if (start.timer().kind() == Timer.Kind.CALL_INFO) {
                assertTrue(
                        calls.values().stream().allMatch(call -> call.preserved), "a call begins while there is one");
                calls.put(start.timer().call(), new Live());
            }
        } else if (action instanceof Action.NotMade notMade) {
            outcomes.merge(notMade.attempt(), 1, Integer::sum);
            if (placed != null && placed == notMade.attempt()) {
                placed = null;
            } else {
                assertEquals(attempt, notMade.attempt(), "the attempt that waits for a line");
                attempt = null;
            }
        } else if (action instanceof Action.Begin begin) {
            outcomes.merge(begin.attempt(), 1, Integer::sum);
            assertEquals(attempt, begin.attempt(), "the attempt that waits for a line");
            attempt = null;
            assertTrue(calls.values().stream().filter(call -> !call.preserved).count() <= 1, "a third call begins");
            assertNull(calls.put(begin.call(), new Live()), "a call begins that there is");
            of(begin.call()).offered = true;
        } else if (action instanceof Action.CancelTimer cancel) {
            running.remove(cancel.timer());
        } else if (action instanceof Action.Report report) {
            check(report);
        } else if (action instanceof Action.Stopped) {
            assertEquals(Set.of(), calls.keySet(), "stopped with a call");
            probe = false;
            stops++;
        } else {
            checkCall(action);
        }
        if (action instanceof Action.Speak speak) {
            assertTrue(speak.version() >= 0 && speak.version() <= settings.protocolVersion(), speak.toString());
        }
    }

    /** A lower version than the configured one is announced only to those who have shown something. */
    private void check(int announced) {
        int configured = settings.protocolVersion();
        if (announced != configured) {
            assertTrue(announced < configured && List.of(17, 11, 5).contains(announced), () -> "version " + announced);
            assertTrue(versionsDoubted >= 2, "a version below the configured one, for nothing");
        }
    }

    /** Each call that was to be made has become one, or it was told once that it hasn't. */
    void everyAttemptHasOneOutcome() {
        outcomes.forEach((made, times) -> assertEquals(1, times, () -> "outcomes of attempt " + made));
    }

    private void check(Action.Report report) {
        seen.add(report.event().getClass());
        if (report.event() instanceof CallReport.Preserved call) {
            of(call.reference()).preserved = true;
        } else if (report.event() instanceof PortEvent.Registered registered) {
            assertEquals(settings.mode(), registered.mode());
            assertEquals(settings.mode().secure(), registered.tls() != null);
        } else if (report.event() instanceof PortEvent.Unregistered unregistered) {
            assertEquals(settings.mode(), unregistered.mode());
        }
    }

    private void checkCall(Action action) {
        if (action instanceof Action.Offer offer) {
            assertFalse(of(offer.call()).offered, "offered twice");
            assertFalse(retiring, "a call is offered by a port that is to leave for good");
            of(offer.call()).offered = true;
        } else if (action instanceof Action.End end) {
            of(end.call());
            calls.remove(end.call());
        } else if (action instanceof Action.Listen listen) {
            assertTrue(received(OpenReceiveChannel.class), "listens without being asked to");
            boolean key = listen.spec().key().isPresent();
            of(listen.call()).receivesWithKey = key;
            checkKey(key);
        } else if (action instanceof Action.Talk talk) {
            assertTrue(targets.remove(talk.spec().remote().getPort()), "talks without being asked to");
            assertTrue(received(StartMediaTransmission.class) || received(OpenReceiveChannel.class));
            checkKey(talk.spec().key().isPresent());
            assertTrue(!strict() || of(talk.call()).receivesWithKey, "talks with a key in one direction only");
        } else if (action instanceof Action.Press press) {
            of(press.call());
        } else if (action instanceof Action.Deafen deafen) {
            of(deafen.call()).receivesWithKey = false;
        } else if (action instanceof Action.Mute mute) {
            of(mute.call());
        } else if (action instanceof Action.Tell tell) {
            assertTrue(of(tell.call()).offered, "told before it was offered");
        } else if (action instanceof Action.Update update) {
            assertTrue(of(update.call()).offered, "updated before it was offered");
        } else {
            throw new AssertionError("an action that isn't watched: " + action);
        }
    }

    private boolean received(Class<?> type) {
        return now instanceof Input.Received received && type.isInstance(received.message());
    }

    private boolean strict() {
        return settings.mode() == SecurityMode.ENCRYPTED && settings.requireEncryption();
    }

    private void checkKey(boolean present) {
        assertTrue(!present || settings.mode() == SecurityMode.ENCRYPTED, "a key on a port that isn't encrypted");
        assertTrue(present || !strict(), "media in clear where encryption is required");
    }

    private Live of(int reference) {
        Live call = calls.get(reference);
        assertNotNull(call, () -> "of " + reference + ", but there are " + calls.keySet());
        return call;
    }

    /** What is known of a call. */
    private static final class Live {
        private boolean offered;
        private boolean receivesWithKey;
        /** Its call manager is lost. */
        private boolean preserved;
    }

    private void timersBelongToWhatLives() {
        for (Timer timer : running) {
            boolean alive = switch (timer.kind()) {
                case RETRY -> registration() instanceof Registration.Waiting;
                case REGISTER_ACK -> registration() instanceof Registration.Registering;
                case DIALOGUE_ANSWER, KEEPALIVE, GOOD_SERVICE -> registration() instanceof Registered;
                case PREFERRED, TOKEN -> registration() instanceof Registered;
                case VERSIONS -> !(registration() instanceof Registration.Stopped);
                case UNREGISTER_ACK -> registration() instanceof Registration.Leaving;
                case SEIZE -> attempt != null;
                case CALL_INFO, ANSWERED, MEDIA_START, DIGIT, NO_ANSWER, TRANSFER, CALL_END, PRESERVED, KEY_TWIN ->
                    calls.containsKey(timer.call());
            };
            assertTrue(alive, () -> timer + " runs in " + registration() + " with the calls " + calls.keySet());
        }
    }

    /** What waits for an answer doesn't wait for ever. */
    private void whatLivesHasItsTimer() {
        if (retiring) {
            assertTrue(
                    machine.busy() || isStopped() || runs(Timer.Kind.UNREGISTER_ACK), "is still there without a call");
            assertTrue(
                    !(registration() instanceof Registration.Waiting || registration() instanceof Registration.Dialing),
                    "registers though it is to leave for good");
        }
        assertEquals(attempt != null, runs(Timer.Kind.SEIZE), "who waits for a line doesn't wait for ever");
        if (registration() instanceof Registration.Waiting) {
            assertTrue(!started || runs(Timer.Kind.RETRY), "waits for ever");
        } else if (registration() instanceof Registration.Registering) {
            assertTrue(runs(Timer.Kind.REGISTER_ACK), "registers for ever");
        } else if (registration() instanceof Registered registered) {
            assertTrue(runs(Timer.Kind.KEEPALIVE), "no keepalive");
            assertTrue(registered.step() == Dialogue.DONE || runs(Timer.Kind.DIALOGUE_ANSWER), "a dialogue for ever");
            assertTrue(
                    registered.leaving() != Departure.STOP || runs(Timer.Kind.CALL_END),
                    "a stop that nothing brings on");
        } else if (registration() instanceof Registration.Leaving) {
            assertTrue(runs(Timer.Kind.UNREGISTER_ACK), "leaves for ever");
        }
    }

    private boolean runs(Timer.Kind kind) {
        return running.stream().anyMatch(timer -> timer.kind() == kind);
    }
}
