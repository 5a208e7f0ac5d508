package org.voiceport.srtp;

/**
 * AES_CM with HMAC_SHA1, the default transforms of RFC 3711 §5. Free of allocation per packet.
 *
 * <pre>
 *   SRTP   | header  | encrypted ... | tag |                        authenticated: header, encrypted, ROC
 *   SRTCP  | 8 octets | encrypted ... |E| index, 31 bits | tag |     authenticated: all in front of the tag
 * </pre>
 */
final class CounterModeTransform implements PacketTransform {
    private final AesCounterMode aes;
    private final PacketMac mac;
    private final int tagLength;

    /** Takes over both. */
    CounterModeTransform(AesCounterMode aes, PacketMac mac, int tagLength) {
        this.aes = aes;
        this.mac = mac;
        this.tagLength = tagLength;
    }

    @Override
    public void protect(int ssrc, long index, byte[] buffer, int offset, int header, int length) {
        Scratch scratch = Scratch.ofThread();
        aes.apply(scratch, ssrc, index, buffer, offset + header, length - header);
        mac.compute(scratch, buffer, offset, length, PacketIndex.rolloverCounter(index));
        mac.write(scratch, buffer, offset + length, tagLength);
    }

    @Override
    public boolean unprotect(int ssrc, long index, byte[] buffer, int offset, int header, int length) {
        Scratch scratch = Scratch.ofThread();
        mac.compute(scratch, buffer, offset, length, PacketIndex.rolloverCounter(index));
        if (!mac.matches(scratch, buffer, offset + length, tagLength)) {
            return false;
        }
        aes.apply(scratch, ssrc, index, buffer, offset + header, length - header);
        return true;
    }

    @Override
    public void protectControl(int ssrc, long index, byte[] buffer, int offset, int length) {
        Scratch scratch = Scratch.ofThread();
        int header = ControlFormat.HEADER;
        aes.apply(scratch, ssrc, index, buffer, offset + header, length - header);
        ControlFormat.writeIndex(buffer, offset + length, index);
        int authenticated = length + ControlFormat.INDEX_LENGTH;
        mac.compute(scratch, buffer, offset, authenticated);
        mac.write(scratch, buffer, offset + authenticated, tagLength);
    }

    @Override
    public boolean unprotectControl(int ssrc, long index, byte[] buffer, int offset, int length) {
        Scratch scratch = Scratch.ofThread();
        int authenticated = length + ControlFormat.INDEX_LENGTH;
        mac.compute(scratch, buffer, offset, authenticated);
        if (!mac.matches(scratch, buffer, offset + authenticated, tagLength)) {
            return false;
        }
        int header = ControlFormat.HEADER;
        aes.apply(scratch, ssrc, index, buffer, offset + header, length - header);
        return true;
    }

    @Override
    public void wipe() {
        aes.wipe();
        mac.wipe();
        Scratch.ofThread().wipe();
    }
}
