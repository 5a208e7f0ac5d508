package org.voiceport.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.LineMessage;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SoftKey;
import org.voiceport.sccp.WireText;

/** The calls of a simulated call manager: takes what stations say about calls to the call that it is about. */
final class Exchange {
    private static final int FIRST_REFERENCE = 0x01000001;
    private static final int FIRST_PARTY = 0x01000010;
    private static final int CALLS_OF_ONE_PHONE = 64;

    private final Switchboard board;
    private final Numbers numbers;
    private final MediaKeys mediaKeys;
    private final Map<Integer, Leg> legs = new HashMap<>();
    private final Map<Leg, Conversation> conversations = new HashMap<>();
    /** The second calls of transfers, and the calls that are to be transferred. */
    private final Map<Leg, Leg> consultations = new HashMap<>();

    private int nextReference = FIRST_REFERENCE;
    private int nextParty = FIRST_PARTY;

    Exchange(Switchboard board, Numbers numbers) {
        this.board = board;
        this.numbers = numbers;
        this.mediaKeys = new MediaKeys(board.settings().mediaKeys());
    }

    Numbers numbers() {
        return numbers;
    }

    MediaKeys mediaKeys() {
        return mediaKeys;
    }

    /** True if the station has any call, ringing and refused ones included. */
    boolean busy(Station station) {
        return legs.values().stream().anyMatch(leg -> leg.station() == station);
    }

    void on(Station station, Message message) {
        if (message instanceof CallMessage.OffHook m) {
            offHook(station, m.line(), m.callReference());
        } else if (message instanceof LineMessage.OffHookWithCallingPartyNumber m) {
            newCall(station, m.line()).ifPresent(leg -> leg.onBehalfOf(WireText.readable(m.callingNumber())));
        } else if (message instanceof CallMessage.OnHook m) {
            leg(station, m.callReference()).ifPresent(leg -> of(leg).end());
        } else if (message instanceof CallMessage.KeypadButton m) {
            leg(station, m.callReference()).ifPresent(leg -> of(leg).key(leg, m.key()));
        } else if (message instanceof CallMessage.EnblocCall m) {
            enbloc(station, m);
        } else if (message instanceof CallMessage.SoftKeyEvent m) {
            softKey(station, m);
        } else if (message instanceof MediaMessage.OpenReceiveChannelAck m) {
            ofParty(station, m.passThruPartyId()).ifPresent(leg -> of(leg).listening(leg, m));
        } else if (message instanceof MediaMessage.StartMediaTransmissionAck m
                && !m.status().equals(MediaStatus.OK)) {
            ofParty(station, m.passThruPartyId()).ifPresent(leg -> of(leg).end());
        }
    }

    private void offHook(Station station, int line, int reference) {
        Optional<Leg> ringing = reference == 0
                ? newest(station, CallPhase.RING_IN)
                : leg(station, reference).filter(leg -> leg.phase().equals(CallPhase.RING_IN));
        if (ringing.isPresent()) {
            of(ringing.get()).answer(ringing.get());
        } else if (reference == 0) {
            newCall(station, line);
        }
    }

    private Optional<Leg> newCall(Station station, int line) {
        int most = station.device().kind() == Device.Kind.PORT ? 1 : CALLS_OF_ONE_PHONE;
        if (legs.values().stream().filter(leg -> leg.station() == station).count() >= most) {
            return Optional.empty();
        }
        return Optional.of(dialTone(station, line));
    }

    private Leg dialTone(Station station, int line) {
        Leg caller = newLeg(station, Math.max(line, 1));
        conversations.put(caller, new Conversation(this, board, caller));
        caller.offHook();
        return caller;
    }

    /** Pressed in a call, it holds it and gives a line; pressed in the call on that line, it connects the two others. */
    private void transfer(Leg leg) {
        Conversation conversation = of(leg);
        Leg first = consultations.get(leg);
        if (first == null) {
            if (conversation.talks() && !consultations.containsValue(leg)) {
                conversation.hold(leg);
                consultations.put(dialTone(leg.station(), 1), leg);
            }
        } else if (conversation.mayGo(leg)) {
            Conversation ending = of(first);
            Leg party = ending.other(first);
            ending.leave(first);
            legs.put(party.reference(), party);
            conversation.handOver(party);
        }
    }

    /** One leg has taken the place of another. */
    void replaced(Conversation conversation, Leg before, Leg next) {
        forget(before);
        conversations.put(next, conversation);
    }

    /** A lamp is to be lit or put out. */
    void lamp(Station by, MwiNumbers.Order order) {
        boolean known = numbers.route(order.subscriber()).isPresent();
        board.event(new SimEvent.Lamp(by.device().name(), order.subscriber(), order.on(), known));
    }

    /** True if {@code digits} and at least one more are a number that can be dialled. */
    boolean mayBecome(String digits) {
        return numbers.mayBecome(digits)
                || board.settings().mwi().filter(mwi -> mwi.mayBecome(digits)).isPresent();
    }

    private void enbloc(Station station, CallMessage.EnblocCall message) {
        newest(station, CallPhase.OFF_HOOK)
                .or(() -> newCall(station, message.line()))
                .ifPresent(leg -> of(leg).complete(message.number().value()));
    }

    private void softKey(Station station, CallMessage.SoftKeyEvent message) {
        if (message.key().equals(SoftKey.ANSWER)) {
            offHook(station, message.line(), message.callReference());
        } else if (message.key().equals(SoftKey.NEW_CALL)) {
            newCall(station, message.line());
        } else if (message.key().equals(SoftKey.END_CALL)) {
            leg(station, message.callReference()).ifPresent(leg -> of(leg).end());
        } else if (message.key().equals(SoftKey.HOLD)) {
            leg(station, message.callReference()).ifPresent(leg -> of(leg).hold(leg));
        } else if (message.key().equals(SoftKey.RESUME)) {
            leg(station, message.callReference()).ifPresent(leg -> of(leg).resume(leg));
        } else if (message.key().equals(SoftKey.TRANSFER)) {
            leg(station, message.callReference()).ifPresent(this::transfer);
        }
    }

    /** A leg for the called party of a call. */
    Leg leg(Conversation conversation, Station station, int line) {
        Leg leg = newLeg(station, line);
        conversations.put(leg, conversation);
        return leg;
    }

    private Leg newLeg(Station station, int line) {
        Leg leg = new Leg(board, station, line, nextReference++, nextParty++);
        legs.put(leg.reference(), leg);
        return leg;
    }

    /** The leg of that reference; reference 0, as old stations send it, is the newest one. */
    private Optional<Leg> leg(Station station, int reference) {
        return Optional.ofNullable(legs.get(reference))
                .filter(leg -> leg.station() == station)
                .or(() -> reference == 0
                        ? legs.values().stream()
                                .filter(leg -> leg.station() == station)
                                .max((a, b) -> Integer.compareUnsigned(a.reference(), b.reference()))
                        : Optional.empty());
    }

    private Optional<Leg> newest(Station station, CallPhase phase) {
        return legs.values().stream()
                .filter(leg -> leg.station() == station && leg.phase().equals(phase))
                .max((a, b) -> Integer.compareUnsigned(a.reference(), b.reference()));
    }

    private Optional<Leg> ofParty(Station station, int party) {
        return legs.values().stream()
                .filter(leg -> leg.station() == station && leg.party() == party)
                .findFirst();
    }

    private Conversation of(Leg leg) {
        Conversation conversation = conversations.get(leg);
        if (conversation == null) {
            throw new IllegalStateException("a leg without a call");
        }
        return conversation;
    }

    /** The station is gone: so are its calls. */
    void left(Station station) {
        List.copyOf(legs.values()).stream()
                .filter(leg -> leg.station() == station)
                .forEach(leg -> {
                    Conversation conversation = conversations.get(leg);
                    if (conversation != null) {
                        conversation.end();
                    }
                });
    }

    void over(Conversation conversation) {
        conversation.legs().forEach(this::forget);
    }

    private void forget(Leg leg) {
        legs.remove(leg.reference());
        conversations.remove(leg);
        consultations.remove(leg);
        consultations.values().remove(leg);
    }
}
