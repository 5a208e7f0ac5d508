package org.voiceport.sim;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage.Party;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.CallType;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.SecurityStatus;
import org.voiceport.sccp.Tone;

/**
 * One call from its first digit to its end:
 *
 * <pre>
 * DIALLING ── number complete ──► RINGING ── answered ──► TALKING ──► ENDED
 *     └────── no such number, busy ──► REFUSED ── caller hangs up ──►┘
 * </pre>
 *
 * While TALKING a party may hold the call, and take it back: media closes and opens anew, with new keys. A transfer puts
 * another caller in the place of the one who dialled.
 */
final class Conversation {
    /** Capabilities from here on are no codecs (wire reference 5.4). */
    private static final int FIRST_PSEUDO_PAYLOAD = 257;

    private static final int MAX_DIGITS = 23;

    private final Exchange exchange;
    private final Switchboard board;
    private Leg caller;
    private final StringBuilder digits = new StringBuilder();
    private @Nullable ScheduledFuture<?> digitTimer;
    private @Nullable Leg called;
    private @Nullable Media media;
    private CallTexts.@Nullable Parties parties;
    private @Nullable Leg holder;
    private Stage stage = Stage.DIALLING;

    private enum Stage {
        DIALLING,
        RINGING,
        TALKING,
        REFUSED,
        ENDED
    }

    /** What was agreed on media: one codec, one key for each direction. */
    private record Media(Payload payload, KeyBlock toCalled, KeyBlock toCaller) {}

    Conversation(Exchange exchange, Switchboard board, Leg caller) {
        this.exchange = exchange;
        this.board = board;
        this.caller = caller;
    }

    List<Leg> legs() {
        List<Leg> legs = new ArrayList<>(List.of(caller));
        if (called != null) {
            legs.add(called);
        }
        return legs;
    }

    /** A key while dialling is a digit of the number; in a call it is for the other party. */
    void key(Leg from, KeypadKey key) {
        if (stage == Stage.TALKING && called != null) {
            (from == caller ? called : caller).digit(toneOf(key));
        } else if (stage == Stage.DIALLING && from == caller) {
            dial(key.character());
        }
    }

    private void dial(char digit) {
        stopDigitTimer();
        if (digits.isEmpty()) {
            caller.dialling();
        }
        if (digit == '#' && !digits.isEmpty()) {
            complete(digits.toString());
            return;
        }
        digits.append(digit);
        String number = digits.toString();
        if (number.length() >= MAX_DIGITS || !exchange.mayBecome(number)) {
            complete(number);
        } else {
            long millis = board.settings().digitTimeout().toMillis();
            digitTimer = board.loop().schedule(() -> complete(number), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** The caller dialled this, digit by digit or at once. */
    void complete(String number) {
        stopDigitTimer();
        if (stage != Stage.DIALLING) {
            return;
        }
        Optional<MwiNumbers.Order> lamp = board.settings().mwi().flatMap(mwi -> mwi.order(number, caller.onBehalfOf()));
        if (lamp.isPresent()) {
            exchange.lamp(caller.station(), lamp.get());
            end();
            return;
        }
        Optional<Numbers.Route> route = exchange.numbers().route(number);
        if (route.isEmpty()) {
            refuse(CallPhase.INVALID_NUMBER, Tone.REORDER);
            return;
        }
        List<Numbers.Target> present = route.get().targets().stream()
                .filter(target -> board.station(target.device().name()).isPresent())
                .toList();
        Optional<Numbers.Target> idle = present.stream()
                .filter(target -> board.station(target.device().name())
                        .filter(station -> !exchange.busy(station))
                        .isPresent())
                .findFirst();
        if (idle.isPresent()) {
            ring(number, route.get(), idle.get());
        } else if (present.isEmpty()) {
            refuse(CallPhase.CONGESTION, Tone.REORDER);
        } else {
            refuse(CallPhase.BUSY, Tone.LINE_BUSY);
        }
    }

    private void ring(String number, Numbers.Route route, Numbers.Target target) {
        stage = Stage.RINGING;
        Station station = board.station(target.device().name()).orElseThrow();
        int line = target.device().numbers().indexOf(target.number()) + 1;
        Leg ringing = exchange.leg(this, station, line);
        called = ringing;
        parties = new CallTexts.Parties(
                caller.self(),
                ringing.self(),
                route.original(),
                route.originalReason(),
                route.last(),
                route.lastReason(),
                security(caller.station().mode(), station.mode()));
        Party dialled = route.dialled();
        caller.proceed(
                number,
                new CallTexts.Parties(
                        caller.self(), dialled, Party.UNKNOWN, 0, Party.UNKNOWN, 0, SecurityStatus.UNKNOWN));
        ringing.ring(parties);
        caller.ringOut();
    }

    private static SecurityStatus security(SecurityMode one, SecurityMode other) {
        if (one == SecurityMode.ENCRYPTED && other == SecurityMode.ENCRYPTED) {
            return SecurityStatus.ENCRYPTED;
        }
        return one.secure() && other.secure() ? SecurityStatus.AUTHENTICATED : SecurityStatus.NOT_AUTHENTICATED;
    }

    private void refuse(CallPhase phase, Tone tone) {
        stage = Stage.REFUSED;
        caller.refuse(phase, tone);
    }

    void answer(Leg by) {
        if (stage != Stage.RINGING || by != called || parties == null) {
            return;
        }
        Optional<Payload> payload = commonPayload(caller.station(), by.station());
        if (payload.isEmpty()) {
            end();
            return;
        }
        stage = Stage.TALKING;
        by.answered();
        connect(payload.get(), by, parties);
    }

    /** Opens the media of both, with new keys. */
    private void connect(Payload payload, Leg to, CallTexts.Parties shown) {
        Media agreed = agree(payload, to);
        media = agreed;
        to.connect(agreed.payload, agreed.toCalled, shown, CallType.INBOUND);
        caller.connect(agreed.payload, agreed.toCaller, shown, CallType.OUTBOUND);
    }

    /** Holds the call for one of its parties; does nothing if it is held, or there is nothing to hold. */
    void hold(Leg by) {
        if (stage == Stage.TALKING && holder == null) {
            holder = by;
            legs().forEach(Leg::closeMedia);
            by.held();
        }
    }

    /** Takes the call back for who held it. */
    void resume(Leg by) {
        if (stage == Stage.TALKING && holder == by && called != null && media != null && parties != null) {
            holder = null;
            connect(media.payload, called, parties);
        }
    }

    /** True while both parties are connected, held or not. */
    boolean talks() {
        return stage == Stage.TALKING;
    }

    /** True if the one who dialled may hand the call to somebody else: it rings there, or was answered. */
    boolean mayGo(Leg from) {
        return from == caller && (stage == Stage.RINGING || stage == Stage.TALKING);
    }

    /** The other party. */
    Leg other(Leg leg) {
        if (called == null) {
            throw new IllegalStateException("nobody was called");
        }
        return leg == caller ? called : caller;
    }

    /** Ends the call for one party only; the other one is taken to another call. */
    void leave(Leg leaving) {
        stage = Stage.ENDED;
        leaving.tearDown();
        exchange.over(this);
    }

    /** Puts {@code next} in the place of the one who dialled, who is done with it. */
    void handOver(Leg next) {
        Leg before = caller;
        caller = next;
        legs().forEach(Leg::closeMedia);
        before.tearDown();
        exchange.replaced(this, before, next);
        if (called == null || parties == null) {
            return;
        }
        parties = parties.from(next.self());
        if (stage == Stage.RINGING) {
            next.ringOut();
            return;
        }
        Leg to = called;
        CallTexts.Parties shown = parties;
        commonPayload(next.station(), to.station()).ifPresentOrElse(payload -> connect(payload, to, shown), this::end);
    }

    private Media agree(Payload payload, Leg by) {
        boolean keys = (caller.station().encrypts() && by.station().encrypts())
                || board.conduct().does(Misbehaviour.SEND_KEY_ON_ANY_LINK);
        boolean oneWay = board.conduct().does(Misbehaviour.KEY_ONE_DIRECTION_ONLY);
        MediaKeys source = exchange.mediaKeys();
        return new Media(
                payload, keys ? source.fresh() : KeyBlock.CLEAR, keys && !oneWay ? source.fresh() : KeyBlock.CLEAR);
    }

    /** The first codec of the caller's list that the called party has too. */
    private static Optional<Payload> commonPayload(Station one, Station other) {
        return one.payloads().stream()
                .filter(payload -> payload.value() < FIRST_PSEUDO_PAYLOAD)
                .filter(other.payloads()::contains)
                .findFirst();
    }

    /** A party listens, or can't: the other one is told where to send. */
    void listening(Leg leg, OpenReceiveChannelAck ack) {
        if (stage != Stage.TALKING || media == null || called == null || holder != null) {
            return;
        }
        if (!ack.status().equals(MediaStatus.OK)) {
            end();
        } else if (leg == called) {
            transmit(caller, leg, ack, media.payload, media.toCalled);
        } else {
            transmit(called, leg, ack, media.payload, media.toCaller);
        }
    }

    private void transmit(Leg sender, Leg listener, OpenReceiveChannelAck ack, Payload payload, KeyBlock key) {
        InetSocketAddress to = board.mediaPath()
                .towards(
                        sender.station().device().name(),
                        listener.station().device().name(),
                        new InetSocketAddress(ack.address(), ack.port()));
        sender.transmit(to.getAddress(), to.getPort(), payload, key);
    }

    /** Ends the call for both parties. */
    void end() {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        stopDigitTimer();
        legs().forEach(Leg::tearDown);
        exchange.over(this);
    }

    private void stopDigitTimer() {
        if (digitTimer != null) {
            digitTimer.cancel(false);
        }
    }

    /** Tones number the digits differently from keys (wire reference 5.5, 5.6). */
    private static Tone toneOf(KeypadKey key) {
        int value = key.value();
        if (value == 0) {
            return new Tone(10);
        }
        if (value >= 10 && value <= 13) {
            return new Tone(value + 6);
        }
        return new Tone(value);
    }
}
