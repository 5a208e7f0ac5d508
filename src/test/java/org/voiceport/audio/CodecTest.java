package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodecTest {
    @Test
    void the_words_of_the_configuration_name_the_codecs() {
        assertEquals(Optional.of(Codec.G711U), Codec.of("g711u"));
        assertEquals(Optional.of(Codec.G711A), Codec.of("g711a"));
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
        assertEquals(Optional.empty(), Codec.ofPayloadType(18));
        assertEquals("PCMU", Codec.G711U.encodingName());
        assertEquals("PCMA", Codec.G711A.encodingName());
    }

    @Test
    void silence_is_the_code_of_zero() {
        assertEquals((byte) 0xFF, Codec.G711U.silence());
        assertEquals((byte) 0xD5, Codec.G711A.silence());
    }

    @Test
    void each_codec_uses_its_own_law() {
        assertEquals((byte) 0x80, Codec.G711U.encode(Short.MAX_VALUE));
        assertEquals((byte) 0xAA, Codec.G711A.encode(Short.MAX_VALUE));
        assertEquals(32124, Codec.G711U.decode((byte) 0x80));
        assertEquals(32256, Codec.G711A.decode((byte) 0xAA));
    }
}
