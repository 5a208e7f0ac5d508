package org.voiceport.messaging;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.voiceport.audio.Source;
import org.voiceport.audio.Wav;

/**
 * A voice message as a mail (RFC 5322, MIME): a short text, then the sound as a WAV attachment; marked as a voice message by
 * Message-Context (RFC 3458 §4) and Content-Duration (RFC 2424). Sound is streamed both ways.
 */
final class MessageFile {
    /** No address of ours can be answered, so they end in what never exists (RFC 2606 §2). */
    private static final String DOMAIN = "voiceport.invalid";

    private static final int MAX_FROM = 200;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String WAV_TYPE = "audio/wav";
    private static final Session SESSION = Session.getInstance(new Properties());

    private MessageFile() {}

    /**
     * Writes {@code to}, new, and has it on the disk when it returns.
     *
     * @param id unique, makes the Message-ID
     * @param sound a complete WAV file of {@code millis} milliseconds
     */
    static void write(Envelope envelope, String id, Path sound, long millis, Path to) throws IOException {
        try (FileChannel channel = PrivateFiles.create(to);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            message(envelope, id, sound, millis).writeTo(out);
            out.flush();
            channel.force(true);
        } catch (MessagingException e) {
            throw new IOException("the message can't be written as a mail: " + e.getMessage(), e);
        }
    }

    /** What {@code file} says of itself; empty if it is no voice message. */
    static Optional<MessageStore.Entry> entry(Path file) throws IOException {
        try (SharedFile in = SharedFile.open(file)) {
            MimeMessage message = new MimeMessage(SESSION, in);
            Optional<BodyPart> sound = sound(message);
            if (sound.isEmpty()) {
                return Optional.empty();
            }
            String from = message.getFrom() instanceof InternetAddress[] senders && senders.length > 0
                    ? senders[0].toUnicodeString()
                    : "";
            Date date = message.getSentDate();
            return Optional.of(new MessageStore.Entry(
                    file,
                    HeaderText.clean(from, MAX_FROM),
                    date == null ? Instant.EPOCH : date.toInstant(),
                    millis(sound.get())));
        } catch (MessagingException e) {
            return Optional.empty();
        }
    }

    /** The attached WAV file, whole: at most {@link Wav#MAX_BYTES}. */
    static byte[] wav(Path file) throws IOException {
        try (SharedFile in = SharedFile.open(file)) {
            BodyPart sound = sound(new MimeMessage(SESSION, in))
                    .orElseThrow(() -> new IOException(file + " is no voice message: it has no WAV attachment"));
            try (InputStream bytes = sound.getInputStream()) {
                byte[] wav = bytes.readNBytes(Wav.MAX_BYTES + 1);
                if (wav.length > Wav.MAX_BYTES) {
                    throw new IOException(file + ": the sound is longer than 64 MiB");
                }
                return wav;
            }
        } catch (MessagingException e) {
            throw new IOException(file + " can't be read as a mail: " + e.getMessage(), e);
        }
    }

    private static MimeMessage message(Envelope envelope, String id, Path sound, long millis)
            throws MessagingException, UnsupportedEncodingException {
        Caller caller = envelope.caller();
        String length = minutes(millis);
        MimeMessage message = new IdentifiedMessage("<" + id + "@" + DOMAIN + ">");
        message.setFrom(address(caller.number(), caller.name().isEmpty() ? caller.label() : caller.name()));
        message.setRecipient(Message.RecipientType.TO, address(envelope.mailbox()));
        message.setSubject("Voice message from " + caller.label() + ", " + length, UTF_8);
        message.setSentDate(Date.from(envelope.at()));
        message.setHeader("Message-Context", "voice-message");

        MimeBodyPart text = new MimeBodyPart();
        text.setText("Voice message\r\nFrom: " + caller.label() + "\r\nLength: " + length + "\r\n", UTF_8);
        message.setContent(new MimeMultipart(text, attachment(sound, millis)));
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart attachment(Path sound, long millis) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new FileDataSource(sound.toFile()) {
            @Override
            public String getContentType() {
                return WAV_TYPE;
            }
        }));
        part.setFileName("message.wav");
        part.setDisposition(Part.ATTACHMENT);
        part.setHeader("Content-Transfer-Encoding", "base64");
        part.setHeader("Content-Duration", Long.toString(Math.round(millis / 1000.0)));
        return part;
    }

    private static InternetAddress address(Mailbox mailbox) throws UnsupportedEncodingException {
        String name = HeaderText.clean(mailbox.name(), 64);
        InternetAddress address = address(mailbox.number(), name.isEmpty() ? mailbox.number() : name);
        mailbox.email().ifPresent(address::setAddress);
        return address;
    }

    /** The number as a mail address; {@link InternetAddress} takes the name into quotes or encoded words. */
    private static InternetAddress address(String number, String name) throws UnsupportedEncodingException {
        String local = number.replaceAll("[^0-9A-Za-z*#+_-]", "");
        return new InternetAddress((local.isEmpty() ? "unknown" : local) + "@" + DOMAIN, name, UTF_8);
    }

    private static Optional<BodyPart> sound(MimeMessage message) throws MessagingException, IOException {
        if (message.isMimeType("multipart/*") && message.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                if (part.isMimeType(WAV_TYPE) || part.isMimeType("audio/x-wav")) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    /** From the header of the WAV file: bytes per second at 28, bytes of data at 40; 0 if it isn't laid out like ours. */
    private static long millis(BodyPart sound) throws MessagingException, IOException {
        try (InputStream in = sound.getInputStream()) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(44)).order(ByteOrder.LITTLE_ENDIAN);
            boolean ours = header.limit() == 44 && header.getInt(28) == 2 * Source.RATE;
            return ours ? Integer.toUnsignedLong(header.getInt(40)) * 1000 / (2 * Source.RATE) : 0;
        }
    }

    private static String minutes(long millis) {
        long seconds = Math.round(millis / 1000.0);
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** Has the Message-ID that it is given; the library would make one from the names of user and host. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        private IdentifiedMessage(String id) {
            super(SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
