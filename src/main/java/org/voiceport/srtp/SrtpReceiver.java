package org.voiceport.srtp;

import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * Checks and decrypts the packets that come in under one master key: SRTP to RTP, SRTCP to RTCP (RFC 3711), each in its
 * own buffer. A packet that fails changes neither the buffer nor any state. Keeps state for up to 4 sources, each from
 * its first authentic packet on. Free of allocation and locks per packet; one thread owns it.
 */
public final class SrtpReceiver implements AutoCloseable {
    private final int tagLength;
    private final SessionKeys keys;
    private final KeyLifetime lifetime;
    private final Streams streams = new Streams();
    private boolean closed;

    private SrtpReceiver(SrtpProfile profile, SessionKeys keys, KeyLifetime lifetime) {
        this.tagLength = profile.tagLength();
        this.keys = keys;
        this.lifetime = lifetime;
    }

    /**
     * A context with session keys derived from a master key, which may be closed afterwards.
     *
     * @throws IllegalStateException if the master key is closed
     */
    public static SrtpReceiver create(SrtpProfile profile, MasterKey key) {
        return create(profile, key, KeyLifetime.full());
    }

    static SrtpReceiver create(SrtpProfile profile, MasterKey key, KeyLifetime lifetime) {
        return new SrtpReceiver(profile, SessionKeys.of(key), lifetime);
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
        long index = PacketIndex.estimate(stream.packets.highest(), RtpPacket.sequence(buffer, offset));
        if (closed || lifetime.over() || index == PacketIndex.EXHAUSTED) {
            return SrtpStatus.KEY_EXPIRED;
        }
        int verdict = stream.packets.check(index);
        if (verdict < 0) {
            return verdict;
        }
        byte[] tag = keys.packets().tag(buffer, offset, plainLength, PacketIndex.rolloverCounter(index));
        if (!same(tag, buffer, offset + plainLength, tagLength)) {
            return SrtpStatus.AUTH_FAILED;
        }
        keys.packets().applyKeystream(ssrc, index, buffer, offset + header, plainLength - header);
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
        int plainLength = length - SrtpProfile.CONTROL_OVERHEAD;
        if (length > buffer.length - offset || !ControlFormat.plausible(buffer, offset, plainLength)) {
            return SrtpStatus.MALFORMED;
        }
        int trailer = offset + plainLength;
        if (!ControlFormat.encrypted(buffer, trailer)) {
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
        long index = ControlFormat.index(buffer, trailer);
        int verdict = stream.control.check(index);
        if (verdict < 0) {
            return verdict;
        }
        byte[] tag = keys.control().tag(buffer, offset, plainLength + 4);
        if (!same(tag, buffer, trailer + 4, SrtpProfile.CONTROL_TAG_LENGTH)) {
            return SrtpStatus.AUTH_FAILED;
        }
        int header = ControlFormat.HEADER;
        keys.control().applyKeystream(ssrc, index, buffer, offset + header, plainLength - header);
        streams.keep(stream);
        stream.control.accept(index);
        lifetime.spendControlPacket();
        return plainLength;
    }

    /** Compares in a time that does not depend on where the first difference is. */
    private static boolean same(byte[] tag, byte[] buffer, int offset, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= tag[i] ^ buffer[offset + i];
        }
        return difference == 0;
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
