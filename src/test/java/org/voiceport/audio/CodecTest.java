package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodecTest {
    @Test
    void the_words_of_the_configuration_name_the_codecs() {
        assertEquals(Optional.of(Codec.G711U), Codec.of("g711u"));
        assertEquals(Optional.of(Codec.G711A), Codec.of("g711a"));
        assertEquals(Optional.of(Codec.G722), Codec.of("g722"));
    }

    @Test
    void another_word_names_none() {
        assertEquals(Optional.empty(), Codec.of("G711U"));
        assertEquals(Optional.empty(), Codec.of("g729"));
    }

    @Test
    void rtp_knows_the_codecs_by_their_static_types_and_names() {
        assertEquals(Optional.of(Codec.G711U), Codec.ofPayloadType(0));
        assertEquals(Optional.of(Codec.G711A), Codec.ofPayloadType(8));
        assertEquals(Optional.of(Codec.G722), Codec.ofPayloadType(9));
        assertEquals(Optional.empty(), Codec.ofPayloadType(18));
        assertEquals("PCMU", Codec.G711U.encodingName());
        assertEquals("PCMA", Codec.G711A.encodingName());
        assertEquals("G722", Codec.G722.encodingName());
    }

    @Test
    void silence_is_the_code_of_zero() {
        assertEquals((byte) 0xFF, encoded(Codec.G711U, (short) 0));
        assertEquals((byte) 0xD5, encoded(Codec.G711A, (short) 0));
    }

    @Test
    void each_codec_uses_its_own_law() {
        assertEquals((byte) 0x80, encoded(Codec.G711U, Short.MAX_VALUE));
        assertEquals((byte) 0xAA, encoded(Codec.G711A, Short.MAX_VALUE));
        assertEquals(32124, decoded(Codec.G711U, (byte) 0x80));
        assertEquals(32256, decoded(Codec.G711A, (byte) 0xAA));
    }

    @Test
    void the_streams_of_an_adaptive_codec_know_nothing_of_each_other() {
        short[] loud = Tones.sine(1000, 20, -6);
        byte[] octets = new byte[loud.length];
        byte[] again = new byte[loud.length];
        Codec.Encoder one = Codec.G722.encoder();
        one.encode(loud, 0, octets, 0, loud.length);
        Codec.G722.encoder().encode(loud, 0, again, 0, loud.length);
        assertArrayEquals(octets, again);
        one.encode(loud, 0, again, 0, loud.length);
        assertFalse(Arrays.equals(octets, again), "the encoder has learnt nothing");
    }

    @Test
    void a_codec_without_state_gives_the_same_to_all() {
        assertSame(Codec.G711U.encoder(), Codec.G711U.encoder());
        assertSame(Codec.G711A.decoder(), Codec.G711A.decoder());
    }

    private static byte encoded(Codec codec, short sample) {
        byte[] code = new byte[1];
        codec.encoder().encode(new short[] {sample}, 0, code, 0, 1);
        return code[0];
    }

    private static short decoded(Codec codec, byte code) {
        short[] sample = new short[1];
        codec.decoder().decode(new byte[] {code}, 0, sample, 0, 1);
        return sample[0];
    }
}
