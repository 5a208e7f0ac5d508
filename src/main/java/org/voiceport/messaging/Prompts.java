package org.voiceport.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.voiceport.audio.Wav;

/**
 * What callers hear before the beep, or in its place. The samples are shared, not to be changed.
 *
 * @param greeting where the mailbox has none of its own
 * @param noRoom no message can be taken, whoever it is for
 * @param mailboxFull none can be taken for this mailbox
 */
record Prompts(short[] greeting, short[] noRoom, short[] mailboxFull) {
    private static final String DIRECTORY = "/org/voiceport/prompts/";

    /** Those that come with the program. */
    static Prompts included() {
        return new Prompts(included("greeting"), included("no-room"), included("mailbox-full"));
    }

    /** The same with another greeting. */
    Prompts greetingWith(short[] samples) {
        return new Prompts(samples.clone(), noRoom, mailboxFull);
    }

    /** The mailbox's own greeting. */
    static short[] own(Path file) throws IOException {
        return Wav.read(file);
    }

    private static short[] included(String name) {
        String file = DIRECTORY + name + ".wav";
        try (InputStream in = Prompts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the program: install it again");
            }
            return Wav.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: install the program again", e);
        }
    }
}
