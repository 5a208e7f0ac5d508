package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SetupMessage;

/**
 * A port machine in a play: an input goes in, and what it asks for comes out as lines that read like the flows of the
 * wire reference. Timers run until they are cancelled or fired; a cancelled timer that doesn't run is no line.
 */
final class Scene {
    static final DeviceName DEVICE = new DeviceName("CiscoUM1-VI1");
    static final Server FIRST = new Server("cm1", 2000, 2443);
    static final Server SECOND = new Server("cm2", 2000, 2443);
    static final InetSocketAddress LOCAL = new InetSocketAddress(Addresses.of(new byte[] {10, 1, 2, 3}), 40000);
    static final InetSocketAddress MEDIA = new InetSocketAddress(LOCAL.getAddress(), 16384);
    static final TlsFacts TLS = new TlsFacts("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "ab".repeat(32), "pin", false);
    /** The call that most scenes are about. */
    static final int CALL = 0x012E364A;

    final PortSettings settings;
    final Map<Timer, Duration> running = new HashMap<>();
    private final PortMachine machine;
    private List<Action> actions = List.of();
    private List<String> lines = List.of();

    Scene(PortSettings settings) {
        this.settings = settings;
        this.machine = new PortMachine(settings, new Random(1));
    }

    /** A scene with an idle non-secure port, two call managers and version 17. */
    static Scene of(SecurityMode mode) {
        return new Scene(settings(mode, false, 17, FIRST, SECOND));
    }

    static PortSettings settings(SecurityMode mode, boolean requireEncryption, int version, Server... servers) {
        return settings(mode, requireEncryption, version, List.of(Codec.G711U, Codec.G711A), servers);
    }

    static PortSettings settings(SecurityMode mode, List<Codec> codecs) {
        return settings(mode, false, 17, codecs, FIRST, SECOND);
    }

    private static PortSettings settings(
            SecurityMode mode, boolean requireEncryption, int version, List<Codec> codecs, Server... servers) {
        return new PortSettings(
                DEVICE,
                mode,
                Set.of(PortSettings.Role.ANSWER),
                List.of(servers),
                version,
                codecs,
                requireEncryption,
                Optional.empty(),
                Timings.DEFAULT);
    }

    /** A scene whose port is registered and idle. */
    static Scene registered(PortSettings settings) {
        Scene scene = new Scene(settings);
        scene.on(new Input.Start());
        scene.register();
        return scene;
    }

    static Scene registered(SecurityMode mode) {
        return registered(settings(mode, false, 17, FIRST, SECOND));
    }

    /** From an open link to the end of the dialogue. */
    void register() {
        opened();
        said(Said.registerAck(30, settings.protocolVersion()));
        said(new SetupMessage.CapabilitiesReq());
        said(Said.buttons());
        said(Said.softKeys());
        said(Said.softKeySets());
        said(Said.line());
        said(Said.time());
        assertTrue(registration() instanceof Registered, "registered");
    }

    /** A scene whose port has the call {@link #CALL}, answered and connected, without media so far. */
    static Scene talking(PortSettings settings) {
        Scene scene = registered(settings);
        scene.ring(CALL);
        scene.on(new Input.Answer(CALL));
        scene.said(Said.state(CallPhase.CONNECTED, CALL));
        return scene;
    }

    static Scene talking(SecurityMode mode) {
        return talking(settings(mode, false, 17, FIRST, SECOND));
    }

    /** Opens both directions of the call's media. */
    void media(KeyBlock receive, KeyBlock transmit) {
        said(Said.open(CALL, Said.PARTY, receive));
        on(new Input.Media(CALL, new MediaEvent.Listening(MEDIA)));
        said(Said.start(CALL, Said.PARTY, transmit));
        on(new Input.Media(CALL, new MediaEvent.Talking(MEDIA)));
    }

    Scene opened() {
        return on(new Input.LinkOpened(LOCAL, settings.mode().secure() ? TLS : null));
    }

    Scene closed() {
        return on(new Input.LinkClosed(new Fault.LinkLost("the connection was reset", "")));
    }

    Scene said(Message message) {
        return on(new Input.Received(message));
    }

    Scene ring(int call) {
        said(Said.state(CallPhase.RING_IN, call));
        return said(Said.callInfo(call));
    }

    /** The timer runs out; fails if it doesn't run. */
    Scene fired(Timer.Kind kind) {
        Timer timer = running.keySet().stream()
                .filter(candidate -> candidate.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " doesn't run, but " + running.keySet()));
        running.remove(timer);
        return on(new Input.Fired(timer));
    }

    Scene on(Input input) {
        actions = machine.on(input);
        List<String> told = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.CancelTimer cancel && running.remove(cancel.timer()) == null) {
                continue;
            }
            if (action instanceof Action.StartTimer start) {
                running.put(start.timer(), start.delay());
            }
            told.add(line(action));
        }
        lines = told;
        return this;
    }

    /** Holds what the last input led to against {@code expected}. */
    Scene leadsTo(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", lines));
        return this;
    }

    List<String> lines() {
        return lines;
    }

    /** The message of that type that the last input led to. */
    <M extends Message> M sent(Class<M> type) {
        return actions.stream()
                .filter(Action.Send.class::isInstance)
                .map(action -> ((Action.Send) action).message())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + lines));
    }

    /** The event of that type that the last input led to. */
    <E extends Event> E reported(Class<E> type) {
        return actions.stream()
                .filter(Action.Report.class::isInstance)
                .map(action -> ((Action.Report) action).event())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + lines));
    }

    /** The action of that type that the last input led to. */
    <A extends Action> A asked(Class<A> type) {
        return actions.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + lines));
    }

    Registration registration() {
        return machine.registration();
    }

    boolean busy() {
        return machine.busy();
    }

    private static String line(Action action) {
        if (action instanceof Action.Dial dial) {
            return "dial " + dial.server().host();
        } else if (action instanceof Action.Send send) {
            return "send " + send.message().name();
        } else if (action instanceof Action.Speak speak) {
            return "speak " + speak.version();
        } else if (action instanceof Action.CloseLink) {
            return "close link";
        } else if (action instanceof Action.StartTimer start) {
            return "start " + start.timer().kind() + (start.timer().kind() == Timer.Kind.RETRY ? "" : time(start));
        } else if (action instanceof Action.CancelTimer cancel) {
            return "cancel " + cancel.timer().kind();
        } else if (action instanceof Action.Report report) {
            return "report " + report.event().getClass().getSimpleName();
        } else if (action instanceof Action.Tell tell) {
            return "tell " + tell.event().getClass().getSimpleName();
        } else if (action instanceof Action.Listen listen) {
            return "listen " + (listen.spec().key().isPresent() ? "SRTP" : "RTP");
        } else if (action instanceof Action.Talk talk) {
            return "talk " + (talk.spec().key().isPresent() ? "SRTP" : "RTP");
        } else if (action instanceof Action.End end) {
            return "end by " + end.by();
        }
        return action.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String time(Action.StartTimer start) {
        long millis = start.delay().toMillis();
        return millis % 1000 == 0 ? " " + millis / 1000 + " s" : " " + millis + " ms";
    }
}
