package org.voiceport.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The spoken resources. */
enum Prompt {
    GREETING("/org/voiceport/prompts/greeting.wav"),
    ALICE("/org/voiceport/demo/caller-alice.wav"),
    BOB("/org/voiceport/demo/caller-bob.wav"),
    CAROL("/org/voiceport/demo/caller-carol.wav");

    private final String path;

    Prompt(String path) {
        this.path = path;
    }

    short[] samples() throws IOException {
        try (InputStream in = open()) {
            return Wav.read(in);
        }
    }

    byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    private InputStream open() {
        return Objects.requireNonNull(Prompt.class.getResourceAsStream(path), path);
    }
}
