package org.voiceport.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.voiceport.audio.Wav;

/** What callers hear before the beep. */
final class Greetings {
    private static final String GENERAL = "/org/voiceport/prompts/greeting.wav";

    private final short[] general;

    Greetings(short[] general) {
        this.general = general.clone();
    }

    /** With the general greeting that comes with the program. */
    static Greetings included() {
        try (InputStream in = Greetings.class.getResourceAsStream(GENERAL)) {
            if (in == null) {
                throw new IllegalStateException(GENERAL + " is missing from the program: install it again");
            }
            return new Greetings(Wav.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(GENERAL + " can't be read: install the program again", e);
        }
    }

    /** Shared, not to be changed. */
    short[] general() {
        return general;
    }

    /** The mailbox's own greeting. */
    static short[] own(Path file) throws IOException {
        return Wav.read(file);
    }
}
