package org.voiceport.sim;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpSender;

/**
 * The media that goes out: a packet each 10 to 60 ms, speech or silence, until it is stopped. Packets are due at fixed
 * moments from the first one on, so a late one doesn't delay those after it. Owned by the loop.
 */
final class PhoneSender {
    private static final int LARGEST_PACKET = 2048;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 60;

    private final UdpPair socket;
    private final InetSocketAddress remote;
    private final int payloadType;
    private final Codec.Encoder encoder;
    private final @Nullable SrtpSender srtp;
    private final Speech speech;
    private final Counters counters;
    private final short[] samples;
    private final byte[] packet = new byte[LARGEST_PACKET];
    private final ScheduledFuture<?> ticks;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private boolean first = true;

    PhoneSender(
            EventLoop loop,
            UdpPair socket,
            InetSocketAddress remote,
            Codec codec,
            int packetMillis,
            Optional<PhoneKey> key,
            Speech speech,
            Counters counters) {
        this.socket = socket;
        this.remote = remote;
        this.payloadType = codec.payloadType();
        this.encoder = codec.encoder();
        this.srtp = key.map(PhoneKey::sender).orElse(null);
        this.speech = speech;
        this.counters = counters;
        int millis = Math.max(SHORTEST, Math.min(LONGEST, packetMillis));
        this.samples = new short[millis * Source.RATE / 1000];
        this.ticks = loop.scheduleAtFixedRate(this::tick, 0, millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        CompletableFuture<Void> said = speech.next(samples);
        RtpPacket.writeHeader(packet, 0, payloadType, first, sequence, timestamp, ssrc);
        encoder.encode(samples, 0, packet, RtpPacket.HEADER_LENGTH, samples.length);
        int plain = RtpPacket.HEADER_LENGTH + samples.length;
        int length = srtp == null ? plain : srtp.protect(packet, 0, plain);
        if (length > 0) {
            socket.send(packet, length, remote);
            counters.countSent(samples.length);
        }
        first = false;
        sequence++;
        timestamp += samples.length;
        if (said != null) {
            said.complete(null);
        }
    }

    void stop() {
        ticks.cancel(false);
        if (srtp != null) {
            srtp.close();
        }
    }
}
