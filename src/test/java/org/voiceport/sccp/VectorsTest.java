package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole messages that an independent dissector has verified. */
class VectorsTest {
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> vectors() {
        return (List<Map<String, Object>>) JsonResource.load("/sccp/vectors.json");
    }

    /** All vectors, read. */
    static Stream<Message> messages() {
        return vectors().stream().map(vector -> {
            try {
                return Frames.decode(HexFormat.of().parseHex((String) vector.get("hex")))
                        .message();
            } catch (MalformedMessage malformed) {
                throw new AssertionError(vector.get("name").toString(), malformed);
            }
        });
    }

    private static boolean inCatalogue(Map<String, Object> vector) {
        return Catalogue.row(Integer.decode((String) vector.get("messageId"))) != null;
    }

    @TestFactory
    Stream<DynamicTest> decodes_and_encodes_to_the_same_bytes() {
        return vectors().stream()
                .map(vector -> dynamicTest((String) vector.get("name"), () -> {
                    byte[] bytes = HexFormat.of().parseHex((String) vector.get("hex"));
                    Decoded decoded = Frames.decode(bytes);
                    assertFalse(decoded.message() instanceof Message.Unknown);
                    assertEquals(0, decoded.missing(), "missing bytes");
                    assertTrue(decoded.surplus() < 4, "surplus is padding only");
                    ByteBuf out = Unpooled.buffer();
                    MessageCodec.encode(decoded.message(), layoutVersion(vector), longestBody(vector), out);
                    assertArrayEquals(
                            bytes, ByteBufUtil.getBytes(out), decoded.message().toString());
                }));
    }

    /** The short form of CallManager 4.x is the only vector that a session at its version would not write. */
    private static int longestBody(Map<String, Object> vector) {
        return vector.get("name").toString().contains(", 68-byte body") ? 68 : Integer.MAX_VALUE;
    }

    private static int layoutVersion(Map<String, Object> vector) {
        return (int) vector.get("version");
    }

    @TestFactory
    Stream<DynamicTest> every_prefix_reads_with_defaults_or_is_cleanly_malformed() {
        return vectors().stream()
                .map(vector -> dynamicTest((String) vector.get("name"), () -> {
                    byte[] bytes = HexFormat.of().parseHex((String) vector.get("hex"));
                    for (int body = 0; body <= bytes.length - FrameCutter.HEADER; body++) {
                        ByteBuf in = Unpooled.buffer().writeBytes(bytes, 0, FrameCutter.HEADER + body);
                        in.setIntLE(0, body + 4);
                        Frame frame = new FrameCutter(4096).next(in);
                        assertNotNull(frame);
                        try {
                            assertNotNull(MessageCodec.decode(frame).message());
                        } catch (MalformedMessage malformed) {
                            assertFalse(malformed.framingLost());
                        }
                    }
                }));
    }

    @TestFactory
    @SuppressWarnings("unchecked")
    Stream<DynamicTest> every_listed_field_has_the_listed_value() {
        return vectors().stream()
                .map(vector -> dynamicTest((String) vector.get("name"), () -> {
                    Message message = Frames.decode(HexFormat.of().parseHex((String) vector.get("hex")))
                            .message();
                    int id = Integer.decode((String) vector.get("messageId"));
                    ((Map<String, Object>) vector.get("fields"))
                            .forEach((name, value) -> assertEquals(
                                    String.valueOf(value),
                                    VectorFields.value(message, id, name, String.valueOf(value)),
                                    name));
                }));
    }

    @Test
    void there_are_76_and_all_are_of_messages_in_the_catalogue() {
        assertEquals(76, vectors().size());
        assertTrue(vectors().stream().allMatch(VectorsTest::inCatalogue));
    }
}
