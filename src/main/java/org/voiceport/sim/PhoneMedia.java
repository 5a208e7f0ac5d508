package org.voiceport.sim;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.event.MediaProtection;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Payload;

/** The media of one call of a simulated phone: a pair of UDP ports, one stream each way. Owned by the loop. */
final class PhoneMedia {
    private final PhoneSettings settings;
    private final EventLoop loop;
    private final PhoneLink link;
    private final Counters counters = new Counters();
    private final Recording recording = new Recording();
    private final Speech speech = new Speech();
    private final CompletableFuture<Void> beep = new CompletableFuture<>();
    private @Nullable UdpPair sockets;
    private @Nullable PhoneSender sender;
    private int party;
    private volatile MediaProtection receiveProtection = MediaProtection.NONE;
    private volatile MediaProtection transmitProtection = MediaProtection.NONE;

    PhoneMedia(PhoneSettings settings, EventLoop loop, PhoneLink link) {
        this.settings = settings;
        this.loop = loop;
        this.link = link;
    }

    Counters counters() {
        return counters;
    }

    /** The stream's identifier, 0 until the call manager told it. */
    int party() {
        return party;
    }

    MediaProtection receiveProtection() {
        return receiveProtection;
    }

    MediaProtection transmitProtection() {
        return transmitProtection;
    }

    CompletableFuture<Void> beep() {
        return beep;
    }

    short[] heard() {
        return recording.samples();
    }

    CompletableFuture<Void> say(short[] samples) {
        CompletableFuture<Void> said = new CompletableFuture<>();
        loop.execute(() -> speech.add(samples, said));
        return said;
    }

    /** Listens as asked, and tells where; or why it can't. */
    Message receive(MediaMessage.OpenReceiveChannel m) {
        party = m.passThruPartyId();
        Optional<Codec> codec = codec(m.payload());
        if (codec.isEmpty()) {
            return refusal(m, MediaStatus.INVALID_CODEC);
        }
        Optional<PhoneKey> key = PhoneKey.of(m.key());
        if (m.key().present() && key.isEmpty()) {
            return refusal(m, MediaStatus.ENCODER_OR_DECODER_FAILED);
        }
        try {
            UdpPair pair = sockets();
            pair.receiver(
                    new PhoneReceiver(codec.get(), key, recording, new BeepDetector(), this::heardBeep, counters));
            receiveProtection = protection(m.key());
            return new MediaMessage.OpenReceiveChannelAck(
                    MediaStatus.OK, settings.media(), pair.port(), party, m.callReference());
        } catch (IOException noPort) {
            return refusal(m, MediaStatus.OUT_OF_SOCKETS);
        }
    }

    private void heardBeep() {
        beep.complete(null);
    }

    private static Message refusal(MediaMessage.OpenReceiveChannel m, MediaStatus why) {
        return new MediaMessage.OpenReceiveChannelAck(
                why, Addresses.UNSPECIFIED, 0, m.passThruPartyId(), m.callReference());
    }

    /** Begins to send, and says so. */
    void transmit(MediaMessage.StartMediaTransmission m) {
        stopTransmitting();
        party = m.passThruPartyId();
        Optional<Codec> codec = codec(m.payload());
        Optional<PhoneKey> key = PhoneKey.of(m.key());
        boolean usable = codec.isPresent() && key.isPresent() == m.key().present();
        int port = 0;
        MediaStatus status = usable ? MediaStatus.OK : MediaStatus.ENCODER_OR_DECODER_FAILED;
        if (usable) {
            try {
                UdpPair pair = sockets();
                port = pair.port();
                InetSocketAddress remote = new InetSocketAddress(m.remoteAddress(), m.remotePort());
                sender = new PhoneSender(loop, pair, remote, codec.get(), m.packetMillis(), key, speech, counters);
                transmitProtection = protection(m.key());
            } catch (IOException noPort) {
                status = MediaStatus.OUT_OF_SOCKETS;
            }
        }
        link.send(new MediaMessage.StartMediaTransmissionAck(
                m.conferenceId(), m.passThruPartyId(), m.callReference(), settings.media(), port, status));
    }

    Message statistics(MediaMessage.ConnectionStatisticsReq m) {
        return new MediaMessage.ConnectionStatisticsRes(
                m.directoryNumber(),
                m.callReference(),
                m.processing(),
                (int) counters.sent(),
                (int) counters.octetsSent(),
                (int) counters.received(),
                (int) counters.octetsReceived(),
                0,
                0,
                0,
                "");
    }

    void stopReceiving() {
        if (sockets != null) {
            sockets.receiver(null);
        }
    }

    void stopTransmitting() {
        if (sender != null) {
            sender.stop();
            sender = null;
        }
    }

    void close(PhoneFailure why) {
        // From the phone's own loop this is at once; a call that never began is closed from a stranger's.
        loop.execute(() -> {
            stopTransmitting();
            if (sockets != null) {
                sockets.close();
                sockets = null;
            }
            speech.end(why);
            beep.completeExceptionally(why);
        });
    }

    private UdpPair sockets() throws IOException {
        UdpPair open = sockets;
        if (open == null) {
            open = UdpPair.open(settings.media(), loop);
            sockets = open;
        }
        return open;
    }

    static Payload payload(Codec codec) {
        return switch (codec) {
            case G711U -> Payload.G711U;
            case G711A -> Payload.G711A;
            case G722 -> Payload.G722;
        };
    }

    private Optional<Codec> codec(Payload payload) {
        return settings.codecs().stream()
                .filter(codec -> payload(codec).equals(payload))
                .findFirst();
    }

    private static MediaProtection protection(KeyBlock key) {
        if (!key.present()) {
            return MediaProtection.RTP;
        }
        return key.algorithm().equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32)
                ? MediaProtection.AES_CM_128_HMAC_SHA1_32
                : MediaProtection.AES_CM_128_HMAC_SHA1_80;
    }
}
