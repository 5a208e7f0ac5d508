package org.voiceport.srtp;

import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * Checks and decrypts the packets that come in under one master key: SRTP to RTP, SRTCP to RTCP (RFC 3711), each in its
 * own buffer. A packet that fails changes neither the buffer nor any state. Keeps state for the {@value Streams#LIMIT}
 * sources heard last, each from its first authentic packet on, and takes at most {@value Streams#MOST} in all. Free of locks
 * per packet, and of allocation except with {@link SrtpProfile#AEAD_AES_128_GCM}, and where a key derivation rate brings new
 * keys; one thread owns it.
 */
public final class SrtpReceiver implements AutoCloseable {
    private final int tagLength;
    private final int controlOverhead;
    private final int controlIndexAt;
    private final SessionKeys keys;
    private final KeySeries packetKeys;
    private final KeySeries controlKeys;
    private final KeyLifetime lifetime;
    private final Streams streams = new Streams();
    private boolean closed;

    private SrtpReceiver(SrtpProfile profile, SessionKeys keys, KeyLifetime lifetime) {
        this.tagLength = profile.tagLength();
        this.controlOverhead = profile.controlOverhead();
        this.controlIndexAt = profile.controlIndexAt();
        this.keys = keys;
        this.packetKeys = keys.packets();
        this.controlKeys = keys.control();
        this.lifetime = lifetime;
    }

    /**
     * A context with session keys derived from a master key, which may be closed afterwards.
     *
     * @throws IllegalStateException if the master key is closed
     * @throws IllegalArgumentException if its salt is not of the profile's length
     */
    public static SrtpReceiver create(SrtpProfile profile, MasterKey key) {
        return create(profile, key, KeyLifetime.full(), SrtpEngine.chosen());
    }

    static SrtpReceiver create(SrtpProfile profile, MasterKey key, KeyLifetime lifetime, SrtpEngine engine) {
        return new SrtpReceiver(profile, new SessionKeys(profile, key, engine), lifetime);
    }

    /**
     * Joins a source late, whose sequence numbers have wrapped already: its first packet is taken to have this rollover
     * counter, instead of 0 (RFC 3711 §3.3.1). For one source at a time, and without effect if it has been heard.
     *
     * @param rolloverCounter 32 bits unsigned
     */
    public void join(int ssrc, int rolloverCounter) {
        streams.joining(ssrc, rolloverCounter);
    }

    /**
     * Checks an SRTP packet and decrypts it in place. Packets may be lost, late by less than 128, or doubled; the
     * rollover counter follows the sequence numbers as long as fewer than 32768 packets are lost in a row.
     *
     * @return the length of the RTP packet, or one of {@link SrtpStatus}
     */
    public int unprotect(byte[] buffer, int offset, int length) {
        int plainLength = length - tagLength;
        if (length > buffer.length - offset) {
            return SrtpStatus.MALFORMED;
        }
        int header = RtpPacket.check(buffer, offset, plainLength);
        if (header < 0) {
            return SrtpStatus.MALFORMED;
        }
        int ssrc = RtpPacket.ssrc(buffer, offset);
        Streams.Stream stream = streams.of(ssrc);
        if (stream == null) {
            return SrtpStatus.TOO_MANY_SSRCS;
        }
        long index = stream.indexOf(RtpPacket.sequence(buffer, offset));
        if (closed || lifetime.over() || index == PacketIndex.EXHAUSTED) {
            return SrtpStatus.KEY_EXPIRED;
        }
        int verdict = stream.packets.check(index);
        if (verdict < 0) {
            return verdict;
        }
        if (!packetKeys.at(index).unprotect(ssrc, index, buffer, offset, header, plainLength)) {
            return SrtpStatus.AUTH_FAILED;
        }
        packetKeys.passed();
        streams.keep(stream);
        stream.packets.accept(index);
        lifetime.spendPacket();
        return plainLength;
    }

    /**
     * Checks an SRTCP packet and decrypts it in place. One without the E flag is refused: that RTCP goes unencrypted
     * would have to be agreed on (RFC 4568 §6.3.2), and is never.
     *
     * @return the length of the RTCP packet, or one of {@link SrtpStatus}
     */
    public int unprotectControl(byte[] buffer, int offset, int length) {
        int plainLength = length - controlOverhead;
        if (length > buffer.length - offset || !ControlFormat.plausible(buffer, offset, plainLength)) {
            return SrtpStatus.MALFORMED;
        }
        int indexAt = offset + plainLength + controlIndexAt;
        if (!ControlFormat.encrypted(buffer, indexAt)) {
            return SrtpStatus.MALFORMED;
        }
        int ssrc = RtcpPacket.ssrc(buffer, offset);
        Streams.Stream stream = streams.of(ssrc);
        if (stream == null) {
            return SrtpStatus.TOO_MANY_SSRCS;
        }
        if (closed || lifetime.over()) {
            return SrtpStatus.KEY_EXPIRED;
        }
        long index = ControlFormat.index(buffer, indexAt);
        int verdict = stream.control.check(index);
        if (verdict < 0) {
            return verdict;
        }
        if (!controlKeys.at(index).unprotectControl(ssrc, index, buffer, offset, plainLength)) {
            return SrtpStatus.AUTH_FAILED;
        }
        controlKeys.passed();
        streams.keep(stream);
        stream.control.accept(index);
        lifetime.spendControlPacket();
        return plainLength;
    }

    /** How many sources have passed at least one packet. */
    int sources() {
        return streams.count();
    }

    /**
     * Overwrites the session keys; every packet after is refused as {@link SrtpStatus#KEY_EXPIRED}. What the JDK's AES
     * cipher keeps of its key inside is dropped, but only the garbage collector can take it from memory.
     */
    @Override
    public void close() {
        closed = true;
        keys.wipe();
    }
}
