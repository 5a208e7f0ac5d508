package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.sccp.Decoded;

/** Captures made here, byte by byte, and damaged ones. */
class CaptureDecoderTest {
    private static final byte[] KEEP_ALIVE = CaptureWriter.message(0x0000);
    private static final byte[] LINE_STAT = CaptureWriter.message(0x000B, (byte) 1, (byte) 0, (byte) 0, (byte) 0);
    private static final byte[] KEEP_ALIVE_ACK = CaptureWriter.message(0x0100);
    private static final int FIRST = 1001;

    private final Heard heard = new Heard();

    /** What was told: {@code >> KeepAlive}, {@code !} for what is malformed. */
    private static final class Heard implements CaptureDecoder.Sink {
        final List<String> lines = new ArrayList<>();
        final List<Instant> times = new ArrayList<>();
        String ends = "";

        @Override
        public void message(Instant time, boolean fromClient, String client, String server, Decoded decoded) {
            lines.add((fromClient ? ">> " : "<< ") + decoded.message().name());
            times.add(time);
            ends = client + " " + server;
        }

        @Override
        public void malformed(Instant time, boolean fromClient, String client, String server, String what) {
            lines.add((fromClient ? ">> " : "<< ") + "!");
        }
    }

    private List<String> notes(byte[] file, Integer... ports) throws IOException {
        CaptureDecoder decoder = new CaptureDecoder(ports.length == 0 ? Set.of(2000) : Set.of(ports), heard);
        decoder.read(CaptureWriter.open(file));
        return decoder.notes();
    }

    private List<String> lines(CaptureWriter writer) throws IOException {
        notes(writer.bytes());
        return heard.lines;
    }

    private static CaptureWriter begun() {
        return CaptureWriter.ethernet().syn(FIRST - 1);
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 000000000000 000000000000 0800, false",
        "1, 000000000000 000000000000 8100 0064 0800, false",
        "1, 000000000000 000000000000 88a8 0064 8100 0064 0800, false",
        "1, 000000000000 000000000000 86dd, true",
        "113, 0000 0001 0006 0000000000000000 0800, false",
        "113, 0000 0001 0006 0000000000000000 86dd, true",
        "276, 0800 0000 00000001 0001 00 06 0000000000000000, false",
        "276, 8100 0000 00000001 0001 00 06 0000000000000000 0064 0800, false",
        "0, 02000000, false",
        "0, 1e000000, true",
        "108, 00000002, false",
        "12, '', false",
        "101, '', false",
        "101, '', true",
        "228, '', false",
        "229, '', true",
    })
    void reads_every_link_type(int linkType, String header, boolean ipv6) throws IOException {
        CaptureWriter writer = CaptureWriter.link(linkType, header, ipv6)
                .syn(FIRST - 1)
                .says(FIRST, KEEP_ALIVE)
                .segment(CaptureWriter.SERVER, CaptureWriter.CLIENT, 1, 0x10, KEEP_ALIVE_ACK);
        assertEquals(List.of(">> KeepAlive", "<< KeepAliveAck"), lines(writer));
        assertEquals(
                ipv6 ? "[2001:db8:0:0:0:0:0:5]:50000 [2001:db8:0:0:0:0:0:11]:2000" : "10.0.0.5:50000 10.0.0.11:2000",
                heard.ends);
    }

    @Test
    void reads_both_byte_orders_and_nanoseconds() throws IOException {
        lines(CaptureWriter.bigEndianNanoseconds().syn(0).says(1, KEEP_ALIVE));
        assertEquals(List.of(Instant.ofEpochSecond(1_000_000_001, 123_456_789)), heard.times);
    }

    @Test
    void reads_pcapng() throws IOException {
        notes(begun().says(FIRST, KEEP_ALIVE).pcapng());
        assertEquals(List.of(">> KeepAlive"), heard.lines);
        assertEquals(List.of(Instant.ofEpochSecond(1_000_000_001, 123_456_000)), heard.times);
    }

    @Test
    void unreadable_link_type_is_noted() throws IOException {
        List<String> notes =
                notes(CaptureWriter.link(147, "", false).says(1, KEEP_ALIVE).bytes());
        assertTrue(notes.get(0).startsWith("1 packets of link type 147 can't be read"), notes::toString);
    }

    @Test
    void segments_may_come_in_any_order() throws IOException {
        byte[] stream = join(LINE_STAT, KEEP_ALIVE, LINE_STAT);
        CaptureWriter writer = begun();
        for (int at = stream.length - 4; at >= 0; at -= 4) {
            writer.says(FIRST + at, stream[at], stream[at + 1], stream[at + 2], stream[at + 3]);
        }
        assertEquals(List.of(">> LineStatReq", ">> KeepAlive", ">> LineStatReq"), lines(writer));
    }

    @Test
    void what_comes_again_is_told_once() throws IOException {
        byte[] both = join(LINE_STAT, KEEP_ALIVE);
        CaptureWriter writer = begun().says(FIRST, LINE_STAT)
                .says(FIRST, LINE_STAT)
                .says(FIRST, both)
                .says(FIRST - 1, (byte) 0);
        assertEquals(List.of(">> LineStatReq", ">> KeepAlive"), lines(writer));
    }

    @Test
    void sequence_numbers_wrap() throws IOException {
        CaptureWriter writer =
                CaptureWriter.ethernet().syn(-8).says(-7, LINE_STAT).says(-7 + LINE_STAT.length, KEEP_ALIVE);
        assertEquals(List.of(">> LineStatReq", ">> KeepAlive"), lines(writer));
    }

    @Test
    void stream_is_read_on_behind_a_gap_at_the_next_message() throws IOException {
        int behind = FIRST + 5000;
        CaptureWriter writer = begun().says(FIRST, KEEP_ALIVE).says(behind, new byte[] {9, 9, 9, 9, 9});
        writer.says(behind + 5, LINE_STAT);
        List<String> notes = notes(writer.bytes());
        assertEquals(List.of(">> KeepAlive", ">> LineStatReq"), heard.lines);
        assertTrue(notes.contains("the capture lacks 4988 bytes of the connections; messages there are not shown"));
    }

    @Test
    void gap_is_given_up_when_enough_has_come_behind_it() throws IOException {
        CaptureWriter writer = begun();
        int at = FIRST + 100;
        for (int i = 0; i <= TcpFlow.MOST_SEGMENTS; i++) {
            writer.says(at, KEEP_ALIVE);
            at += KEEP_ALIVE.length;
        }
        // What lacked comes too late.
        writer.says(FIRST, LINE_STAT);
        assertEquals(TcpFlow.MOST_SEGMENTS + 1, lines(writer).size());
        assertTrue(heard.lines.stream().allMatch(">> KeepAlive"::equals));
    }

    @Test
    void capture_may_begin_within_a_connection() throws IOException {
        CaptureWriter writer =
                CaptureWriter.ethernet().says(500, (byte) 7, (byte) 7).says(502, KEEP_ALIVE);
        assertEquals(List.of(">> KeepAlive"), lines(writer));
    }

    @Test
    void ports_that_are_used_again_are_a_new_connection() throws IOException {
        CaptureWriter writer =
                begun().says(FIRST, LINE_STAT[0], LINE_STAT[1]).syn(90_000).says(90_001, KEEP_ALIVE);
        List<String> notes = notes(writer.bytes());
        assertEquals(List.of(">> KeepAlive"), heard.lines);
        assertEquals(List.of("connections end within messages, of which 2 bytes are there"), notes);
    }

    @Test
    void bytes_that_are_no_message_are_malformed() throws IOException {
        assertEquals(List.of(">> !"), lines(begun().says(FIRST, (byte) 'G', (byte) 'E', (byte) 'T', (byte) ' ')));
    }

    @Test
    void other_ports_are_left_out_and_said_so() throws IOException {
        byte[] file = begun().says(FIRST, KEEP_ALIVE).bytes();
        assertEquals(
                List.of("no SCCP message on TCP port 2001, 3000 in 2 packets; --port names another port"),
                notes(file, 2001, 3000));
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 2443})
    void tls_is_not_read_and_said_so(int asked) throws IOException {
        byte[] hello = {22, 3, 1, 0, 5, 1, 2, 3, 4, 5};
        byte[] file = CaptureWriter.ethernet()
                .segment(CaptureWriter.CLIENT, 2443, 0, 0x02, new byte[0])
                .segment(CaptureWriter.CLIENT, 2443, 1, 0x10, hello)
                .bytes();
        List<String> notes = notes(file, asked);
        assertEquals(List.of(), heard.lines);
        assertTrue(notes.get(0).startsWith("1 segments hold SCCP over TLS"), notes::toString);
    }

    @Test
    void connections_beyond_the_limit_push_the_oldest_out() throws IOException {
        CaptureWriter writer = CaptureWriter.ethernet();
        int more = 10;
        for (int i = 0; i < CaptureDecoder.MOST_FLOWS + more; i++) {
            writer.segment(10_000 + i, CaptureWriter.SERVER, 1, 0x10, KEEP_ALIVE);
        }
        List<String> notes = notes(writer.bytes());
        assertEquals(CaptureDecoder.MOST_FLOWS + more, heard.lines.size());
        assertTrue(notes.get(0).contains(": 10 quiet directions were forgotten"), notes::toString);
    }

    @TestFactory
    Stream<DynamicTest> capture_cut_off_anywhere_gives_what_is_there_and_a_clear_error() {
        return Stream.of("chan_skinny-register.pcap", "real-ndpi-skinny.pcap", "real-ndpi-sccp_hw_conf_register.pcapng")
                .map(name -> dynamicTest(name, () -> {
                    byte[] whole = capture(name);
                    for (int length = 0; length < whole.length; length += 100) {
                        survives(java.util.Arrays.copyOf(whole, length), name + " cut off at " + length);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> damaged_capture_never_gives_another_error() {
        return Stream.of("chan_sccp-call-in.pcap", "real-ndpi-sccp_hw_conf_register.pcapng")
                .map(name -> dynamicTest(name, () -> {
                    byte[] whole = capture(name);
                    byte[] pcapng = begun().says(FIRST, LINE_STAT)
                            .says(FIRST + 16, KEEP_ALIVE)
                            .pcapng();
                    for (int seed = 0; seed < 500; seed++) {
                        survives(damaged(whole, seed, 20), name + " seed " + seed);
                        survives(damaged(pcapng, seed, 3), "small pcapng, seed " + seed);
                    }
                }));
    }

    private static byte[] damaged(byte[] whole, int seed, int most) {
        Random random = new Random(seed);
        byte[] damaged = whole.clone();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static void survives(byte[] file, String what) {
        try {
            CaptureDecoder decoder = new CaptureDecoder(Set.of(2000), new Heard());
            decoder.read(CaptureWriter.open(file));
            decoder.notes();
        } catch (CaptureException told) {
            assertTrue(String.valueOf(told.getMessage()).startsWith("offset "), told::toString);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    static byte[] capture(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CaptureDecoderTest.class.getResourceAsStream("/captures/" + name))) {
            return in.readAllBytes();
        }
    }
}
