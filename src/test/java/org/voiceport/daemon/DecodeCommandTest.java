package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code voiceportd decode} as a person runs it. */
class DecodeCommandTest {
    private static final String KEEP_ALIVE = "04000000 00000000 00000000";
    /** Two digits: KeypadButton 7 and EnblocCall 5551234. */
    private static final String DIGITS =
            "10000000 00000000 03000000 07000000 01000000 01000000 1c000000 00000000 04000000 35353531323334"
                    + "00".repeat(17);

    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    /** The captures with the number of messages in each, as {@code CapturesTest} of sccp has them. */
    private static final Map<String, Integer> MESSAGES = Map.ofEntries(
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
            Map.entry("real-pyskinny-cm2_register.pcapng", 1298));

    @TempDir
    Path directory;

    private final InputStream in = System.in;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void captureStreams() {
        System.setOut(new PrintStream(printed, true, Charset.defaultCharset()));
        System.setErr(new PrintStream(complained, true, Charset.defaultCharset()));
    }

    @AfterEach
    void restoreStreams() {
        System.setIn(in);
        System.setOut(out);
        System.setErr(err);
    }

    private static int decode(Object... arguments) {
        return Main.run(
                Stream.concat(Stream.of("decode"), Arrays.stream(arguments).map(String::valueOf))
                        .toArray(String[]::new));
    }

    private String output() {
        return printed.toString(Charset.defaultCharset());
    }

    private String complaint() {
        return complained.toString(Charset.defaultCharset());
    }

    @TestFactory
    Stream<DynamicTest> every_message_of_every_capture_is_a_line_and_unknown_ones_fail() throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES)) {
            List<Path> captures = files.filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            assertEquals(MESSAGES.size(), captures.size());
            return captures.stream()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                        printed.reset();
                        int code = decode(file);
                        List<String> lines = output().lines().toList();
                        assertEquals(MESSAGES.get(file.getFileName().toString()), lines.size(), complaint());
                        assertTrue(lines.stream().allMatch(line -> line.chars().noneMatch(Character::isISOControl)));
                        boolean unknown = lines.stream().anyMatch(line -> line.contains(" unknown, "));
                        assertEquals(unknown ? 1 : 0, code);
                        assertTrue(lines.stream()
                                .allMatch(line -> line.matches(
                                        "\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{6}Z [0-9.]+:\\d+ +(>>|<<) .+")));
                    }));
        }
    }

    @Test
    void capture_from_standard_input_reads_the_same() throws IOException {
        Path capture = CAPTURES.resolve("chan_skinny-call-in.pcap");
        assertEquals(0, decode(capture));
        String fromFile = output();
        printed.reset();
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(capture)));
        assertEquals(0, decode("-"));
        assertEquals(fromFile, output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "040000000000000000000000",
                "04 00 00 00 00 00 00 00 00 00 00 00",
                "04:00:00:00:00:00:00:00:00:00:00:00",
                "0x04 0x00 0x00 0x00 0x00000000 0X00000000",
                "04000000\n00000000\n00000000\n"
            })
    void hex_may_be_written_in_any_way(String hex) {
        assertEquals(0, decode(hex));
        assertEquals(">> KeepAlive                 v0 \n", output().replace("\r\n", "\n"));
    }

    @Test
    void hex_may_be_several_words_with_several_messages() {
        assertEquals(0, decode("04000000", "00000000", "00000000", "040000000000000000010000"));
        assertEquals(
                List.of(">> KeepAlive                 v0 ", "<< KeepAliveAck              v0 "),
                output().lines().toList());
    }

    @Test
    void hex_from_a_file_or_standard_input_reads_the_same() throws IOException {
        Path file = Files.writeString(directory.resolve("message.txt"), KEEP_ALIVE + "\n");
        assertEquals(0, decode(file));
        System.setIn(new ByteArrayInputStream(KEEP_ALIVE.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(0, decode("-"));
        assertEquals(2, output().lines().count());
    }

    @Test
    void digits_are_hidden_in_lines_of_hex() {
        assertEquals(0, decode(DIGITS));
        assertTrue(output().contains("KeypadButton") && output().contains("EnblocCall"), this::output);
        assertFalse(output().contains("5551234") || output().contains("=7"), this::output);
    }

    @Test
    void numbers_dialled_in_captures_are_hidden() {
        assertEquals(0, decode(CAPTURES.resolve("chan_sccp-call-out-enbloc.pcap")));
        List<String> dialled = output().lines()
                .filter(line -> line.matches(".* (EnblocCall|DialedNumber|KeypadButton) .*"))
                .toList();
        assertFalse(dialled.isEmpty());
        assertTrue(dialled.stream().allMatch(line -> line.contains("=***")), dialled::toString);
    }

    @Test
    void unknown_message_fails() {
        assertEquals(1, decode("0800000000000000" + "77070000" + "53454352"));
        assertEquals("?? 0x777                     v0  unknown, 4 bytes ***", output().strip());
    }

    @Test
    void malformed_message_fails_and_shows_none_of_its_bytes() {
        assertEquals(1, decode("53454352455453454352455453454352"));
        assertTrue(output().startsWith("?? MALFORMED "), this::output);
        assertFalse(output().contains("53454352") || output().contains("SECR"), this::output);
    }

    @Test
    void half_a_message_fails() {
        assertEquals(1, decode(KEEP_ALIVE + "0400000000"));
        assertTrue(output().contains("the last 5 bytes are no whole message"), this::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-file.pcap", "0400000", "04 0 4", "", "0x"})
    void what_is_neither_file_nor_hex_is_wrong_usage(String argument) {
        assertEquals(2, decode(argument));
        assertEquals("", output());
        assertFalse(complaint().contains("Exception"), this::complaint);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void port_out_of_range_is_wrong_usage(int port) {
        assertEquals(2, decode("--port", port, KEEP_ALIVE));
    }

    @Test
    void file_of_another_kind_is_told() throws IOException {
        Path file = Files.write(directory.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3});
        assertEquals(1, decode(file));
        assertTrue(
                complaint().endsWith("is neither a pcap nor a pcapng file, nor pairs of hex digits\n"),
                this::complaint);
    }

    @Test
    void directory_is_told() {
        assertEquals(1, decode(directory));
        assertTrue(complaint().startsWith("voiceportd: " + directory + ": can't be read"), this::complaint);
    }

    @Test
    void capture_that_ends_too_early_shows_what_is_there_and_fails() throws IOException {
        byte[] whole = Files.readAllBytes(CAPTURES.resolve("chan_skinny-call-in.pcap"));
        Path file = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 10));
        assertEquals(1, decode(file));
        assertTrue(output().lines().count() > 40, this::output);
        String last = complaint().lines().reduce((first, second) -> second).orElse("");
        assertTrue(
                last.matches("voiceportd: .*cut\\.pcap: offset \\d+: the file ends after \\d+ of the \\d+ bytes of .*"),
                last);
    }

    @Test
    void other_port_can_be_named_more_than_once() {
        assertEquals(1, decode("--port", 2001, "--port", 2002, CAPTURES.resolve("chan_skinny-call-in.pcap")));
        assertTrue(complaint().contains("no SCCP message on TCP port 2001, 2002"), this::complaint);
        assertEquals(
                0,
                decode("--port", 2001, "--port", 2000, CAPTURES.resolve("chan_skinny-call-in.pcap")),
                this::complaint);
    }
}
