package org.voiceport.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of the CTL that was last put in force, as lines {@code key: value} in {@code <ctlFile>.accepted}:
 * enough to know it again, to trust its successor, and to refuse an older or weaker one.
 *
 * @param sha256 of the whole file
 * @param time when it was put in force
 * @param because why
 * @param digest under its signature
 * @param signerBits size of the RSA key that signed it, 0 if that isn't known
 * @param timestamp its own
 * @param signers fingerprints of its SAST certificates: who may sign the next one
 * @param rolledBack SHA-256 of CTLs that were left behind by a rollback and never come back by themselves, the last first
 */
record Acceptance(
        String sha256,
        Instant time,
        String because,
        CtlDigest digest,
        int signerBits,
        Instant timestamp,
        List<String> signers,
        List<String> rolledBack) {
    private static final int MAX_FILE_LENGTH = 128 * 1024;
    private static final int MOST_ROLLED_BACK = 100;
    private static final String TODO = "restore the file, or remove it and confirm the CTL with: voiceportd ctl accept";

    Acceptance {
        signers = List.copyOf(signers);
        rolledBack = rolledBack.stream().distinct().limit(MOST_ROLLED_BACK).toList();
    }

    static Acceptance of(SignedCtl signed, String because, Instant now, List<String> rolledBack) {
        Ctl ctl = signed.ctl();
        return new Acceptance(
                ctl.sha256(),
                now.truncatedTo(ChronoUnit.SECONDS),
                because,
                ctl.digest(),
                signed.signerBits(),
                ctl.timestamp(),
                ctl.sastFingerprints(),
                rolledBack);
    }

    /** The same with what was not remembered by the first versions of this file. */
    Acceptance withSignerBits(int bits) {
        return new Acceptance(sha256, time, because, digest, bits, timestamp, signers, rolledBack);
    }

    static Path fileFor(Path ctlFile) {
        return ctlFile.resolveSibling(ctlFile.getFileName() + ".accepted");
    }

    /** The text of a file that {@link #write} wrote. */
    static Acceptance parse(String text) {
        Map<String, String> values = NoteLines.parse(text);
        return new Acceptance(
                fingerprint(NoteLines.value(values, "sha256")),
                NoteLines.time(values, "time"),
                NoteLines.value(values, "because"),
                CtlDigest.valueOf(NoteLines.value(values, "digest")),
                Integer.parseInt(values.getOrDefault("signerBits", "0")),
                NoteLines.time(values, "timestamp"),
                fingerprints(NoteLines.value(values, "signers")),
                fingerprints(values.getOrDefault("rolledBack", "")));
    }

    /** What is remembered in {@code file}, or empty if it doesn't exist. */
    static Optional<Acceptance> read(Path file) throws TrustException {
        try {
            return Optional.of(parse(new String(PrivateFile.read(file, MAX_FILE_LENGTH), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw TrustException.misconfigured(file + " can't be read: " + Texts.oneLine(e), TODO, e);
        }
    }

    void write(Path file) throws IOException {
        PrivateFile.write(file, text().getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return """
                # The certificate trust list in force, as it was accepted. Written by voiceportd.
                sha256: %s
                time: %s
                because: %s
                digest: %s
                signerBits: %d
                timestamp: %s
                signers: %s
                rolledBack: %s
                """.formatted(
                        sha256,
                        time,
                        because,
                        digest.name(),
                        signerBits,
                        timestamp,
                        String.join(" ", signers),
                        String.join(" ", rolledBack));
    }

    private static List<String> fingerprints(String text) {
        return Arrays.stream(text.split(" +"))
                .filter(word -> !word.isEmpty())
                .map(Acceptance::fingerprint)
                .toList();
    }

    private static String fingerprint(String text) {
        return Fingerprint.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + Texts.oneLine(text) + "' is no SHA-256"));
    }
}
