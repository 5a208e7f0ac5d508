package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines about messages, as the log and the command 'decode' show them. */
class WireLineTest {
    private static final Set<Class<?>> LEAVES = Set.of(
            int.class,
            boolean.class,
            Integer.class,
            String.class,
            Secret.class,
            SecretText.class,
            Blob.class,
            InetAddress.class);

    private static String line(String hex) throws MalformedMessage {
        return WireLine.of(Frames.decode(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    private static String vector(String name) throws MalformedMessage {
        String hex = VectorsTest.vectors().stream()
                .filter(vector -> vector.get("name").equals(name))
                .map(vector -> (String) vector.get("hex"))
                .findFirst()
                .orElseThrow();
        return line(hex);
    }

    @Test
    void shows_names_with_raw_values_and_the_call_in_hex() throws MalformedMessage {
        assertEquals(
                "CallState                 v17 phase=ring-in(4) line=1 call=0x01000012",
                line("1c000000 11000000 11010000 04000000 01000000 12000001 00000000 00000000 00000000"));
    }

    @Test
    void shows_a_value_without_a_name_in_hex() throws MalformedMessage {
        String line = line("10000000 00000000 11010000 63000000 01000000 12000001");
        assertTrue(line.contains(" phase=0x63 "), line);
    }

    @Test
    void message_without_fields_is_name_and_version() throws MalformedMessage {
        assertEquals("KeepAlive                 v0 ", line("04000000 00000000 00000000"));
    }

    @Test
    void tells_what_a_body_lacks() throws MalformedMessage {
        String line = line("0c000000 00000000 11010000 04000000 01000000");
        assertTrue(line.endsWith(" phase=ring-in(4) line=1 (-4 missing)"), line);
    }

    @Test
    void tells_what_a_body_has_too_much() throws MalformedMessage {
        String line = line("0c000000 00000000 00010000 00000000 00000000");
        assertTrue(line.endsWith(" (+8 surplus)"), line);
    }

    @Test
    void padding_is_no_surplus() throws MalformedMessage {
        String line = line("07000000 00000000 00010000 000000");
        assertFalse(line.contains("surplus"), line);
    }

    @Test
    void unknown_message_is_an_id_and_a_length() throws MalformedMessage {
        assertEquals("0x777                     v0  unknown, 4 bytes ***", line("08000000 00000000 77070000 41424344"));
    }

    @Test
    void media_keys_are_shown_as_algorithm_and_lengths() throws MalformedMessage {
        String line = vector("OpenReceiveChannel v17 SRTP AES_CM_128_HMAC_SHA1_32");
        assertTrue(
                line.contains("key{algorithm=AES_CM_128_HMAC_SHA1_32(1) keyLength=16 saltLength=14 key=*** salt=***"),
                line);
        for (String secret : List.of("10111213", "a0a1a2a3", "1011", "a0a1")) {
            assertFalse(line.contains(secret), line);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void line_does_not_depend_on_the_key_itself(int algorithm) {
        assertEquals(keyed(algorithm, new byte[16]), keyed(algorithm, new byte[] {1, 2, 3, 4}));
    }

    private static String keyed(int algorithm, byte[] key) {
        MediaMessage.KeyBlock block = new MediaMessage.KeyBlock(
                new EncryptionAlgorithm(algorithm), 0, 0, Secret.of(key), Secret.of(key), 0, 0);
        MediaMessage.StartMediaTransmission start = new MediaMessage.StartMediaTransmission(
                1,
                2,
                Addresses.of(new byte[] {10, 0, 0, 1}),
                20000,
                20,
                Payload.G711U,
                184,
                0,
                0,
                0,
                0,
                3,
                block,
                0,
                0,
                101,
                0,
                0,
                0,
                Blob.zeros(36));
        return WireLine.of(new Decoded(start, 17, 0, 0));
    }

    @Test
    void digits_are_hidden() throws MalformedMessage {
        assertTrue(vector("KeypadButton digit 5 (12-byte body)").contains(" key=*** "));
        assertTrue(vector("EnblocCall 17").contains(" number=***"));
        assertTrue(vector("DialedNumber <18").contains(" number=***"));
        assertTrue(WireLine.of(new Decoded(new CallMessage.StartTone(new Tone(7), 0, 1, 1), 17, 0, 0))
                .contains(" tone=*** "));
        assertTrue(WireLine.of(new Decoded(new StreamMessage.NotifyDtmfTone(new Tone(10), 1, 2), 17, 0, 0))
                .contains(" tone=*** "));
        assertTrue(WireLine.of(new Decoded(new StreamMessage.SendDtmfTone(new Tone(15), 1, 2), 17, 0, 0))
                .contains(" tone=*** "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[2J\r\n\u009b31m", "b\u202e\u2028\ufeff\ue000", "c\" forged=\"yes"})
    void text_cannot_break_out_of_its_line(String text) {
        String latin = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        String shown = WireLine.of(new Decoded(new RegistrationMessage.RegisterReject(latin), 0, 0, 0));
        String asUtf8 = WireLine.of(new Decoded(new RegistrationMessage.RegisterReject(WireText.of(text)), 0, 0, 0));
        for (String line : List.of(shown, asUtf8)) {
            assertTrue(line.contains("text=\"" + text.charAt(0)), line);
            assertTrue(line.codePoints().allMatch(c -> c >= 0x20 && c < 0x7F), line);
            assertEquals(2, line.chars().filter(c -> c == '"').count(), line);
        }
    }

    @Test
    void text_of_any_length_gives_a_line_of_bounded_length() {
        Message long_ = new DisplayMessage.DisplayPromptStatusV2(0, 1, 1, "x".repeat(512));
        assertTrue(WireLine.of(new Decoded(long_, 17, 0, 0)).length() < 250);
    }

    @Test
    void long_lists_show_their_beginning() {
        List<SetupMessage.Button> buttons =
                Stream.generate(() -> new SetupMessage.Button(1, 9)).limit(42).toList();
        String line = WireLine.of(new Decoded(new SetupMessage.ButtonTemplateRes(0, 42, buttons), 0, 0, 0));
        assertTrue(line.contains("{instance=1 kind=9} +38 more]"), line);
    }

    @TestFactory
    Stream<DynamicTest> every_verified_message_is_one_clean_line() {
        return VectorsTest.vectors().stream()
                .map(vector -> dynamicTest((String) vector.get("name"), () -> {
                    String line = line((String) vector.get("hex"));
                    assertTrue(line.matches("\\w+ +v\\d+.*"), line);
                    assertTrue(line.length() < 1024 && line.chars().noneMatch(Character::isISOControl), line);
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_field_of_every_message_can_be_shown() {
        return Catalogue.rows().stream().map(row -> dynamicTest(row.name(), () -> check(row.type())));
    }

    private static void check(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> field = component.getType();
            if (field == List.class) {
                Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                field = (Class<?>) element;
            }
            if (!LEAVES.contains(field) && !Code.class.isAssignableFrom(field)) {
                assertTrue(field.isRecord(), component + " can't be shown");
                check(field);
            }
        }
    }
}
