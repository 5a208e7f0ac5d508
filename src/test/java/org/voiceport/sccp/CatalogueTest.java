package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CatalogueTest {
    private static final int[] VERSIONS = {0, 3, 5, 8, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22};
    private static final int ROUNDS = 25;

    /** Messages that no vector, frame or capture shows: their layout stands on the reference's tables alone. */
    private static final Map<String, String> WITHOUT_EVIDENCE = new TreeMap<>(Map.of(
            "ConfigStatV2Res", "no capture has it; layout by the dissector's description",
            "DisplayNotify", "call managers below version 8 send it; none is captured",
            "SetMicroMode", "no captured call manager sends it; layout by two independent sources"));

    /** What a session in a version can't say arrives as the default. */
    private static Message asSaid(Message message, int version) {
        if (message instanceof MediaMessage.OpenReceiveChannel m) {
            return new MediaMessage.OpenReceiveChannel(
                    m.conferenceId(),
                    m.passThruPartyId(),
                    m.packetMillis(),
                    m.payload(),
                    m.echoCancellation(),
                    m.codecParameters(),
                    m.callReference(),
                    m.key(),
                    m.streamPassThroughId(),
                    m.associatedStreamId(),
                    m.rfc2833PayloadType(),
                    m.dtmfType(),
                    version >= 11 ? m.mixingMode() : 0,
                    version >= 11 ? m.partyDirection() : 0,
                    version >= 11 ? m.sourceAddress() : Addresses.UNSPECIFIED,
                    version >= 11 ? m.sourcePort() : 0,
                    version >= 16 ? m.requestedAddressType() : 0,
                    version >= 21 ? m.audioLevel() : 0,
                    version >= 21 ? m.latentCapabilities() : Blob.zeros(36));
        } else if (message instanceof MediaMessage.StartMediaTransmission m) {
            return new MediaMessage.StartMediaTransmission(
                    m.conferenceId(),
                    m.passThruPartyId(),
                    m.remoteAddress(),
                    m.remotePort(),
                    m.packetMillis(),
                    m.payload(),
                    m.precedence(),
                    m.silenceSuppression(),
                    m.maxFramesPerPacket(),
                    m.padding(),
                    m.codecParameters(),
                    m.callReference(),
                    m.key(),
                    m.streamPassThroughId(),
                    m.associatedStreamId(),
                    m.rfc2833PayloadType(),
                    m.dtmfType(),
                    m.mixingMode(),
                    version >= 15 ? m.partyDirection() : 0,
                    version >= 21 ? m.latentCapabilities() : Blob.zeros(36));
        } else if (message instanceof CallMessage.StopTone m && version < 11) {
            return new CallMessage.StopTone(m.line(), m.callReference(), Tone.SILENCE);
        } else if (message instanceof CallMessage.EnblocCall m && version < 17) {
            return new CallMessage.EnblocCall(m.number(), 0);
        } else if (message instanceof CallMessage.CallInfoV2 m && version < 16) {
            return new CallMessage.CallInfoV2(
                    m.calling(),
                    "",
                    m.called(),
                    m.originalCalled(),
                    m.lastRedirecting(),
                    "",
                    "",
                    m.line(),
                    m.callReference(),
                    m.type(),
                    m.originalReason(),
                    m.lastReason(),
                    m.instance(),
                    m.security(),
                    m.restrictions());
        }
        return message;
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(CatalogueTest::records);
    }

    private static byte[] encoded(Message message, int version) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, out);
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void every_message_has_exactly_one_row() {
        List<String> inCode = new ArrayList<>();
        records(Message.class)
                .filter(type -> type != Message.Unknown.class)
                .forEach(type -> inCode.add(type.getName()));
        List<String> inTable = new ArrayList<>();
        Catalogue.rows().forEach(row -> inTable.add(row.type().getName()));
        inCode.sort(Comparator.naturalOrder());
        inTable.sort(Comparator.naturalOrder());
        assertEquals(inCode, inTable);
    }

    @TestFactory
    Stream<DynamicTest> a_message_has_the_name_of_its_row() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    Message message = new MessageGenerator(new Random(row.id()), 17).message(row.type());
                    assertEquals(row.name(), message.name());
                }));
    }

    @Test
    void no_id_stands_twice() {
        Set<Integer> ids = new HashSet<>();
        Catalogue.rows().forEach(row -> assertTrue(ids.add(row.id()), row.name()));
    }

    @Test
    void every_message_has_outside_evidence_but_the_listed_ones() {
        Set<String> shown = new TreeSet<>();
        Stream.of(VectorsTest.messages(), RealFramesTest.messages(), CapturesTest.messages())
                .flatMap(messages -> messages)
                .forEach(message -> shown.add(message.name()));
        Set<String> without = new TreeSet<>();
        Catalogue.rows().stream()
                .map(Catalogue.Row::name)
                .filter(name -> !shown.contains(name))
                .forEach(without::add);
        assertEquals(WITHOUT_EVIDENCE.keySet(), without);
    }

    @TestFactory
    Stream<DynamicTest> what_is_written_in_any_version_is_read_again() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    for (int version : VERSIONS) {
                        long seed = row.id() * 100L + version;
                        MessageGenerator generator = new MessageGenerator(new Random(seed), version);
                        for (int i = 0; i < ROUNDS; i++) {
                            Message message = generator.message(row.type());
                            Decoded decoded = Frames.decode(encoded(message, version));
                            String where = "version " + version + ", seed " + seed + ", round " + i;
                            assertEquals(asSaid(message, version), decoded.message(), where);
                            assertEquals(0, decoded.missing(), where);
                            assertTrue(decoded.surplus() < 4, where + ": more than padding is left");
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_message_is_a_multiple_of_4_bytes() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    for (int version : VERSIONS) {
                        MessageGenerator generator = new MessageGenerator(new Random(row.id()), version);
                        for (int i = 0; i < ROUNDS; i++) {
                            byte[] bytes = encoded(generator.message(row.type()), version);
                            assertEquals(0, bytes.length % 4);
                            assertEquals(
                                    bytes.length - 8,
                                    Unpooled.wrappedBuffer(bytes).getIntLE(0),
                                    "length field");
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_header_carries_the_version_from_10_on_but_for_registration() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    Set<Integer> always0 = Set.of(0x0001, 0x0002, 0x0020, 0x0081, 0x009D, 0x0100, 0x0118);
                    for (int version : VERSIONS) {
                        Message message = new MessageGenerator(new Random(1), version).message(row.type());
                        int expected = version < 10 || always0.contains(row.id()) ? 0 : version;
                        assertEquals(
                                expected,
                                Unpooled.wrappedBuffer(encoded(message, version))
                                        .getIntLE(4));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> media_messages_have_the_sizes_of_the_reference() {
        Map<Class<? extends Message>, int[]> sizes = Map.of(
                //                                               0   3   5   8  10   11   15   16   17   18   19   20
                // 21   22
                MediaMessage.OpenReceiveChannel.class,
                new int[] {92, 92, 92, 92, 92, 108, 108, 112, 128, 128, 128, 128, 168, 168},
                MediaMessage.StartMediaTransmission.class,
                new int[] {112, 112, 112, 112, 112, 112, 116, 116, 132, 132, 132, 132, 168, 168},
                MediaMessage.OpenReceiveChannelAck.class,
                new int[] {20, 20, 20, 20, 20, 20, 20, 20, 36, 36, 36, 36, 36, 36},
                MediaMessage.StartMediaTransmissionAck.class,
                new int[] {24, 24, 24, 24, 24, 24, 24, 24, 40, 40, 40, 40, 40, 40});
        return sizes.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey().getSimpleName(), () -> {
                    for (int i = 0; i < VERSIONS.length; i++) {
                        Message message = new MessageGenerator(new Random(i), VERSIONS[i]).message(entry.getKey());
                        assertEquals(
                                entry.getValue()[i],
                                encoded(message, VERSIONS[i]).length - FrameCutter.HEADER,
                                "version " + VERSIONS[i]);
                    }
                }));
    }
}
