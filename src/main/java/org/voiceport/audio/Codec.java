package org.voiceport.audio;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A speech codec of a call: 8,000 octets a second, one for each sample of the telephone's sound. The names differ by place: {@link #word()} in the
 * configuration, {@link #encodingName()} and {@link #payloadType()} in RTP (RFC 3551 §6). Sound is coded by an
 * {@link Encoder} and a {@link Decoder}, of which each direction of each stream has one of its own.
 */
public enum Codec {
    /** G.711 µ-law. */
    G711U("g711u", "PCMU", 0, () -> G711.MU_LAW, () -> G711.MU_LAW),
    /** G.711 A-law. */
    G711A("g711a", "PCMA", 8, () -> G711.A_LAW, () -> G711.A_LAW),
    /** G.722 at 64 kbit/s, of which the lower sub-band carries the sound. */
    G722("g722", "G722", 9, G722.Encoder::new, G722.Decoder::new);

    /**
     * Turns sound into the payload of packets, in the order in which they are sent. What one call codes may depend on all
     * before it, so a stream that begins anew begins with a new encoder. Allocates nothing; one thread at a time.
     */
    public interface Encoder {
        /** Writes the octets of {@code count} samples; both arrays stay the caller's. */
        void encode(short[] from, int fromOffset, byte[] to, int toOffset, int count);
    }

    /**
     * Turns the payload of packets into sound, in the order in which they were sent; packets of any length, and any
     * octets are sound. Recovers by itself from what was lost between two calls. Allocates nothing; one thread at a time.
     */
    public interface Decoder {
        /** Writes the samples of {@code count} octets; both arrays stay the caller's. */
        void decode(byte[] from, int fromOffset, short[] to, int toOffset, int count);
    }

    private final String word;
    private final String encodingName;
    private final int payloadType;

    @SuppressWarnings("ImmutableEnumChecker") // the suppliers have no state
    private final Supplier<Encoder> encoders;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Decoder> decoders;

    Codec(String word, String encodingName, int payloadType, Supplier<Encoder> encoders, Supplier<Decoder> decoders) {
        this.word = word;
        this.encodingName = encodingName;
        this.payloadType = payloadType;
        this.encoders = encoders;
        this.decoders = decoders;
    }

    /** The codec that the configuration calls {@code yamlWord}: {@code g711u}, {@code g711a} or {@code g722}, in lower
     * case. */
    public static Optional<Codec> of(String yamlWord) {
        return Arrays.stream(values())
                .filter(codec -> codec.word.equals(yamlWord))
                .findFirst();
    }

    /** The codec of a static RTP payload type, 0, 8 or 9; empty for every other. */
    public static Optional<Codec> ofPayloadType(int payloadType) {
        return Arrays.stream(values())
                .filter(codec -> codec.payloadType == payloadType)
                .findFirst();
    }

    /** As written in the configuration. */
    public String word() {
        return word;
    }

    /** As registered for RTP: {@code PCMU}, {@code PCMA} or {@code G722}. */
    public String encodingName() {
        return encodingName;
    }

    /** The static RTP payload type. */
    public int payloadType() {
        return payloadType;
    }

    /** The encoder of one stream, at its beginning. Where a codec keeps no state, it is the same one for all. */
    public Encoder encoder() {
        return encoders.get();
    }

    /** The decoder of one stream, at its beginning. Where a codec keeps no state, it is the same one for all. */
    public Decoder decoder() {
        return decoders.get();
    }

    @Override
    public String toString() {
        return word;
    }
}
