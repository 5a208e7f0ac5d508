package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole sessions of four kinds of call managers, both directions: origin in the captures' README. */
class CapturesTest {
    private static final int SCCP = 2000;

    /** The captures, each with the number of messages in it. */
    private static final Map<String, Integer> MESSAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("chan_sccp-call-in-abandoned.pcap", 36),
            Map.entry("chan_sccp-call-in-direct-softkey.pcap", 60),
            Map.entry("chan_sccp-call-in-forwarded.pcap", 59),
            Map.entry("chan_sccp-call-in.pcap", 60),
            Map.entry("chan_sccp-call-out-enbloc.pcap", 63),
            Map.entry("chan_sccp-call-out.pcap", 73),
            Map.entry("chan_sccp-register.pcap", 36),
            Map.entry("chan_skinny-call-in-abandoned.pcap", 32),
            Map.entry("chan_skinny-call-in-direct-softkey.pcap", 48),
            Map.entry("chan_skinny-call-in-forwarded.pcap", 45),
            Map.entry("chan_skinny-call-in.pcap", 48),
            Map.entry("chan_skinny-call-out-enbloc.pcap", 41),
            Map.entry("chan_skinny-call-out.pcap", 56),
            Map.entry("chan_skinny-register.pcap", 61),
            Map.entry("real-ndpi-sccp_hw_conf_register.pcapng", 8),
            Map.entry("real-ndpi-skinny.pcap", 62),
            Map.entry("real-pyskinny-cm2_register.pcapng", 1298)));

    /** Bytes behind the last known field where they are more than padding, by the beginning of the capture's name. */
    private static final Map<String, Map<String, Integer>> LEFT_OVER = Map.of(
            // Of chan_sccp, to which the end of chan_skinny-register belongs too.
            "chan_",
            Map.of(
                    // 56 places where others have 42.
                    "ButtonTemplateRes", 28,
                    // Zeros: the structure of newer versions has one or three bytes more.
                    "DialedNumber", 4,
                    "ForwardStatRes", 4,
                    // Zeros: room for addresses of 20 bytes, though version 11 has 4.
                    "ServerRes", 80,
                    // 64 places where others have 32.
                    "SoftKeyTemplateRes", 640),
            "chan_skinny",
            // Zeros: its structures are larger than the fields that are known.
            Map.of(
                    "ClearDisplay", 4,
                    "DisplayPromptStatus", 12,
                    "SetRinger", 4,
                    "SoftKeySetRes", 4,
                    "StopMediaTransmission", 4),
            "real-pyskinny-cm2",
            // Texts of 32 bytes, their NUL and three bytes of old memory; what the request carries is unknown.
            Map.of("DisplayText", 4, "RegisterReject", 4, "ButtonTemplateReq", 4));

    private static boolean isExplained(String capture, Said said) {
        return LEFT_OVER.entrySet().stream()
                .filter(server -> capture.startsWith(server.getKey()))
                .anyMatch(
                        server -> server.getValue().getOrDefault(said.message().name(), 0) == said.decoded.surplus());
    }

    /** One message and who said it. */
    private record Said(Direction by, Decoded decoded) {
        Message message() {
            return decoded.message();
        }
    }

    /** What was said; fails if something is malformed or left over. */
    private static List<Said> said(String capture) {
        List<Said> said = new ArrayList<>();
        Capture.streams("/captures/" + capture, SCCP).forEach((flow, bytes) -> {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
            Direction by = flow.toPort() == SCCP ? Direction.FROM_PORT : Direction.FROM_CALL_MANAGER;
            try {
                for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
                    said.add(new Said(by, MessageCodec.decode(frame)));
                }
            } catch (MalformedMessage malformed) {
                throw new AssertionError(capture + " " + flow + ": " + malformed.what(), malformed);
            }
            assertFalse(in.isReadable(), "half a message is left");
        });
        return said;
    }

    /** All messages of the captures whose name begins with {@code name}. */
    static Stream<Message> messages(String name) {
        return MESSAGES.keySet().stream()
                .filter(capture -> capture.startsWith(name))
                .flatMap(capture -> said(capture).stream())
                .map(Said::message);
    }

    private static <M extends Message> List<M> all(String capture, Class<M> type) {
        return said(capture).stream()
                .map(Said::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> every_message_is_read() {
        return MESSAGES.entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> assertEquals(
                                entry.getValue(), said(entry.getKey()).size())));
    }

    @TestFactory
    Stream<DynamicTest> every_message_is_in_the_catalogue() {
        return MESSAGES.keySet().stream()
                .map(capture ->
                        dynamicTest(capture, () -> assertEquals(List.of(), all(capture, Message.Unknown.class))));
    }

    @TestFactory
    Stream<DynamicTest> every_field_is_there() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    for (Said said : said(capture)) {
                        assertEquals(0, said.decoded.missing(), said.message().name());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothing_is_left_over_but_padding_and_what_is_listed() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    for (Said said : said(capture)) {
                        assertTrue(
                                said.decoded.surplus() <= 3 || isExplained(capture, said),
                                said.message().name() + " leaves " + said.decoded.surplus());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_message_is_said_by_the_side_that_the_catalogue_names() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    for (Said said : said(capture)) {
                        if (!(said.message() instanceof Message.Unknown)) {
                            assertEquals(
                                    Catalogue.row(said.message()).direction(),
                                    said.by,
                                    said.message().name());
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> media_addresses_make_sense_whatever_the_layout() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    int millis = capture.contains("cm2") ? 30 : 20;
                    for (MediaMessage.StartMediaTransmission start :
                            all(capture, MediaMessage.StartMediaTransmission.class)) {
                        assertFalse(start.remoteAddress().isAnyLocalAddress());
                        assertTrue(start.remotePort() >= 1024 && start.remotePort() <= 65535, start.toString());
                        assertEquals(millis, start.packetMillis());
                        assertEquals(Payload.G711U, start.payload());
                    }
                    for (MediaMessage.OpenReceiveChannel open : all(capture, MediaMessage.OpenReceiveChannel.class)) {
                        assertEquals(millis, open.packetMillis());
                        assertFalse(open.key().present());
                    }
                }));
    }

    @Test
    void a_real_call_keeps_its_large_reference_from_connection_to_media() {
        List<MediaMessage.OpenReceiveChannel> opened =
                all("real-ndpi-skinny.pcap", MediaMessage.OpenReceiveChannel.class);
        assertFalse(opened.isEmpty());
        assertTrue(opened.stream().anyMatch(open -> open.callReference() == 19805770), opened.toString());
        assertTrue(all("real-ndpi-skinny.pcap", CallMessage.CallState.class).stream()
                .anyMatch(state ->
                        state.callReference() == 19805770 && state.phase().equals(CallPhase.CONNECTED)));
    }

    @Test
    void a_real_version_20_session_carries_the_version_in_every_header() {
        assertTrue(said("real-ndpi-skinny.pcap").stream().allMatch(said -> said.decoded.headerVersion() == 20));
    }

    @Test
    void skinny_says_0x30_where_the_version_stands() {
        assertTrue(all("chan_skinny-call-in.pcap", RegistrationMessage.RegisterAck.class).stream()
                .allMatch(ack -> ack.version() == 0x30));
    }

    @Test
    void call_manager_2_acknowledges_without_a_version() {
        List<RegistrationMessage.RegisterAck> acks =
                all("real-pyskinny-cm2_register.pcapng", RegistrationMessage.RegisterAck.class);
        assertFalse(acks.isEmpty());
        assertTrue(acks.stream().allMatch(ack -> ack.version() == 0 && ack.keepAliveSeconds() > 0), acks.toString());
    }

    @Test
    void call_manager_2_opens_and_closes_by_messages_of_its_own() {
        List<LegacyMediaMessage.StartMediaReception> opened =
                all("real-pyskinny-cm2_register.pcapng", LegacyMediaMessage.StartMediaReception.class);
        assertEquals(12, opened.size());
        for (LegacyMediaMessage.StartMediaReception open : opened) {
            assertEquals("10.102.172.11", open.address().getHostAddress());
            assertEquals(30, open.packetMillis());
            assertEquals(Payload.G711U, open.payload());
        }
        assertEquals(
                9,
                all("real-pyskinny-cm2_register.pcapng", LegacyMediaMessage.StopMediaReception.class)
                        .size());
    }

    @Test
    void call_manager_2_starts_media_without_ids() {
        List<MediaMessage.StartMediaTransmission> started =
                all("real-pyskinny-cm2_register.pcapng", MediaMessage.StartMediaTransmission.class);
        assertEquals(12, started.size());
        for (MediaMessage.StartMediaTransmission start : started) {
            assertEquals("10.102.172.11", start.remoteAddress().getHostAddress());
            assertEquals(5001, start.remotePort());
            assertEquals(0, start.passThruPartyId());
            assertFalse(start.key().present());
        }
    }

    @Test
    void call_manager_2_names_both_parties_and_no_call() {
        List<CallMessage.CallInfo> calls = all("real-pyskinny-cm2_register.pcapng", CallMessage.CallInfo.class);
        assertFalse(calls.isEmpty());
        assertEquals("1091", calls.get(0).calling().number());
        assertEquals("Line 1092", calls.get(0).called().name());
        assertEquals("1092", calls.get(0).called().number());
        assertEquals(0, calls.get(0).callReference());
    }

    @Test
    void a_server_of_version_11_fills_the_room_of_wide_addresses_with_narrow_ones() {
        List<SetupMessage.ServerRes> servers = all("chan_sccp-register.pcap", SetupMessage.ServerRes.class);
        assertEquals("127.0.0.2", servers.get(0).addresses().get(0).getHostAddress());
        assertEquals(2000, servers.get(0).ports().get(0));
    }

    @Test
    void the_caller_is_told_in_both_forms_of_call_info() {
        List<CallMessage.CallInfo> fixed = all("chan_skinny-call-in.pcap", CallMessage.CallInfo.class);
        assertFalse(fixed.isEmpty());
        List<CallMessage.CallInfoV2> dynamic = all("chan_sccp-call-in-forwarded.pcap", CallMessage.CallInfoV2.class);
        assertFalse(dynamic.isEmpty());
        assertEquals("1001", dynamic.get(0).originalCalled().number());
        assertEquals("Bob", dynamic.get(0).originalCalled().name());
    }
}
