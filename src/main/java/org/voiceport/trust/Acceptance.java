package org.voiceport.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
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
 * @param timestamp its own
 * @param signers fingerprints of its SAST certificates: who may sign the next one
 */
record Acceptance(
        String sha256, Instant time, String because, CtlDigest digest, Instant timestamp, List<String> signers) {
    static final String FIRST_USE = "first use";

    private static final int MAX_FILE_LENGTH = 128 * 1024;
    private static final String TODO = "restore the file, or remove it and confirm the CTL with: voiceportd ctl accept";

    Acceptance {
        signers = List.copyOf(signers);
    }

    static Acceptance of(Ctl ctl, String because, Instant now) {
        return new Acceptance(
                ctl.sha256(),
                now.truncatedTo(ChronoUnit.SECONDS),
                because,
                ctl.digest(),
                ctl.timestamp(),
                ctl.sastFingerprints());
    }

    static Path fileFor(Path ctlFile) {
        return ctlFile.resolveSibling(ctlFile.getFileName() + ".accepted");
    }

    /** What is remembered for {@code ctlFile}, or empty if nothing was ever put in force. */
    static Optional<Acceptance> read(Path ctlFile) throws TrustException {
        Path file = fileFor(ctlFile);
        try {
            return Optional.of(parse(new String(PrivateFile.read(file, MAX_FILE_LENGTH), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw TrustException.misconfigured(file + " can't be read: " + Texts.oneLine(e), TODO, e);
        }
    }

    void write(Path ctlFile) throws IOException {
        PrivateFile.write(fileFor(ctlFile), text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        return """
                # The certificate trust list in force, as it was accepted. Written by voiceportd.
                sha256: %s
                time: %s
                because: %s
                digest: %s
                timestamp: %s
                signers: %s
                """.formatted(sha256, time, because, digest.name(), timestamp, String.join(" ", signers));
    }

    private static Acceptance parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (colon < 0
                    || values.put(
                                    line.substring(0, colon),
                                    line.substring(colon + 1).strip())
                            != null) {
                throw new IllegalArgumentException("unexpected line '" + Texts.oneLine(line) + "'");
            }
        }
        return new Acceptance(
                fingerprint(value(values, "sha256")),
                Instant.parse(value(values, "time")),
                value(values, "because"),
                CtlDigest.valueOf(value(values, "digest")),
                Instant.parse(value(values, "timestamp")),
                Arrays.stream(value(values, "signers").split(" +"))
                        .map(Acceptance::fingerprint)
                        .toList());
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }

    private static String fingerprint(String text) {
        return Fingerprint.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + Texts.oneLine(text) + "' is no SHA-256"));
    }
}
