package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaMessage.StartMediaTransmissionAck;
import org.voiceport.sccp.MediaStatus;

/** What a media key means on a port of each mode. */
class KeyPolicyTest {
    private static final int CALL = Scene.CALL;
    private static final int PARTY = Said.PARTY;
    private static final String CLEAR = "clear";
    private static final String MISBEHAVED = Fault.PeerMisbehaved.class.getSimpleName();
    private static final String INCOMPATIBLE = Fault.PeerIncompatible.class.getSimpleName();

    /** A key block and what it comes to on a non-secure, an authenticated, an encrypted, a strictly encrypted port. */
    private record Row(
            String name, KeyBlock block, String nonSecure, String authenticated, String encrypted, String strict) {}

    private static Row row(String name, KeyBlock block, String encrypted) {
        return new Row(name, block, MISBEHAVED, MISBEHAVED, encrypted, encrypted);
    }

    private static List<Row> table() {
        return List.of(
                new Row("no key", KeyBlock.CLEAR, CLEAR, CLEAR, CLEAR, INCOMPATIBLE),
                // Lengths and bytes without an algorithm are no key.
                new Row("bytes without algorithm", Said.key(0, 16, 14, 0, 0), CLEAR, CLEAR, CLEAR, INCOMPATIBLE),
                row("32-bit tag", Said.key(1, 16, 14, 0, 0), "AES_CM_128_HMAC_SHA1_32"),
                row("80-bit tag", Said.key(2, 16, 14, 0, 0), "AES_CM_128_HMAC_SHA1_80"),
                row("F8, 32-bit tag", Said.key(3, 16, 14, 0, 0), INCOMPATIBLE),
                row("F8, 80-bit tag", Said.key(4, 16, 14, 0, 0), INCOMPATIBLE),
                row("GCM 128", Said.key(5, 16, 12, 0, 0), "AEAD_AES_128_GCM"),
                row("GCM 256", Said.key(6, 32, 12, 0, 0), INCOMPATIBLE),
                row("GCM 128 with the salt of counter mode", Said.key(5, 16, 14, 0, 0), MISBEHAVED),
                row("counter mode with the salt of GCM", Said.key(1, 16, 12, 0, 0), MISBEHAVED),
                row("unknown algorithm", Said.key(7, 16, 14, 0, 0), INCOMPATIBLE),
                row("algorithm -1", Said.key(-1, 16, 14, 0, 0), INCOMPATIBLE),
                row("no key bytes", Said.key(1, 0, 14, 0, 0), MISBEHAVED),
                row("15 key bytes", Said.key(1, 15, 14, 0, 0), MISBEHAVED),
                row("17 key bytes", Said.key(1, 17, 14, 0, 0), MISBEHAVED),
                row("65535 key bytes", Said.key(1, 65535, 14, 0, 0), MISBEHAVED),
                row("no salt", Said.key(1, 16, 0, 0, 0), MISBEHAVED),
                row("16 salt bytes", Said.key(1, 16, 16, 0, 0), MISBEHAVED),
                row("a key identifier", Said.key(1, 16, 14, 1, 0), INCOMPATIBLE),
                row("a key identifier with GCM", Said.key(5, 16, 12, 1, 0), INCOMPATIBLE),
                row("derivation rate 1", Said.key(1, 16, 14, 0, 1), "AES_CM_128_HMAC_SHA1_32"),
                row("derivation rate 2^24", Said.key(2, 16, 14, 0, 1 << 24), "AES_CM_128_HMAC_SHA1_80"),
                row("derivation rate 3", Said.key(1, 16, 14, 0, 3), MISBEHAVED),
                row("derivation rate 2^25", Said.key(1, 16, 14, 0, 1 << 25), MISBEHAVED),
                row("derivation rate 2^31", Said.key(1, 16, 14, 0, 1 << 31), MISBEHAVED),
                row("derivation rate -1", Said.key(1, 16, 14, 0, -1), MISBEHAVED));
    }

    private static String word(SecurityMode mode, boolean strict, KeyBlock block) {
        KeyPolicy.Verdict verdict = KeyPolicy.judge(mode, strict, block);
        if (verdict instanceof KeyPolicy.Verdict.Use use) {
            return use.key().suite().name();
        }
        return verdict instanceof KeyPolicy.Verdict.Refuse refuse
                ? refuse.fault().getClass().getSimpleName()
                : CLEAR;
    }

    @TestFactory
    Stream<DynamicTest> a_key_comes_to_what_the_table_says() {
        return table().stream()
                .map(row -> dynamicTest(row.name, () -> {
                    assertEquals(row.nonSecure, word(SecurityMode.NON_SECURE, false, row.block));
                    assertEquals(row.nonSecure, word(SecurityMode.NON_SECURE, true, row.block));
                    assertEquals(row.authenticated, word(SecurityMode.AUTHENTICATED, false, row.block));
                    assertEquals(row.authenticated, word(SecurityMode.AUTHENTICATED, true, row.block));
                    // The key is wiped once it is taken, so strict gets one of its own.
                    KeyBlock again = new KeyBlock(
                            row.block.algorithm(),
                            row.block.keyLength(),
                            row.block.saltLength(),
                            Said.key().key(),
                            Said.key().salt(),
                            row.block.mkiPresent(),
                            row.block.derivationRate());
                    assertEquals(row.encrypted, word(SecurityMode.ENCRYPTED, false, row.block));
                    assertEquals(row.strict, word(SecurityMode.ENCRYPTED, true, again));
                }));
    }

    @Test
    void a_key_that_was_taken_is_wiped_from_its_message() {
        KeyBlock block = Said.key();
        assertInstanceOf(KeyPolicy.Verdict.Use.class, KeyPolicy.judge(SecurityMode.ENCRYPTED, false, block));
        assertTrue(block.key().isZero());
        assertTrue(block.salt().isZero());
    }

    @Test
    void a_key_that_was_refused_is_wiped_from_its_message() {
        KeyBlock block = Said.key();
        assertInstanceOf(KeyPolicy.Verdict.Refuse.class, KeyPolicy.judge(SecurityMode.AUTHENTICATED, false, block));
        assertTrue(block.key().isZero());
        assertTrue(block.salt().isZero());
    }

    @Test
    void a_verdict_shows_no_key() {
        String text = KeyPolicy.judge(SecurityMode.ENCRYPTED, false, Said.key()).toString();
        assertTrue(text.contains("***"), text);
        assertFalse(text.contains("16, 17") || text.contains("1011"), text);
    }

    @Test
    void a_closed_media_key_is_zero() {
        MediaKey key = new MediaKey(
                MediaProtection.AES_CM_128_HMAC_SHA1_32,
                Said.key().key().first(16),
                Said.key().salt().first(14),
                0);
        key.close();
        assertArrayEquals(new byte[16], key.key());
        assertArrayEquals(new byte[14], key.salt());
    }

    /** Keys that can't be used, and what the fault says of each. */
    private static Stream<Arguments> keysOfNoUse() {
        return Stream.of(
                arguments(Said.key(1, 16, 14, 1, 0), "master key identifier (MKI)"),
                arguments(Said.key(3, 16, 14, 0, 0), "F8_128_HMAC_SHA1_32 is not supported"),
                arguments(Said.key(4, 16, 14, 0, 0), "F8_128_HMAC_SHA1_80 is not supported"),
                arguments(Said.key(6, 32, 12, 0, 0), "AEAD_AES_256_GCM is not supported: its key of 32 bytes"),
                arguments(Said.key(5, 16, 14, 0, 0), "must be 16 and 12 for AEAD_AES_128_GCM"),
                arguments(Said.key(1, 16, 14, 0, 3), "key derivation rate of 3, must be 0 or a power of two"));
    }

    @ParameterizedTest
    @MethodSource("keysOfNoUse")
    void a_receive_key_of_no_use_opens_nothing_and_the_fault_says_why(KeyBlock block, String what) {
        Scene scene = Scene.talking(SecurityMode.ENCRYPTED);
        scene.said(Said.open(CALL, PARTY, block));
        assertEquals(
                MediaStatus.ENCODER_OR_DECODER_FAILED,
                scene.sent(OpenReceiveChannelAck.class).status());
        assertEquals(0, scene.sent(OpenReceiveChannelAck.class).port());
        String fault = scene.reported(CallReport.Refused.class).fault().what();
        assertTrue(fault.contains(what), fault);
        assertFalse(scene.lines().toString().contains("listen"), scene.lines().toString());
    }

    @ParameterizedTest
    @MethodSource("keysOfNoUse")
    void a_transmit_key_of_no_use_sends_nothing_and_the_fault_says_why(KeyBlock block, String what) {
        Scene scene = Scene.talking(SecurityMode.ENCRYPTED);
        scene.said(Said.open(CALL, PARTY, Said.key()));
        scene.said(Said.start(CALL, PARTY, block));
        assertEquals(
                MediaStatus.ENCODER_OR_DECODER_FAILED,
                scene.sent(StartMediaTransmissionAck.class).status());
        String fault = scene.reported(CallReport.Refused.class).fault().what();
        assertTrue(fault.contains(what), fault);
        assertFalse(scene.lines().toString().contains("talk"), scene.lines().toString());
    }

    @Test
    void a_derivation_rate_goes_with_its_key() {
        KeyPolicy.Verdict verdict = KeyPolicy.judge(SecurityMode.ENCRYPTED, false, Said.key(1, 16, 14, 0, 1 << 20));
        try (MediaKey key =
                assertInstanceOf(KeyPolicy.Verdict.Use.class, verdict).key()) {
            assertEquals(1 << 20, key.derivationRate());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NON_SECURE", "AUTHENTICATED"})
    void a_receive_key_without_encryption_ends_the_call_before_anything_is_opened(SecurityMode mode) {
        Scene scene = Scene.talking(mode);
        scene.said(Said.open(CALL, PARTY, Said.key()))
                .leadsTo(
                        "send OpenReceiveChannelAck",
                        "report Refused",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel MEDIA_START",
                        "start CALL_END 2 s");
        assertEquals(
                MediaStatus.ENCODER_OR_DECODER_FAILED,
                scene.sent(OpenReceiveChannelAck.class).status());
        assertEquals(0, scene.sent(OpenReceiveChannelAck.class).port());
        assertInstanceOf(
                Fault.PeerMisbehaved.class,
                scene.reported(CallReport.Refused.class).fault());
    }

    @ParameterizedTest
    @EnumSource(names = {"NON_SECURE", "AUTHENTICATED"})
    void a_transmit_key_without_encryption_ends_the_call_and_nothing_is_sent(SecurityMode mode) {
        Scene scene = Scene.talking(mode);
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        scene.said(Said.start(CALL, PARTY, Said.key()))
                .leadsTo(
                        "send StartMediaTransmissionAck",
                        "report Refused",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel MEDIA_START",
                        "start CALL_END 2 s");
        assertEquals(
                MediaStatus.ENCODER_OR_DECODER_FAILED,
                scene.sent(StartMediaTransmissionAck.class).status());
        assertInstanceOf(
                Fault.PeerMisbehaved.class,
                scene.reported(CallReport.Refused.class).fault());
    }

    @Test
    void a_key_on_a_ringing_call_opens_nothing_and_drops_the_call() {
        Scene scene = Scene.registered(SecurityMode.NON_SECURE);
        scene.ring(CALL);
        scene.said(Said.open(CALL, PARTY, Said.key()));
        assertFalse(scene.lines().toString().contains("listen"), scene.lines().toString());
        assertFalse(scene.busy());
    }

    @Test
    void clear_media_on_an_encrypted_port_is_told_once() {
        Scene scene = Scene.talking(SecurityMode.ENCRYPTED);
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("report MediaInClear", "listen RTP");
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
    }

    @Test
    void a_key_in_one_direction_is_used_there_where_encryption_is_not_required() {
        Scene scene = Scene.talking(SecurityMode.ENCRYPTED);
        scene.said(Said.open(CALL, PARTY, Said.key())).leadsTo("listen SRTP");
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR))
                .leadsTo("report MediaInClear", "talk RTP", "cancel MEDIA_START");
    }

    private static Scene strict() {
        return Scene.talking(Scene.settings(SecurityMode.ENCRYPTED, true, 17, Scene.FIRST));
    }

    @Test
    void where_encryption_is_required_a_channel_without_key_ends_the_call() {
        Scene scene = strict();
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        scene.sent(CallMessage.OnHook.class);
        assertFalse(scene.lines().contains("listen RTP"));
    }

    @Test
    void where_encryption_is_required_a_key_to_receive_alone_sends_nothing() {
        Scene scene = strict();
        scene.said(Said.open(CALL, PARTY, Said.key())).leadsTo("listen SRTP");
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR))
                .leadsTo(
                        "send StartMediaTransmissionAck",
                        "report Refused",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel MEDIA_START",
                        "start CALL_END 2 s");
    }

    @Test
    void where_encryption_is_required_a_key_to_send_alone_sends_nothing() {
        Scene scene = strict();
        scene.said(Said.start(CALL, PARTY, Said.key())).leadsTo();
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR))
                .leadsTo(
                        "send OpenReceiveChannelAck",
                        "report Refused",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel MEDIA_START",
                        "start CALL_END 2 s");
    }

    @Test
    void where_encryption_is_required_a_transmission_waits_for_the_channels_key() {
        Scene scene = strict();
        scene.said(Said.start(CALL, PARTY, Said.key())).leadsTo();
        scene.said(Said.open(CALL, PARTY, Said.key())).leadsTo("listen SRTP", "talk SRTP", "cancel MEDIA_START");
    }

    @Test
    void where_encryption_is_required_a_withdrawn_transmission_does_not_begin_with_the_channel() {
        Scene scene = strict();
        scene.said(Said.start(CALL, PARTY, Said.key()));
        scene.said(Said.stop(CALL, PARTY)).leadsTo();
        scene.said(Said.open(CALL, PARTY, Said.key())).leadsTo("listen SRTP");
    }

    @Test
    void where_encryption_is_required_both_keys_make_a_call() {
        Scene scene = strict();
        scene.media(Said.key(), Said.key());
        scene.leadsTo("send StartMediaTransmissionAck", "report MediaOpened");
        assertEquals(
                MediaProtection.AES_CM_128_HMAC_SHA1_32,
                scene.reported(CallReport.MediaOpened.class).protection());
    }
}
