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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

    /** The messages that hold keys, salts or digits. */
    private static final Set<String> WITH_SECRETS = Set.of(
            "DialedNumber",
            "EnblocCall",
            "KeypadButton",
            "NotifyDtmfTone",
            "OpenReceiveChannel",
            "SendDtmfTone",
            "StartMediaTransmission",
            "StartTone",
            "StopTone");

    @TestFactory
    Stream<DynamicTest> what_a_message_prints_does_not_depend_on_its_secrets() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    Random random = new Random(row.id());
                    boolean differs = false;
                    for (int round = 0; round < 50; round++) {
                        Message drawn = new MessageGenerator(random, 22).message(row.type());
                        Message one = OtherSecrets.in(drawn, random);
                        Message other = OtherSecrets.in(drawn, random);
                        differs |= !one.equals(other);
                        assertEquals(one.toString(), other.toString());
                        assertEquals(new Decoded(one, 22, 0, 0).toString(), new Decoded(other, 22, 0, 0).toString());
                    }
                    assertEquals(WITH_SECRETS.contains(row.name()), differs, "holds secrets");
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_said_of_a_malformed_body_does_not_depend_on_its_bytes() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    Random random = new Random(row.id());
                    Set<String> said = new TreeSet<>();
                    for (int round = 0; round < 300; round++) {
                        byte[] body = new byte[random.nextInt(2048)];
                        random.nextBytes(body);
                        if (round % 2 == 0) {
                            // Without a NUL there is no end of a string.
                            Arrays.fill(body, (byte) random.nextInt(1, 256));
                        }
                        try {
                            MessageCodec.decode(new Frame(random.nextInt(23), row.id(), Unpooled.wrappedBuffer(body)));
                        } catch (MalformedMessage malformed) {
                            said.add(malformed.what());
                        }
                    }
                    assertTrue(said.size() <= 1, said.toString());
                }));
    }

    @Test
    void what_is_said_of_a_lost_stream_does_not_depend_on_its_bytes() {
        FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
        Set<String> said = new TreeSet<>();
        for (int length : new int[] {0x31323334, 0x41424344, -1, Integer.MIN_VALUE}) {
            ByteBuf in = Unpooled.buffer().writeIntLE(length);
            said.add(assertThrows(MalformedMessage.class, () -> cutter.next(in)).what());
        }
        assertEquals(1, said.size(), said.toString());
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
