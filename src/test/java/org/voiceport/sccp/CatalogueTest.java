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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CatalogueTest {
    private static final int[] VERSIONS = Layouts.VERSIONS;
    private static final int ROUNDS = 10;

    /** What {@code message} says in the layout of {@code version}; a session can't say the rest, which is default. */
    private static Map<String, String> said(Message message, int id, int version) {
        Set<String> paths = new HashSet<>();
        Layouts.of(id).at(version).fields().forEach(field -> paths.add(field.component()));
        Map<String, String> said = Leaves.of(message);
        said.keySet()
                .removeIf(path -> !path.endsWith(".size")
                        && !path.equals("hasReason")
                        && paths.stream().noneMatch(known -> path.equals(known) || path.startsWith(known + "[")));
        said.values().removeIf(Leaves::isDefault);
        return said;
    }

    private static Map<String, String> heard(Message message) {
        Map<String, String> heard = Leaves.of(message);
        heard.values().removeIf(Leaves::isDefault);
        return heard;
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

    @TestFactory
    Stream<DynamicTest> every_message_has_known_bytes_for_every_version() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    for (int version : VERSIONS) {
                        Layouts.Form form = Layouts.of(row.id()).at(version);
                        assertEquals(
                                row.type().getRecordComponents().length == 0,
                                form.fields().isEmpty(),
                                "fields at version " + version);
                    }
                }));
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
                            assertEquals(said(message, row.id(), version), heard(decoded.message()), where);
                            assertEquals(0, decoded.missing(), where);
                            assertTrue(decoded.surplus() < 4, where + ": more than padding is left");
                        }
                    }
                }));
    }

    @Test
    void a_text_that_fills_its_field_survives() throws MalformedMessage {
        Message full = new RegistrationMessage.Alarm(AlarmSeverity.INFORMATIONAL, "x".repeat(80), 1, 2);
        assertEquals(full, Frames.decode(encoded(full, 17)).message());
    }

    @Test
    void a_text_that_is_too_long_is_cut_to_its_field() throws MalformedMessage {
        Message tooLong = new RegistrationMessage.Alarm(AlarmSeverity.INFORMATIONAL, "x".repeat(90), 1, 2);
        Message cut = new RegistrationMessage.Alarm(AlarmSeverity.INFORMATIONAL, "x".repeat(80), 1, 2);
        assertEquals(cut, Frames.decode(encoded(tooLong, 17)).message());
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
                    Set<Integer> always0 =
                            Set.of(0x0001, 0x0002, 0x0020, 0x0029, 0x0081, 0x009D, 0x0100, 0x0118, 0x011A, 0x011B);
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
}
