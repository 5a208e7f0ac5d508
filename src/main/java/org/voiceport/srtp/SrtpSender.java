package org.voiceport.srtp;

import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * Protects the packets that go out under one master key: RTP to SRTP, RTCP to SRTCP (RFC 3711), each in its own buffer.
 * One way only; the other direction has a key and a {@link SrtpReceiver} of its own. Keeps state for the {@value Streams#LIMIT}
 * sources used last, and takes at most {@value Streams#MOST} in all. Free of locks per packet, and of allocation except with
 * {@link SrtpProfile#AEAD_AES_128_GCM}, and where a key derivation rate brings new keys; one thread owns it.
 */
public final class SrtpSender implements AutoCloseable {
    private final int tagLength;
    private final int controlOverhead;
    private final SessionKeys keys;
    private final KeySeries packetKeys;
    private final KeySeries controlKeys;
    private final KeyLifetime lifetime;
    private final Streams streams = new Streams();
    private boolean closed;

    private SrtpSender(SrtpProfile profile, SessionKeys keys, KeyLifetime lifetime) {
        this.tagLength = profile.tagLength();
        this.controlOverhead = profile.controlOverhead();
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
    public static SrtpSender create(SrtpProfile profile, MasterKey key) {
        return create(profile, key, KeyLifetime.full(), SrtpEngine.chosen());
    }

    static SrtpSender create(SrtpProfile profile, MasterKey key, KeyLifetime lifetime, SrtpEngine engine) {
        return new SrtpSender(profile, new SessionKeys(profile, key, engine), lifetime);
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
        long index = stream.indexOf(RtpPacket.sequence(buffer, offset));
        if (closed || lifetime.over() || index == PacketIndex.EXHAUSTED) {
            return SrtpStatus.KEY_EXPIRED;
        }
        int verdict = stream.packets.check(index);
        if (verdict < 0) {
            return verdict;
        }
        packetKeys.at(index).protect(ssrc, index, buffer, offset, header, length);
        packetKeys.passed();
        streams.keep(stream);
        stream.packets.accept(index);
        lifetime.spendPacket();
        return length + tagLength;
    }

    /**
     * Encrypts a compound RTCP packet in place, all but its first 8 octets, and puts the E flag, the index and the tag
     * behind it. The first packet of a source has index 0.
     *
     * @param length of the RTCP packet; the array needs {@link SrtpProfile#controlOverhead()} octets more
     * @return the length of the SRTCP packet, or one of {@link SrtpStatus}: then the buffer is as it was
     */
    public int protectControl(byte[] buffer, int offset, int length) {
        if (!ControlFormat.plausible(buffer, offset, length)) {
            return SrtpStatus.MALFORMED;
        }
        if (buffer.length - offset - length < controlOverhead) {
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
        controlKeys.at(index).protectControl(ssrc, index, buffer, offset, length);
        controlKeys.passed();
        streams.keep(stream);
        stream.control.accept(index);
        lifetime.spendControlPacket();
        return length + controlOverhead;
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
