package org.voiceport.messaging;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;

/**
 * What stands on a message beside its sound. While the caller speaks it lies in a file next to the recording, so that a
 * message that outlives a crash still says from whom it is.
 *
 * @param at when the recording began
 */
record Envelope(Mailbox mailbox, Caller caller, Instant at) {
    private static final int MAX_FILE_BYTES = 16 << 10;

    void save(Path file) throws IOException {
        Properties facts = new Properties();
        facts.setProperty("number", caller.number());
        facts.setProperty("name", caller.name());
        facts.setProperty("at", Long.toString(at.toEpochMilli()));
        StringWriter text = new StringWriter();
        facts.store(text, null);
        try (FileChannel out = PrivateFiles.create(file)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }

    /** What {@link #save} wrote. */
    static Envelope load(Path file, Mailbox mailbox) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is longer than " + MAX_FILE_BYTES + " bytes");
        }
        Properties facts = new Properties();
        try {
            facts.load(new StringReader(Files.readString(file)));
            return new Envelope(
                    mailbox,
                    new Caller(facts.getProperty("number", ""), facts.getProperty("name", "")),
                    Instant.ofEpochMilli(Long.parseLong(facts.getProperty("at", ""))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
