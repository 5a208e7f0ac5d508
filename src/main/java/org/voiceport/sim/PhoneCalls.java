package org.voiceport.sim;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Message;

/** The calls of a simulated phone, by call reference. Owned by the loop. */
final class PhoneCalls {
    private static final int INCOMING = 1_000;
    private static final int MAX_CALLS = 1_000;

    private final PhoneSettings settings;
    private final EventLoop loop;
    private final PhoneLink link;
    private final Map<Integer, PhoneCall> calls = new HashMap<>();
    private final Deque<PhoneCall> dialling = new ArrayDeque<>();
    private final History<PhoneCall> incoming = new History<>(INCOMING);

    PhoneCalls(PhoneSettings settings, EventLoop loop, PhoneLink link) {
        this.settings = settings;
        this.loop = loop;
        this.link = link;
    }

    History<PhoneCall> incoming() {
        return incoming;
    }

    PhoneCall dial(String number) {
        PhoneCall call = newCall();
        loop.execute(() -> {
            if (link.lost().isDone() || !link.registered().isDone()) {
                call.over("the phone isn't registered");
                return;
            }
            // The call manager answers with the reference; it takes them in order.
            dialling.add(call);
            if (settings.enBloc()) {
                link.send(PhoneCall.enBloc(number));
            } else {
                call.dialWhenOffHook(number);
                link.send(new CallMessage.OffHook(1, 0));
            }
        });
        return call;
    }

    void on(Message message) {
        if (message instanceof CallMessage.CallState m) {
            onState(m);
        } else if (message instanceof CallMessage.CallInfo m) {
            find(m.callReference()).ifPresent(call -> call.info(m));
        } else if (message instanceof CallMessage.CallInfoV2 m) {
            find(m.callReference()).ifPresent(call -> call.info(m));
        } else if (message instanceof CallMessage.StartTone m && m.tone().isDigit()) {
            find(m.callReference()).ifPresent(call -> call.digit(m.tone()));
        } else if (message instanceof MediaMessage.OpenReceiveChannel m) {
            onOpen(m);
        } else if (message instanceof MediaMessage.StartMediaTransmission m) {
            find(m.callReference()).ifPresent(call -> call.media().transmit(m));
        } else if (message instanceof MediaMessage.CloseReceiveChannel m) {
            ofParty(m.passThruPartyId()).ifPresent(call -> call.media().stopReceiving());
        } else if (message instanceof MediaMessage.StopMediaTransmission m) {
            ofParty(m.passThruPartyId()).ifPresent(call -> call.media().stopTransmitting());
        } else if (message instanceof MediaMessage.ConnectionStatisticsReq m) {
            find(m.callReference()).ifPresent(call -> link.send(call.media().statistics(m)));
        }
    }

    private void onState(CallMessage.CallState state) {
        PhoneCall call = calls.get(state.callReference());
        if (call == null && state.phase().equals(CallPhase.OFF_HOOK)) {
            call = dialling.poll();
        } else if (call == null && state.phase().equals(CallPhase.RING_IN) && calls.size() < MAX_CALLS) {
            call = newCall();
            calls.put(state.callReference(), call);
            call.begin(state.callReference(), state.line(), state.phase());
            incoming.add(call);
            if (settings.autoAnswer()) {
                call.answer();
            }
            return;
        }
        if (call == null) {
            return;
        }
        calls.put(state.callReference(), call);
        call.begin(state.callReference(), state.line(), state.phase());
        if (state.phase().equals(CallPhase.ON_HOOK)) {
            calls.remove(state.callReference());
        }
    }

    private void onOpen(MediaMessage.OpenReceiveChannel m) {
        Optional<PhoneCall> call = find(m.callReference());
        if (call.isPresent()) {
            link.send(call.get().media().receive(m));
        } else {
            link.send(new MediaMessage.OpenReceiveChannelAck(
                    MediaStatus.INVALID_CALL_REFERENCE,
                    Addresses.UNSPECIFIED,
                    0,
                    m.passThruPartyId(),
                    m.callReference()));
        }
    }

    void hangUpAll() {
        calls.values().forEach(PhoneCall::hangUp);
    }

    void lost(String why) {
        List.copyOf(calls.values()).forEach(call -> call.over(why));
        calls.clear();
        dialling.forEach(call -> call.over(why));
        dialling.clear();
        incoming.end(new PhoneFailure(why));
    }

    private PhoneCall newCall() {
        return new PhoneCall(loop, link, new PhoneMedia(settings, loop, link));
    }

    private Optional<PhoneCall> find(int reference) {
        return Optional.ofNullable(calls.get(reference));
    }

    private Optional<PhoneCall> ofParty(int party) {
        return calls.values().stream()
                .filter(call -> call.media().party() == party)
                .findFirst();
    }
}
