package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SecretsTest {
    private static Message vector(String name) throws MalformedMessage {
        String hex = VectorsTest.vectors().stream()
                .filter(vector -> vector.get("name").equals(name))
                .map(vector -> (String) vector.get("hex"))
                .findFirst()
                .orElseThrow();
        return Frames.decode(HexFormat.of().parseHex(hex)).message();
    }

    private static DynamicTest hides(Message message, String... secrets) {
        return dynamicTest(message.name(), () -> {
            String text = message.toString().toLowerCase(Locale.ROOT);
            assertTrue(text.contains("***"), text);
            for (String secret : secrets) {
                assertFalse(text.contains(secret), text);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> messages_show_no_key_salt_or_digit() throws MalformedMessage {
        return Stream.of(
                hides(
                        vector("OpenReceiveChannel v17 SRTP AES_CM_128_HMAC_SHA1_32"),
                        "10111213",
                        "a0a1a2a3",
                        "16, 17, 18",
                        "-96, -95"),
                hides(vector("StartMediaTransmission v17 SRTP"), "30313233", "c0c1c2c3", "48, 49, 50", "0123456789"),
                hides(vector("KeypadButton digit 5 (12-byte body)"), "5"),
                hides(vector("EnblocCall 17"), "9991002"),
                hides(vector("DialedNumber <18"), "9991002"),
                hides(new CallMessage.StartTone(new Tone(7), 0, 1, 1), "7"),
                hides(new CallMessage.StopTone(1, 1, new Tone(15)), "15", "0x"));
    }

    @Test
    void an_unknown_message_shows_its_id_and_none_of_its_bytes() {
        Message unknown = new Message.Unknown(0x0127, Secret.of(new byte[] {0x41, 0x42, 0x43, 0x44}));
        assertEquals("0x127", unknown.name());
        String text = unknown.toString();
        for (String shown : new String[] {"41", "ABCD", "65", "[B"}) {
            assertFalse(text.contains(shown), text);
        }
    }

    @Test
    void a_malformed_body_is_told_without_its_bytes() {
        Message.Unknown secret =
                new Message.Unknown(0x0010, Secret.of("SECRETSECRET".getBytes(StandardCharsets.US_ASCII)));
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(secret, 0, out);
        MalformedMessage malformed =
                assertThrows(MalformedMessage.class, () -> Frames.decode(ByteBufUtil.getBytes(out)));
        assertFalse(malformed.what().contains("SECR"), malformed.what());
    }

    @Test
    void a_wiped_secret_is_zero() {
        byte[] source = {1, 2, 3};
        Secret secret = Secret.of(source);
        secret.wipe();
        assertTrue(secret.isZero());
        assertEquals(1, source[0], "the secret has a copy of its own");
    }

    @Test
    void every_digit_of_a_tone_is_hidden() {
        for (int value = 1; value <= 19; value++) {
            assertEquals("***", new Tone(value).toString());
        }
        assertEquals("inside dial", Tone.INSIDE_DIAL.toString());
    }
}
