package org.voiceport.srtp;

import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * Protects the packets that go out under one master key: RTP to SRTP, RTCP to SRTCP (RFC 3711), each in its own buffer.
 * One way only; the other direction has a key and a {@link SrtpReceiver} of its own. Keeps state for up to 4 sources.
 * Free of allocation and locks per packet; one thread owns it.
 */
public final class SrtpSender implements AutoCloseable {
    private final int tagLength;
    private final SessionKeys keys;
    private final KeyLifetime lifetime;
    private final Streams streams = new Streams();
    private boolean closed;

    private SrtpSender(SrtpProfile profile, SessionKeys keys, KeyLifetime lifetime) {
        this.tagLength = profile.tagLength();
        this.keys = keys;
        this.lifetime = lifetime;
    }

    /**
     * A context with session keys derived from a master key, which may be closed afterwards.
     *
     * @throws IllegalStateException if the master key is closed
     */
    public static SrtpSender create(SrtpProfile profile, MasterKey key) {
        return create(profile, key, KeyLifetime.full());
    }

    static SrtpSender create(SrtpProfile profile, MasterKey key, KeyLifetime lifetime) {
        return new SrtpSender(profile, SessionKeys.of(key), lifetime);
    }

    /**
     * Encrypts the payload of an RTP packet in place and puts the tag behind it. The header, CSRC identifiers and
     * extension included, stays in clear; padding is encrypted. Sequence numbers should rise: one that has been
     * protected already is refused, since its keystream would be used twice.
     *
     * @param length of the RTP packet; the array needs {@link SrtpProfile#tagLength()} octets more
     * @return the length of the SRTP packet, or one of {@link SrtpStatus}: then the buffer is as it was
     */
    public int protect(byte[] buffer, int offset, int length) {
        int header = RtpPacket.check(buffer, offset, length);
        if (header < 0) {
            return SrtpStatus.MALFORMED;
        }
        if (buffer.length - offset - length < tagLength) {
            return SrtpStatus.NO_ROOM;
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
        keys.packets().applyKeystream(ssrc, index, buffer, offset + header, length - header);
        byte[] tag = keys.packets().tag(buffer, offset, length, PacketIndex.rolloverCounter(index));
        System.arraycopy(tag, 0, buffer, offset + length, tagLength);
        streams.keep(stream);
        stream.packets.accept(index);
        lifetime.spendPacket();
        return length + tagLength;
    }

    /**
     * Encrypts a compound RTCP packet in place, all but its first 8 octets, and puts the E flag, the index and the tag
     * behind it. The first packet of a source has index 0.
     *
     * @param length of the RTCP packet; the array needs {@link SrtpProfile#CONTROL_OVERHEAD} octets more
     * @return the length of the SRTCP packet, or one of {@link SrtpStatus}: then the buffer is as it was
     */
    public int protectControl(byte[] buffer, int offset, int length) {
        if (!ControlFormat.plausible(buffer, offset, length)) {
            return SrtpStatus.MALFORMED;
        }
        if (buffer.length - offset - length < SrtpProfile.CONTROL_OVERHEAD) {
            return SrtpStatus.NO_ROOM;
        }
        int ssrc = RtcpPacket.ssrc(buffer, offset);
        Streams.Stream stream = streams.of(ssrc);
        if (stream == null) {
            return SrtpStatus.TOO_MANY_SSRCS;
        }
        if (closed || lifetime.over()) {
            return SrtpStatus.KEY_EXPIRED;
        }
        long index = stream.control.highest() + 1; // fits in 31 bits, or the key's lifetime would be over
        int header = ControlFormat.HEADER;
        keys.control().applyKeystream(ssrc, index, buffer, offset + header, length - header);
        ControlFormat.writeIndex(buffer, offset + length, index);
        byte[] tag = keys.control().tag(buffer, offset, length + 4);
        System.arraycopy(tag, 0, buffer, offset + length + 4, SrtpProfile.CONTROL_TAG_LENGTH);
        streams.keep(stream);
        stream.control.accept(index);
        lifetime.spendControlPacket();
        return length + SrtpProfile.CONTROL_OVERHEAD;
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
