package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.CallReport;
import org.voiceport.port.CallDetails.Party;
import org.voiceport.port.CallDetails.Restriction;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallType;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;
import org.voiceport.sccp.SecurityStatus;
import org.voiceport.sccp.WireText;

/** CallInfo in all its forms becomes one CallDetails. */
class CallDetailsTest {
    private static final int CALL = Scene.CALL;
    private static final CallMessage.Party ALICE = new CallMessage.Party("1001", WireText.of("Zoë"), "1001");
    private static final CallMessage.Party PORT = new CallMessage.Party("5001", "VoiceMail", "5001");
    private static final CallMessage.Party BOB = new CallMessage.Party("1002", "Bob", "1902");
    private static final CallMessage.Party CAROL = new CallMessage.Party("1003", "Carol", "1903");
    private static final CallDetails EXPECTED = new CallDetails(
            new Party("1001", "Zoë", "1001"),
            new Party("5001", "VoiceMail", "5001"),
            new Party("1002", "Bob", "1902"),
            new Party("1003", "Carol", "1903"),
            1,
            15,
            0x05,
            SecurityStatus.ENCRYPTED);

    private static CallMessage.CallInfo fixed(int reference) {
        return new CallMessage.CallInfo(
                ALICE, PORT, BOB, CAROL, 1, reference, CallType.INBOUND, 1, 15, 1, SecurityStatus.ENCRYPTED, 0x05);
    }

    private static CallMessage.CallInfoV2 dynamic() {
        return new CallMessage.CallInfoV2(
                ALICE,
                "1009",
                PORT,
                BOB,
                CAROL,
                "5000",
                "Pilot",
                1,
                CALL,
                CallType.INBOUND,
                1,
                15,
                1,
                SecurityStatus.ENCRYPTED,
                0x05);
    }

    private static ByteBuf bytes(Message message, int version) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, out);
        return out;
    }

    private static CallDetails read(ByteBuf frame, int reference) throws MalformedMessage {
        Message message = MessageCodec.decode(
                        Objects.requireNonNull(new FrameCutter(FrameCutter.DEFAULT_LIMIT).next(frame)))
                .message();
        return CallDetailsReader.of(message, reference).orElseThrow();
    }

    /** A call manager may send either form at any version (wire reference 2.4). */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 8, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22})
    void all_forms_of_all_versions_tell_the_same(int version) throws MalformedMessage {
        assertEquals(EXPECTED, read(bytes(fixed(CALL), version), CALL));
        assertEquals(EXPECTED, read(bytes(dynamic(), version), CALL));
    }

    @Test
    void the_vectors_of_both_forms_tell_the_same() throws Exception {
        String vectors;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/sccp/vectors.json"))) {
            vectors = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<CallDetails> details = Pattern.compile("\"name\": \"CallInfo[^\"]*\",[^}]*?\"hex\": \"([0-9a-f]+)\"")
                .matcher(vectors)
                .results()
                .map(found -> {
                    try {
                        return read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(found.group(1))), 0x01000001);
                    } catch (MalformedMessage e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertEquals(2, details.size());
        assertEquals(details.get(0), details.get(1));
        assertEquals(new Party("1002", "Bob", "1002"), details.get(0).originalCalled());
        assertEquals(RedirectReason.NO_ANSWER, details.get(0).original());
        assertEquals(SecurityStatus.NOT_AUTHENTICATED, details.get(0).security());
    }

    /** 128 bytes end before the reference, 140 before the redirecting parties, 276 before the mailboxes. */
    @ParameterizedTest
    @ValueSource(ints = {128, 140, 276, 372, 384})
    void a_short_form_tells_what_it_has(int body) throws MalformedMessage {
        ByteBuf whole = bytes(fixed(CALL), 0);
        ByteBuf cut = Unpooled.buffer().writeBytes(whole, 12 + body);
        cut.setIntLE(0, body + 4);
        CallDetails details = read(cut, CALL);
        assertEquals("1001", details.calling().number());
        assertEquals("5001", details.called().number());
        assertEquals(body >= 276 ? "1003" : "", details.lastRedirecting().number());
        assertEquals(body >= 372 ? "1903" : "", details.lastRedirecting().mailbox());
        assertEquals(body >= 384 ? SecurityStatus.ENCRYPTED : SecurityStatus.UNKNOWN, details.security());
    }

    @Test
    void what_is_told_of_another_call_is_not_of_this_one() {
        assertTrue(CallDetailsReader.of(fixed(CALL + 1), CALL).isEmpty());
        assertTrue(CallDetailsReader.of(fixed(0), CALL).isPresent(), "it names no call");
    }

    @ParameterizedTest
    @CsvSource({
        "0, NONE",
        "1, BUSY",
        "2, NO_ANSWER",
        "3, OTHER",
        "4, TRANSFER",
        "5, PICKUP",
        "7, PARK",
        "15, ALL",
        "16, OTHER",
        "-1, OTHER"
    })
    void reasons_are_mapped_and_the_raw_number_stays(int raw, RedirectReason reason) {
        CallDetails details = new CallDetails(Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, raw, raw, 0);
        assertEquals(reason, details.original());
        assertEquals(reason, details.last());
        assertEquals(raw, details.originalReason());
        assertFalse(reason.words().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, '1001 Alice 5001 1002 1003'",
        "0x01, '1001 - 5001 1002 1003'",
        "0x02, '- Alice 5001 1002 1003'",
        "0x08, '1001 Alice - 1002 1003'",
        "0x20, '1001 Alice 5001 - 1003'",
        "0x80, '1001 Alice 5001 1002 -'",
        "0xFF, '- - - - -'"
    })
    void the_event_shows_nothing_that_is_withheld(String bits, String shown) {
        CallDetails details = new CallDetails(
                new Party("1001", "Alice", ""),
                new Party("5001", "", ""),
                new Party("1002", "", ""),
                new Party("1003", "", ""),
                2,
                99,
                Integer.decode(bits),
                new SecurityStatus(7));
        CallReport.Offered event = CallDetailsReader.report(Scene.DEVICE, CALL, details);
        List<String> told = List.of(
                event.calling(), event.callingName(), event.called(), event.originalCalled(), event.lastRedirecting());
        assertEquals(
                shown,
                String.join(" ", told.stream().map(s -> s.isEmpty() ? "-" : s).toList()));
        for (String each : List.of("1001", "Alice", "5001", "1002", "1003")) {
            assertEquals(
                    shown.contains(each) && !each.equals("Alice"), event.text().contains(each), event.text());
        }
        assertTrue(event.text().contains("0x07"), "an unknown security status survives: " + event.text());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', false",
        "5001, '', '', '', false",
        "5001, 5001, 5001, 5001, false",
        "1002, '', '', '', true",
        "'', 1002, '', '', true",
        "'', '', 1002, '', true",
        "5001, '', '', 1002, true"
    })
    void numbers_tell_whether_a_call_was_redirected(
            String original, String originalBox, String last, String lastBox, boolean redirected) {
        // Reasons and names say the opposite.
        CallDetails details = new CallDetails(
                new Party("1001", "", ""),
                new Party("5001", redirected ? "" : "Forwarded by Bob 1002", ""),
                new Party(original, redirected ? "" : "Bob 1002", originalBox),
                new Party(last, redirected ? "" : "Bob 1002", lastBox),
                redirected ? 0 : 1,
                redirected ? 0 : 15,
                0);
        assertEquals(redirected, details.redirected());
    }

    @ParameterizedTest
    @CsvSource({
        "CALLING_NAME, 0x01",
        "CALLING_NUMBER, 0x02",
        "CALLED_NAME, 0x04",
        "CALLED_NUMBER, 0x08",
        "ORIGINAL_NAME, 0x10",
        "ORIGINAL_NUMBER, 0x20",
        "LAST_NAME, 0x40",
        "LAST_NUMBER, 0x80"
    })
    void each_restriction_has_a_bit_of_its_own(Restriction what, String bit) {
        int restrictions = Integer.decode(bit);
        CallDetails only =
                new CallDetails(Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, 0, 0, restrictions);
        CallDetails others =
                new CallDetails(Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, 0, 0, ~restrictions);
        assertTrue(only.withholds(what));
        assertFalse(others.withholds(what));
        assertEquals("", only.shown(what, "1001"));
        assertEquals("1001", others.shown(what, "1001"));
    }
}
