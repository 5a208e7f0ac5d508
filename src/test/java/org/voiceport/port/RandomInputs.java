package org.voiceport.port;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.voiceport.audio.Dtmf;
import org.voiceport.event.Fault;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.DisplayMessage;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.sccp.Secret;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.StationMessage;
import org.voiceport.sccp.StreamMessage;
import org.voiceport.sccp.Tone;
import org.voiceport.sccp.UnregisterStatus;

/** Inputs as a call manager in its right mind, a confused one, and a hostile one might cause them. */
final class RandomInputs {
    private static final List<Integer> CALLS = List.of(Scene.CALL, Scene.CALL, Scene.CALL, 77, -1, 0);
    private static final List<Integer> PARTIES = List.of(Said.PARTY, Said.PARTY, Said.PARTY, 5, 0);

    private static final List<String> REJECTS =
            List.of("Protocol version 22", "Device Unknown", "Crossover session", "Security", "");

    private final Random random;
    /** Each transmission goes to a port of its own, so that it is known again. */
    private int nextPort = 1024;

    private int lastAttempt;

    RandomInputs(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A timer that runs. */
    Input fired(Set<Timer> running) {
        List<Timer> sorted =
                running.stream().sorted(Comparator.comparing(Timer::toString)).toList();
        return new Input.Fired(any(sorted));
    }

    Input closed() {
        return new Input.LinkClosed(
                random.nextInt(200) == 0
                        ? new Fault.Misconfigured("no certificate", "")
                        : new Fault.LinkLost("reset " + random.nextInt(3), ""));
    }

    /** Something that an application wants, of a call that it knows. */
    Input command(IntPredicate hidden) {
        if (random.nextInt(3) == 0) {
            return place();
        }
        int call = any(CALLS);
        if (hidden.test(call)) {
            return new Input.HangUp(4711);
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Input.HangUp(call);
            case 3, 4 -> transfer(call);
            case 5 -> new Input.Complete(call);
            case 6 -> new Input.Hold(call);
            case 7 -> new Input.Resume(call);
            case 8, 9 -> new Input.Press(call, new Dtmf(random.nextInt(16)));
            default -> new Input.Answer(call);
        };
    }

    private Input place() {
        Optional<String> calling = random.nextInt(3) == 0 ? Optional.of("2001") : Optional.empty();
        return new Input.Place(
                ++lastAttempt, new Outgoing(number(), calling, random.nextInt(3) == 0, Duration.ofSeconds(20)));
    }

    private Input transfer(int call) {
        Outgoing to = new Outgoing(number(), Optional.empty(), random.nextInt(3) == 0, Duration.ofSeconds(20));
        return new Input.Transfer(call, ++lastAttempt, to, random.nextBoolean());
    }

    private String number() {
        return "9099#*".substring(0, random.nextInt(1, 7));
    }

    /** What comes on the connection to a preferred call manager. */
    Input probe(boolean secure) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Input.ProbeOpened(Scene.LOCAL, secure ? Scene.TLS : null);
            case 2 -> new Input.ProbeClosed();
            case 3 -> new Input.ProbeReceived(new StationMessage.RegisterTokenReject(random.nextInt()));
            case 4 -> new Input.ProbeReceived(new RegistrationMessage.KeepAliveAck());
            default -> new Input.ProbeReceived(new StationMessage.RegisterTokenAck());
        };
    }

    Input media() {
        if (random.nextInt(10) == 0) {
            return new Input.Silent(any(CALLS));
        }
        int call = any(CALLS);
        return new Input.Media(
                call,
                switch (random.nextInt(10)) {
                    case 8 -> new MediaEvent.Digit(new Dtmf(random.nextInt(16)));
                    case 9 -> new MediaEvent.Tone(new Dtmf(random.nextInt(16)));
                    case 0 -> new MediaEvent.Failed(random.nextBoolean(), new Fault.Misconfigured("no UDP port", ""));
                    case 1, 2, 3 -> new MediaEvent.Talking(Scene.MEDIA);
                    default -> new MediaEvent.Listening(Scene.MEDIA);
                });
    }

    /** What mostly comes in that state. */
    Input.Received likely(Registration registration) {
        if (registration instanceof Registration.Registering) {
            return new Input.Received(
                    random.nextInt(8) == 0
                            ? Said.reject(any(REJECTS))
                            : Said.registerAck(random.nextInt(-1, 60), random.nextInt(0, 50)));
        }
        return random.nextInt(3) == 0 ? registrationMessage() : callMessage();
    }

    Input.Received registrationMessage() {
        return new Input.Received(
                switch (random.nextInt(16)) {
                    case 13 -> new StreamMessage.SubscribeDtmfPayloadReq(101, 1, 2, 10);
                    case 14 -> new StreamMessage.UnSubscribeDtmfPayloadReq(101, 1, 2, 10);
                    case 0 -> Said.registerAck(30, 17);
                    case 1 -> Said.reject("Device Unknown");
                    case 2 -> new SetupMessage.CapabilitiesReq();
                    case 3 -> Said.buttons();
                    case 4 -> Said.softKeys();
                    case 5 -> Said.softKeySets();
                    case 6 -> Said.line();
                    case 7 -> Said.time();
                    case 8, 9 -> new RegistrationMessage.KeepAliveAck();
                    case 10 -> new RegistrationMessage.UnregisterAck(new UnregisterStatus(random.nextInt(4)));
                    case 11 ->
                        random.nextInt(8) == 0
                                ? new RegistrationMessage.Reset(new ResetType(random.nextInt(5)))
                                : new DisplayMessage.DisplayText("Your current options");
                    case 12 -> new Message.Unknown(0x0127, Secret.of(new byte[4]));
                    default -> new RegistrationMessage.KeepAlive();
                });
    }

    Input.Received callMessage() {
        int call = any(CALLS);
        int party = any(PARTIES);
        return new Input.Received(
                switch (random.nextInt(14)) {
                    case 12 -> Said.state(CallPhase.OFF_HOOK, call);
                    case 13 ->
                        random.nextBoolean()
                                ? new CallMessage.StartTone(new Tone(random.nextInt(40)), 0, 1, call)
                                : new CallMessage.StopTone(1, call, Tone.SILENCE);
                    case 0, 1 -> Said.state(CallPhase.RING_IN, call);
                    case 2 -> Said.callInfo(call);
                    case 3, 4 -> Said.state(CallPhase.CONNECTED, call);
                    case 5 ->
                        Said.state(
                                random.nextInt(3) == 0 ? CallPhase.ON_HOOK : new CallPhase(random.nextInt(-1, 20)),
                                call);
                    case 6, 7 -> open(call, party);
                    case 8, 9 -> start(call, party);
                    case 10 -> Said.close(call, party);
                    default ->
                        random.nextInt(3) == 0
                                ? new MediaMessage.ConnectionStatisticsReq("5001", call, 0)
                                : random.nextBoolean() ? Said.stop(call, party) : new CallMessage.OnHook(1, call);
                });
    }

    private Message open(int call, int party) {
        return Said.open(call, party, key(), payload(), millis());
    }

    private Message start(int call, int party) {
        if (random.nextInt(20) == 0) {
            return Said.start(call, party, key(), Said.PHONE, random.nextInt(), payload(), millis());
        }
        nextPort = nextPort < 65535 ? nextPort + 1 : 1024;
        return Said.start(call, party, key(), Said.PHONE, nextPort, payload(), millis());
    }

    private Payload payload() {
        return new Payload(random.nextInt(15) == 0 ? random.nextInt() : random.nextBoolean() ? 2 : 4);
    }

    private int millis() {
        return random.nextInt(15) == 0 ? random.nextInt() : 20;
    }

    private KeyBlock key() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> KeyBlock.CLEAR;
            case 5 -> Said.key(random.nextInt(-1, 9), 16, 14, 0, 0);
            case 6 -> Said.key(1, random.nextInt(0x10000), random.nextInt(0x10000), 0, 0);
            case 7 -> Said.key(1, 16, 14, random.nextInt(2), random.nextInt(2));
            default -> Said.key();
        };
    }
}
