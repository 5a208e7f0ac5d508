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

    /** Ids that are not in the catalogue yet, by capture, with how often they come. */
    private static final Map<String, Map<String, Integer>> UNKNOWN = Map.of(
            // MediaResourceNotification of a conference bridge.
            "real-ndpi-sccp_hw_conf_register.pcapng", Map.of("0x2c", 1),
            // MediaPathEvent of phones.
            "real-ndpi-skinny.pcap", Map.of("0x49", 2),
            // Stimulus; CallManager 2.x opens and closes with ids of its own.
            "real-pyskinny-cm2_register.pcapng", Map.of("0x05", 12, "0x8c", 12, "0x8d", 9));

    /** Bodies that are shorter than the layout: only CallManager 2.x has them, here with the missing bytes. */
    private static final Map<String, Map<String, Integer>> SHORT = Map.of(
            "real-pyskinny-cm2_register.pcapng",
            Map.of("CallInfo", 12, "LineStatRes", 40, "StartMediaTransmission", 48, "StopMediaTransmission", 4));

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

    /** All messages of all captures. */
    static Stream<Message> messages() {
        return MESSAGES.keySet().stream()
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
    Stream<DynamicTest> every_message_is_in_the_catalogue_but_the_listed_ones() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    Map<String, Integer> unknown = new TreeMap<>();
                    all(capture, Message.Unknown.class)
                            .forEach(message -> unknown.merge(message.name(), 1, Integer::sum));
                    assertEquals(UNKNOWN.getOrDefault(capture, Map.of()), unknown);
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_field_is_there_but_the_listed_ones() {
        return MESSAGES.keySet().stream()
                .map(capture -> dynamicTest(capture, () -> {
                    Map<String, Integer> missing = new TreeMap<>();
                    for (Said said : said(capture)) {
                        if (said.decoded.missing() > 0) {
                            missing.put(said.message().name(), said.decoded.missing());
                        }
                    }
                    assertEquals(SHORT.getOrDefault(capture, Map.of()), missing);
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
                .filter(capture -> !capture.contains("cm2"))
                .map(capture -> dynamicTest(capture, () -> {
                    for (MediaMessage.StartMediaTransmission start :
                            all(capture, MediaMessage.StartMediaTransmission.class)) {
                        assertFalse(start.remoteAddress().isAnyLocalAddress());
                        assertTrue(start.remotePort() >= 1024 && start.remotePort() <= 65535, start.toString());
                        assertEquals(20, start.packetMillis());
                    }
                    for (MediaMessage.OpenReceiveChannel open : all(capture, MediaMessage.OpenReceiveChannel.class)) {
                        assertEquals(20, open.packetMillis());
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
    void the_caller_is_told_in_both_forms_of_call_info() {
        List<CallMessage.CallInfo> fixed = all("chan_skinny-call-in.pcap", CallMessage.CallInfo.class);
        assertFalse(fixed.isEmpty());
        List<CallMessage.CallInfoV2> dynamic = all("chan_sccp-call-in-forwarded.pcap", CallMessage.CallInfoV2.class);
        assertFalse(dynamic.isEmpty());
        assertEquals("1001", dynamic.get(0).originalCalled().number());
        assertEquals("Bob", dynamic.get(0).originalCalled().name());
    }
}
