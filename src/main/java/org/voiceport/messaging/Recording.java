package org.voiceport.messaging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.voiceport.audio.Source;
import org.voiceport.audio.WavWriter;

/**
 * A message that is being spoken: a growing file in {@code tmp}. Ends as a message, as nothing, or, if it is only closed,
 * stays for {@link MessageStore#recover}. One thread.
 */
final class Recording implements Closeable {
    private final MessageStore store;
    private final Maildir maildir;
    private final String name;
    private final Envelope envelope;
    private final WavWriter sound;

    Recording(MessageStore store, Maildir maildir, String name, Envelope envelope, WavWriter sound) {
        this.store = store;
        this.maildir = maildir;
        this.name = name;
        this.envelope = envelope;
        this.sound = sound;
    }

    void write(short[] samples, int offset, int count) throws IOException {
        sound.write(samples, offset, count);
    }

    long samples() {
        return sound.samples();
    }

    long millis() {
        return sound.samples() * 1000 / Source.RATE;
    }

    /** Makes it a message; returns its file. */
    Path deliver() throws IOException {
        sound.close();
        return store.deliver(maildir, name, envelope, millis());
    }

    /** Leaves nothing of it. */
    void discard() throws IOException {
        try {
            sound.close();
        } finally {
            store.remove(maildir, name);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sound.close();
        } finally {
            store.left(name);
        }
    }
}
