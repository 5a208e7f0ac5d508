package org.voiceport.sim;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Message;

/** A phone with many calls at once, whose media is left to a {@link PhoneBank}. */
final class LoadPhone {
    private final SimLoop loop;
    private final PhoneBank bank;
    private final PhoneLink link;
    /** Owned by the loop, as is the order in which they were made. */
    private final Set<Integer> calls = new LinkedHashSet<>();

    LoadPhone(PhoneSettings settings, SimLoop loop, PhoneBank bank) {
        this.loop = loop;
        this.bank = bank;
        this.link = new PhoneLink(settings, loop.loop(), this::on);
        link.connect();
    }

    CompletableFuture<?> registered() {
        return link.registered();
    }

    void call(String number) {
        loop.loop().execute(() -> link.send(PhoneCall.enBloc(number)));
    }

    void hangUpAll() {
        loop.loop().execute(() -> calls.forEach(reference -> link.send(new CallMessage.OnHook(1, reference))));
    }

    CompletableFuture<Integer> calls() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        loop.loop().execute(() -> count.complete(calls.size()));
        return count;
    }

    private void on(Message message) {
        if (message instanceof CallMessage.CallState m) {
            if (m.phase().equals(CallPhase.ON_HOOK)) {
                calls.remove(m.callReference());
            } else if (m.phase().equals(CallPhase.BUSY) || m.phase().equals(CallPhase.CONGESTION)) {
                throw new IllegalStateException("a port doesn't take its call: " + m.phase());
            } else {
                calls.add(m.callReference());
            }
        } else if (message instanceof MediaMessage.OpenReceiveChannel m) {
            bank.listen(m.callReference(), PhoneKey.of(m.key()));
            link.send(new MediaMessage.OpenReceiveChannelAck(
                    MediaStatus.OK,
                    bank.address().getAddress(),
                    bank.address().getPort(),
                    m.passThruPartyId(),
                    m.callReference()));
        } else if (message instanceof MediaMessage.StartMediaTransmission m) {
            Optional<PhoneKey> key = PhoneKey.of(m.key());
            if (key.isEmpty()) {
                throw new IllegalStateException("a call without a key is no encrypted call");
            }
            bank.talk(m.callReference(), new InetSocketAddress(m.remoteAddress(), m.remotePort()), key);
        }
    }

    void close() {
        link.close();
    }
}
