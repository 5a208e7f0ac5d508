package org.voiceport.audio;

import java.util.Arrays;
import java.util.Optional;

/**
 * A speech codec of a call: one byte per sample, 8,000 a second. The names differ by place: {@link #word()} in the
 * configuration, {@link #encodingName()} and {@link #payloadType()} in RTP (RFC 3551 §6). Coding works on ranges of
 * arrays that stay the caller's, allocates nothing, keeps no state, and may run on any thread.
 */
public enum Codec {
    /** G.711 µ-law. */
    G711U("g711u", "PCMU", 0, G711.MU_LAW),
    /** G.711 A-law. */
    G711A("g711a", "PCMA", 8, G711.A_LAW);

    private final String word;
    private final String encodingName;
    private final int payloadType;
    /** Two tables that nothing changes once they are filled. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final G711 law;

    Codec(String word, String encodingName, int payloadType, G711 law) {
        this.word = word;
        this.encodingName = encodingName;
        this.payloadType = payloadType;
        this.law = law;
    }

    /** The codec that the configuration calls {@code yamlWord}: {@code g711u} or {@code g711a}, in lower case. */
    public static Optional<Codec> of(String yamlWord) {
        return Arrays.stream(values())
                .filter(codec -> codec.word.equals(yamlWord))
                .findFirst();
    }

    /** The codec of a static RTP payload type, 0 or 8; empty for every other. */
    public static Optional<Codec> ofPayloadType(int payloadType) {
        return Arrays.stream(values())
                .filter(codec -> codec.payloadType == payloadType)
                .findFirst();
    }

    /** As written in the configuration. */
    public String word() {
        return word;
    }

    /** As registered for RTP: {@code PCMU} or {@code PCMA}. */
    public String encodingName() {
        return encodingName;
    }

    /** The static RTP payload type. */
    public int payloadType() {
        return payloadType;
    }

    /** The code of a sample of value 0: 0xFF or 0xD5. Fills gaps and pauses. */
    public byte silence() {
        return law.encode((short) 0);
    }

    /** The code of one sample. */
    public byte encode(short sample) {
        return law.encode(sample);
    }

    /** The sample of one code. */
    public short decode(byte code) {
        return law.decode(code);
    }

    /** Writes the codes of {@code count} samples. */
    public void encode(short[] from, int fromOffset, byte[] to, int toOffset, int count) {
        law.encode(from, fromOffset, to, toOffset, count);
    }

    /** Writes the samples of {@code count} codes. */
    public void decode(byte[] from, int fromOffset, short[] to, int toOffset, int count) {
        law.decode(from, fromOffset, to, toOffset, count);
    }

    @Override
    public String toString() {
        return word;
    }
}
