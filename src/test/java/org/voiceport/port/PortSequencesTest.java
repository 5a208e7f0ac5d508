package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.voiceport.event.Event;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallPhase;

/** Random sequences of inputs: whatever comes in whatever order, {@link Checked} holds and Stop ends it all. */
class PortSequencesTest {
    /** {@code -Dvoiceport.sequences} sets another number. */
    private static final int SEQUENCES = Integer.getInteger("voiceport.sequences", 100_000);
    /** Of the first one; {@code -Dvoiceport.seed} sets another one, so that runs differ. */
    private static final long FIRST_SEED = Long.getLong("voiceport.seed", 0);

    private static final int BATCHES = 20;
    private static final int LONGEST = 90;
    private static final List<Set<PortSettings.Role>> ROLES = List.of(
            Set.of(PortSettings.Role.ANSWER),
            Set.of(PortSettings.Role.MWI),
            Set.of(PortSettings.Role.ANSWER, PortSettings.Role.NOTIFY),
            Set.of(PortSettings.Role.values()));

    private static Checked run(long seed) {
        Random random = new Random(seed);
        SecurityMode mode = List.of(SecurityMode.values()).get(random.nextInt(3));
        int[] versions = {3, 11, 17, 22};
        Server[] servers = random.nextBoolean() ? new Server[] {Scene.FIRST, Scene.SECOND} : new Server[] {Scene.FIRST};
        PortSettings settings = Scene.with(
                Scene.settings(mode, random.nextInt(3) == 0, versions[random.nextInt(versions.length)], servers),
                ROLES.get(random.nextInt(ROLES.size())));
        Checked port = new Checked(settings, new Random(seed));
        try {
            play(port, settings, random);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed " + seed + ", input " + port.history.size() + " of\n"
                            + String.join(
                                    "\n",
                                    port.history.stream().map(Object::toString).toList()),
                    failure);
        }
        return port;
    }

    private static void play(Checked port, PortSettings settings, Random random) {
        RandomInputs inputs = new RandomInputs(random);
        if (random.nextInt(50) != 0) {
            port.on(new Input.Start());
        }
        if (random.nextInt(3) == 0) {
            talk(port, settings);
            if (port.link() == Checked.Link.OPEN && random.nextBoolean()) {
                transfer(port, random.nextBoolean());
            }
        }
        int length = random.nextInt(LONGEST);
        for (int i = 0; i < length; i++) {
            port.on(next(port, settings, inputs, random));
        }
        port.on(new Input.Stop());
        if (random.nextBoolean() && port.link() != Checked.Link.NONE) {
            port.on(inputs.closed());
        }
        for (int i = 0; !port.running.isEmpty(); i++) {
            assertTrue(i < 1000, "timers without end");
            port.on(inputs.fired(port.running));
        }
        assertInstanceOf(Registration.Stopped.class, port.registration());
        assertTrue(port.isStopped(), "Stopped was asked for");
        port.everyAttemptHasOneOutcome();
        port.on(new Input.Start());
        port.on(new Input.Stop());
    }

    /** Brings the port into a call, if it has begun. What can happen from there is rare from the beginning. */
    private static void talk(Checked port, PortSettings settings) {
        if (port.link() != Checked.Link.DIALLING) {
            return;
        }
        port.on(new Input.LinkOpened(Scene.LOCAL, settings.mode().secure() ? Scene.TLS : null));
        port.on(new Input.Received(Said.registerAck(30, 17)));
        port.on(new Input.Received(Said.state(CallPhase.RING_IN, Scene.CALL)));
        port.on(new Input.Received(Said.callInfo(Scene.CALL)));
        port.on(new Input.Answer(Scene.CALL));
        port.on(new Input.Received(Said.state(CallPhase.CONNECTED, Scene.CALL)));
    }

    /** The second call of a transfer is dialled. */
    private static void transfer(Checked port, boolean blind) {
        Outgoing to = new Outgoing("1", Optional.empty(), false, Duration.ofSeconds(20));
        port.on(new Input.Transfer(Scene.CALL, -1, to, blind));
        if (!port.running.contains(new Timer(Timer.Kind.SEIZE, Scene.CALL))) {
            return; // a port without the role answer has no call to transfer
        }
        port.on(new Input.Received(Said.state(CallPhase.OFF_HOOK, 77)));
        port.on(new Input.Fired(new Timer(Timer.Kind.DIGIT, 77)));
    }

    private static Input next(Checked port, PortSettings settings, RandomInputs inputs, Random random) {
        int dice = random.nextInt(1000);
        if (dice < 3) {
            return new Input.Stop();
        } else if (dice < 6) {
            return new Input.Retire();
        } else if (dice < 13) {
            return new Input.Renew();
        } else if (dice < 80 && !port.running.isEmpty()) {
            return inputs.fired(port.running);
        } else if (dice < 200) {
            return inputs.command(port::isHidden);
        } else if (dice < 300) {
            return inputs.media();
        } else if (dice < 380 && port.probes()) {
            return inputs.probe(settings.mode().secure());
        } else if (port.link() == Checked.Link.DIALLING) {
            return random.nextInt(4) == 0
                    ? inputs.closed()
                    : new Input.LinkOpened(Scene.LOCAL, settings.mode().secure() ? Scene.TLS : null);
        } else if (port.link() == Checked.Link.OPEN) {
            boolean closed = dice < 330 || (dice < 500 && port.registration() instanceof Registration.Registering);
            return closed ? inputs.closed() : inputs.likely(port.registration());
        }
        return port.running.isEmpty() ? inputs.command(port::isHidden) : inputs.fired(port.running);
    }

    @TestFactory
    Stream<DynamicTest> nothing_that_must_not_happen_happens_in_many_sequences() {
        int each = SEQUENCES / BATCHES;
        return IntStream.range(0, BATCHES)
                .mapToObj(batch -> dynamicTest("seeds from " + (FIRST_SEED + (long) batch * each), () -> {
                    for (int i = 0; i < each; i++) {
                        run(FIRST_SEED + batch * (long) each + i);
                    }
                }));
    }

    @Test
    void the_sequences_reach_every_state_and_ask_for_every_action() {
        Set<Class<?>> seen = new HashSet<>();
        Set<String> transfers = new TreeSet<>();
        for (int seed = 0; seed < 4000; seed++) {
            Checked port = run(seed);
            seen.addAll(port.seen);
            transfers.addAll(port.transfers);
        }
        Set<Class<?>> all = new HashSet<>(Arrays.asList(Action.class.getPermittedSubclasses()));
        all.addAll(Arrays.asList(Registration.class.getPermittedSubclasses()));
        all.remove(Registration.Gone.class); // gone before an input is over
        all.addAll(Arrays.asList(CallFlow.class.getPermittedSubclasses()));
        all.remove(CallFlow.Active.class);
        all.addAll(Arrays.asList(CallFlow.Active.class.getPermittedSubclasses()));
        assertTrue(seen.remove(PortEvent.VersionLowered.class), "a version was lowered");
        seen.removeIf(Event.class::isAssignableFrom);
        assertEquals(all, seen);
        assertTrue(
                transfers.containsAll(List.of(
                        "Talking to Dialling",
                        "Talking to Proceeding",
                        "Talking to Proceeding, completing",
                        "Talking to Talking",
                        "Free to Proceeding, completing",
                        "Ending to Ending")),
                transfers::toString);
    }
}
