package org.voiceport.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.voiceport.audio.Wav;

/** What callers hear before the beep, or in its place. The samples are shared, not to be changed. */
final class Prompts {
    private static final String DIRECTORY = "/org/voiceport/prompts/";

    private final short[] greeting;
    private final short[] noRoom;
    private final short[] mailboxFull;

    Prompts(short[] greeting, short[] noRoom, short[] mailboxFull) {
        this.greeting = greeting.clone();
        this.noRoom = noRoom.clone();
        this.mailboxFull = mailboxFull.clone();
    }

    /** Those that come with the program. */
    static Prompts included() {
        return new Prompts(included("greeting"), included("no-room"), included("mailbox-full"));
    }

    /** The same with another greeting. */
    Prompts greetingWith(short[] samples) {
        return new Prompts(samples, noRoom, mailboxFull);
    }

    /** Where the mailbox has none of its own. */
    short[] greeting() {
        return greeting;
    }

    /** No message can be taken, whoever it is for. */
    short[] noRoom() {
        return noRoom;
    }

    /** None can be taken for this mailbox. */
    short[] mailboxFull() {
        return mailboxFull;
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
