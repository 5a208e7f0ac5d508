package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every message at every version against bytes that were put together from the offset tables. */
class LayoutsTest {
    private static final int ROUNDS = 5;
    /** The packed form can't be told by its length, so a header must say it. */
    private static final int CONNECTION_STATISTICS_RES = 0x0023;

    private interface RowTest {
        void run(Catalogue.Row<?> row, Layouts layouts) throws Exception;
    }

    private static Stream<DynamicTest> each(RowTest test) {
        return Catalogue.rows().stream().map(row -> dynamicTest(row.name(), () -> test.run(row, Layouts.of(row.id()))));
    }

    private static int headerVersion(Catalogue.Row<?> row, int version) {
        return row.headerZero() || version < 10 ? 0 : version;
    }

    private static Random random(Catalogue.Row<?> row, int version, int round) {
        return new Random(row.id() * 10_000L + version * 100L + round);
    }

    private static byte[] encoded(Message message, int version, int longestBody) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, longestBody, out);
        return ByteBufUtil.getBytes(out);
    }

    /** Every value that was laid out is in the message, and all others are defaults. */
    private static void assertHolds(Map<String, String> laidOut, Message message, String where) {
        Map<String, String> missing = new TreeMap<>(laidOut);
        Leaves.of(message).forEach((path, value) -> {
            String expected = missing.remove(path);
            if (expected != null) {
                assertEquals(expected, value, where + ": " + path);
            } else if (!path.endsWith(".size") && !path.equals("hasReason")) {
                assertTrue(Leaves.isDefault(value), where + ": " + path + " is " + value);
            }
        });
        assertEquals(Map.of(), missing, where);
    }

    @Test
    void the_tables_have_the_catalogues_messages() {
        Map<Integer, String> inCatalogue = new TreeMap<>();
        Catalogue.rows().forEach(row -> inCatalogue.put(row.id(), row.name()));
        Map<Integer, String> inTables = new TreeMap<>();
        Layouts.all().forEach((id, layouts) -> inTables.put(id, layouts.name()));
        assertEquals(inCatalogue, inTables);
    }

    @TestFactory
    Stream<DynamicTest> known_bytes_hold_the_values_laid_out_and_are_written_again_at_every_version() {
        return each((row, layouts) -> {
            for (int version : Layouts.VERSIONS) {
                for (int round = 0; round < ROUNDS; round++) {
                    String where = row.name() + " at version " + version + ", round " + round;
                    LaidOut laidOut = LaidOut.in(layouts.at(version), random(row, version, round));
                    byte[] frame = laidOut.frame(headerVersion(row, version), row.id());
                    Decoded decoded = Frames.decode(frame);
                    assertHolds(laidOut.values(), decoded.message(), where);
                    assertEquals(0, decoded.missing(), where);
                    assertTrue(decoded.surplus() < 4, where);
                    assertArrayEquals(frame, encoded(decoded.message(), version, Integer.MAX_VALUE), where);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_header_without_version_is_read_by_the_length_of_the_body() {
        return each((row, layouts) -> {
            for (Layouts.Form form : layouts.written()) {
                if (form.from() > 0 && row.id() == CONNECTION_STATISTICS_RES) {
                    continue;
                }
                for (int round = 0; round < ROUNDS; round++) {
                    LaidOut laidOut = LaidOut.in(form, random(row, 30, round));
                    Decoded decoded = Frames.decode(laidOut.frame(0, row.id()));
                    assertHolds(laidOut.values(), decoded.message(), row.name() + " from " + form.from());
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> forms_that_are_not_written_are_read() {
        return each((row, layouts) -> {
            for (Layouts.Form form : layouts.onlyRead()) {
                for (int version : Layouts.VERSIONS) {
                    for (int round = 0; form.covers(version) && round < ROUNDS; round++) {
                        LaidOut laidOut = LaidOut.in(form, random(row, version, round));
                        Decoded decoded = Frames.decode(laidOut.frame(headerVersion(row, version), row.id()));
                        String where = row.name() + " with " + form.size() + " bytes at version " + version;
                        assertHolds(laidOut.values(), decoded.message(), where);
                        assertEquals(0, decoded.missing(), where);
                    }
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> short_forms_of_old_call_managers_are_read_and_can_be_written() {
        return each((row, layouts) -> {
            for (int length : layouts.cuts()) {
                for (int round = 0; round < ROUNDS; round++) {
                    LaidOut laidOut = LaidOut.in(layouts.at(0), random(row, 40, round));
                    byte[] frame = laidOut.frame(0, row.id(), length);
                    Decoded decoded = Frames.decode(frame);
                    String where = row.name() + " with " + length + " bytes";
                    Map<String, String> values = new TreeMap<>();
                    Leaves.of(decoded.message()).forEach((path, value) -> {
                        if (laidOut.values().containsKey(path) && !Leaves.isDefault(value)) {
                            values.put(path, value);
                            assertEquals(laidOut.values().get(path), value, where + ": " + path);
                        }
                    });
                    assertEquals(length == 0, values.isEmpty(), where);
                    assertEquals(0, decoded.missing(), where);
                    assertArrayEquals(frame, encoded(decoded.message(), 0, length), where);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> every_prefix_reads_with_defaults_or_is_cleanly_malformed() {
        return each((row, layouts) -> {
            for (Layouts.Form form : Stream.concat(layouts.written().stream(), layouts.onlyRead().stream())
                    .toList()) {
                for (int version : new int[] {form.from(), form.to()}) {
                    LaidOut laidOut = LaidOut.in(form, random(row, version, 50));
                    byte[] frame = laidOut.frame(headerVersion(row, version), row.id());
                    for (int body = 0; body <= laidOut.length(); body++) {
                        ByteBuf in = Unpooled.wrappedBuffer(frame.clone(), 0, FrameCutter.HEADER + body);
                        try {
                            assertEquals(
                                    row.name(),
                                    MessageCodec.decode(new Frame(
                                                    headerVersion(row, version),
                                                    row.id(),
                                                    in.skipBytes(FrameCutter.HEADER)))
                                            .message()
                                            .name());
                        } catch (MalformedMessage malformed) {
                            assertFalse(malformed.framingLost());
                        }
                    }
                }
            }
        });
    }
}
