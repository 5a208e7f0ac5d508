package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStoreTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Mailbox BOB = Mailbox.of("2001", "Bob");

    @TempDir
    Path directory;

    private MessageStore store;

    @BeforeEach
    void open() {
        store = new MessageStore(directory.resolve("a/messages"), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void a_message_names_the_caller_in_from() throws Exception {
        InternetAddress from =
                (InternetAddress) message("1001", "Alice Example").getFrom()[0];
        assertEquals(
                List.of("Alice Example", "1001@voiceport.invalid"), List.of(from.getPersonal(), from.getAddress()));
    }

    @Test
    void a_caller_without_a_name_has_the_number_in_its_place() throws Exception {
        InternetAddress from = (InternetAddress) message("1001", "").getFrom()[0];
        assertEquals("1001", from.getPersonal());
    }

    @Test
    void an_unknown_caller_has_an_address_all_the_same() throws Exception {
        assertEquals(
                "unknown caller <unknown@voiceport.invalid>",
                message("", "").getFrom()[0].toString());
    }

    @Test
    void a_message_is_to_the_mailbox() throws Exception {
        assertEquals("Bob <2001@voiceport.invalid>", to(BOB));
    }

    @Test
    void a_message_is_to_the_email_address_if_there_is_one() throws Exception {
        Mailbox mailbox =
                new Mailbox("2001", "Bob", Optional.of("bob@example.com"), Optional.empty(), OptionalLong.empty());
        assertEquals("Bob <bob@example.com>", to(mailbox));
    }

    @Test
    void a_message_says_when_it_was_left_and_that_it_is_a_voice_message() throws Exception {
        MimeMessage message = message("1001", "Alice");
        assertEquals(
                List.of("Voice message from Alice (1001), 0:01", NOON, "voice-message", "1.0"),
                List.of(
                        message.getSubject(),
                        message.getSentDate().toInstant(),
                        message.getHeader("Message-Context", null),
                        message.getHeader("MIME-Version", null)));
    }

    @Test
    void a_message_id_is_the_name_of_its_file() throws Exception {
        Path file = leave("1001", "Alice");
        assertEquals(
                "<" + file.getFileName() + "@voiceport.invalid>", read(file).getMessageID());
    }

    @Test
    void a_message_has_a_text_and_a_sound() throws Exception {
        Multipart parts = (Multipart) message("1001", "Alice").getContent();
        assertEquals(2, parts.getCount());
        assertEquals(
                "Voice message\r\nFrom: Alice (1001)\r\nLength: 0:01\r\n",
                parts.getBodyPart(0).getContent());
        assertTrue(
                parts.getBodyPart(1).isMimeType("audio/wav"),
                parts.getBodyPart(1).getContentType());
        assertEquals(Part.ATTACHMENT, parts.getBodyPart(1).getDisposition());
        assertEquals("1", parts.getBodyPart(1).getHeader("Content-Duration")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nBcc: eve@example.com",
                "x\nBcc: eve@example.com",
                "x\rBcc: eve@example.com",
                "x\r\n\r\n<html>",
                "x\0y",
                "a\" <eve@example.com>, \"b",
                "a <eve@example.com>",
                "=?UTF-8?Q?=0D=0ABcc:_eve@example.com?=",
                "x\u2028Bcc: eve@example.com",
                "x\u0085Bcc: eve@example.com"
            })
    void no_name_or_number_can_add_a_header(String hostile) throws Exception {
        Path file = leave(hostile, hostile);
        List<String> plain = headerNames(leave("1001", "Alice"));
        assertEquals(plain, headerNames(file));
        assertEquals(1, read(file).getFrom().length);
        assertEquals(1, read(file).getAllRecipients().length);
        String address = ((InternetAddress) read(file).getFrom()[0]).getAddress();
        assertTrue(address.matches("[^@]+@voiceport\\.invalid"), address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jürgen Müßig", "山田太郎", "Ann \uD83D\uDE00"})
    void a_name_in_any_script_survives(String name) throws Exception {
        Path file = leave("1001", name);
        assertEquals(name, ((InternetAddress) read(file).getFrom()[0]).getPersonal());
        assertEquals("Voice message from " + name + " (1001), 0:01", read(file).getSubject());
    }

    @Test
    void a_mail_is_ascii_with_short_lines_whatever_the_name() throws Exception {
        Path file = leave("1".repeat(200), "Müller ".repeat(30));
        byte[] bytes = Files.readAllBytes(file);
        for (byte b : bytes) {
            assertTrue(b > 0, "byte " + b);
        }
        for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\r\n", -1)) {
            assertTrue(line.length() <= 200, line);
        }
    }

    @Test
    void directories_are_0700_and_files_0600() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Recording open = store.begin(envelope("1001", "Alice"));
        leave("1001", "Alice");
        try (var all = Files.walk(directory.resolve("a/messages"))) {
            for (Path path : all.toList()) {
                assertEquals(
                        Files.isDirectory(path) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                        path.toString());
            }
        }
        open.close();
    }

    @Test
    void a_store_that_others_may_read_is_made_private() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path root = Files.createDirectories(store.directory());
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        leave("1001", "Alice");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
    }

    @Test
    void the_sound_comes_back_bit_for_bit() throws Exception {
        assertArrayEquals(Office.speech(1000, 1), Office.sound(leave("1001", "Alice")));
    }

    @Test
    void lists_messages_in_order_unread_and_read() throws Exception {
        Path first = leave("1001", "Alice");
        Path second = leave("1002", "Bo\"b");
        Path seen =
                first.resolveSibling("../cur/" + first.getFileName() + ":2,S").normalize();
        Files.move(first, seen);
        assertEquals(
                List.of(
                        new MessageStore.Entry(seen, "Alice <1001@voiceport.invalid>", NOON, 1000),
                        new MessageStore.Entry(second, "\"Bo\\\"b\" <1002@voiceport.invalid>", NOON, 1000)),
                store.list(BOB));
    }

    @Test
    void lists_nothing_of_a_mailbox_without_a_folder() throws Exception {
        assertEquals(List.of(), store.list(BOB));
    }

    @Test
    void leaves_other_mails_out_of_the_list() throws Exception {
        Path file = leave("1001", "Alice");
        Files.writeString(file.resolveSibling("foreign"), "From: x@example.com\r\nSubject: hello\r\n\r\nhello\r\n");
        Files.writeString(
                file.resolveSibling("broken"), "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nno end");
        Files.write(file.resolveSibling("empty"), new byte[0]);
        assertEquals(
                List.of(file),
                store.list(BOB).stream().map(MessageStore.Entry::file).toList());
    }

    @Test
    void a_mail_without_sound_gives_none() throws Exception {
        Path mail = Files.writeString(directory.resolve("mail"), "From: x@example.com\r\n\r\nhello\r\n");
        IOException e = assertThrows(IOException.class, () -> MessageStore.wav(mail));
        assertTrue(e.getMessage().contains("no voice message"), e.getMessage());
    }

    private Envelope envelope(String number, String name) {
        return new Envelope(BOB, new Caller(number, name), NOON);
    }

    private Path leave(String number, String name) throws IOException {
        return leave(envelope(number, name));
    }

    private Path leave(Envelope envelope) throws IOException {
        try (Recording recording = store.begin(envelope)) {
            recording.write(Office.speech(1000, 1), 0, 8000);
            return recording.deliver();
        }
    }

    private MimeMessage message(String number, String name) throws Exception {
        return read(leave(number, name));
    }

    private String to(Mailbox mailbox) throws Exception {
        Path file = leave(new Envelope(mailbox, Caller.UNKNOWN, NOON));
        return read(file).getRecipients(Message.RecipientType.TO)[0].toString();
    }

    private static MimeMessage read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return new MimeMessage(Session.getInstance(new Properties()), in);
        }
    }

    private static List<String> headerNames(Path file) throws Exception {
        List<String> names = new ArrayList<>();
        read(file).getAllHeaders().asIterator().forEachRemaining(header -> names.add(header.getName()));
        return names;
    }

    @Test
    void a_message_that_was_read_is_not_held_open() throws Exception {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "only Linux tells which files are open");
        Path file;
        try (Recording recording = store.begin(new Envelope(BOB, Caller.UNKNOWN, NOON))) {
            recording.write(Office.speech(1000, 1), 0, 8000);
            file = recording.deliver();
        }
        assertEquals(1000, store.list(BOB).get(0).millis());
        assertArrayEquals(Office.speech(1000, 1), Office.sound(file));
        try (Stream<Path> files = Files.list(open)) {
            assertEquals(List.of(), files.filter(one -> isTo(one, file)).toList());
        }
    }

    private static boolean isTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
