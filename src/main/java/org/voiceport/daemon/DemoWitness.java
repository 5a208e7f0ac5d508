package org.voiceport.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.voiceport.audio.Similarity;
import org.voiceport.audio.Wav;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.messaging.MessageStore;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.trust.Fingerprint;

/**
 * Compares what the daemon says of a call with what the call manager and the phone saw for themselves, and both with
 * what the port's mode demands.
 */
final class DemoWitness {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** What G.711 and lost ends leave of a perfect 1; different speech stays under 0.3. */
    private static final double ALIKE = 0.97;

    private static final String NONE = "-";

    private final DemoLab lab;
    private final DaemonProcess daemon;
    private final SimulatedCallManager callManager;
    private final List<Map<?, ?>> registered;
    private final short[] greeting;

    DemoWitness(DemoLab lab, DaemonProcess daemon, SimulatedCallManager callManager, List<Map<?, ?>> registered)
            throws IOException {
        this.lab = lab;
        this.daemon = daemon;
        this.callManager = callManager;
        this.registered = registered;
        this.greeting = Demo.resource("/org/voiceport/prompts/greeting.wav");
    }

    /** The row of a call that is over, after the daemon has logged its end. */
    DemoRow row(DemoCall call, short[] said, LeftMessage left) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        Map<?, ?> registration = registered.stream()
                .filter(line -> DemoLab.port(call.mode()).value().equals(line.get("voiceport.port")))
                .findFirst()
                .orElseThrow();
        String tls = fact(registration, "tls_version");
        String suite = fact(registration, "cipher_suite");
        String fingerprint = fact(registration, "peer_fingerprint");
        link(call.mode(), tls, suite, fingerprint, wrong);

        if (left.outcome() != LeftMessage.Outcome.LEFT) {
            wrong.add("the phone could not leave its message: " + left);
        }
        double heard = Similarity.compare(greeting, left.heard()).score();
        demand(heard >= ALIKE, "the phone didn't hear the greeting, similarity " + rounded(heard), wrong);

        Optional<Map<?, ?>> stored =
                daemon.await("MSG-001", line -> call.mailbox().equals(line.get("voiceport.mailbox")), LIMIT);
        String file = stored.map(line -> fact(line, "file")).orElse(NONE);
        double similarity = stored.isPresent() ? similarity(said, Path.of(file), wrong) : 0;
        demand(stored.isPresent(), "no message was stored in mailbox " + call.mailbox(), wrong);
        Optional<Map<?, ?>> ended = stored.isEmpty()
                ? Optional.empty()
                : daemon.await(
                        "CALL-006",
                        line -> Objects.equals(
                                        line.get("voiceport.port"), stored.get().get("voiceport.port"))
                                && Objects.equals(
                                        line.get("voiceport.call"), stored.get().get("voiceport.call")),
                        LIMIT);
        String media = ended.map(line -> media(call, line, left, wrong)).orElse(NONE);
        demand(ended.isPresent(), "the daemon logged no end of the call", wrong);
        long in = ended.map(line -> number(line, "packets_received")).orElse(0L);
        long out = ended.map(line -> number(line, "packets_sent")).orElse(0L);
        demand(in > 0 && out > 0, "media packets are missing: " + in + " in, " + out + " out", wrong);
        return new DemoRow(call, tls, suite, fingerprint, media, in, out, relative(file), similarity, heard, wrong);
    }

    private void link(SecurityMode mode, String tls, String suite, String fingerprint, List<String> wrong) {
        Optional<TlsFacts> seen = callManager.events().stream()
                .filter(SimEvent.Registered.class::isInstance)
                .map(SimEvent.Registered.class::cast)
                .filter(event -> event.device().equals(DemoLab.port(mode)))
                .findFirst()
                .flatMap(SimEvent.Registered::tls);
        if (!mode.secure()) {
            demand(tls.equals(NONE) && seen.isEmpty(), "TLS on a non-secure port", wrong);
            return;
        }
        demand(
                fingerprint.equals(Fingerprint.sha256(lab.callManager().certificate())),
                "another certificate than the call manager's",
                wrong);
        demand(
                seen.map(facts -> facts.protocol().equals(tls)
                                && facts.cipherSuite().equals(suite))
                        .orElse(false),
                "the call manager saw another link: " + seen,
                wrong);
        boolean clear = suite.contains("_WITH_NULL_");
        demand(clear == (mode == SecurityMode.AUTHENTICATED), suite + " on a port that is " + mode, wrong);
    }

    private String media(DemoCall call, Map<?, ?> ended, LeftMessage left, List<String> wrong) {
        MediaProtection receive = MediaProtection.valueOf(fact(ended, "receive"));
        MediaProtection transmit = MediaProtection.valueOf(fact(ended, "transmit"));
        demand(
                receive == call.demanded() && transmit == call.demanded(),
                "media " + receive + " in, " + transmit + " out, must be " + call.demanded(),
                wrong);
        demand(
                left.receive() == transmit && left.transmit() == receive,
                "the phone saw other media: " + left.receive() + " in, " + left.transmit() + " out",
                wrong);
        return receive == transmit ? receive.words() : receive.words() + " in, " + transmit.words() + " out";
    }

    private static double similarity(short[] said, Path file, List<String> wrong) throws IOException {
        short[] stored = Wav.read(new ByteArrayInputStream(MessageStore.wav(file)));
        double score = Similarity.compare(said, stored).score();
        demand(score >= ALIKE, "the stored message isn't what the phone said, similarity " + rounded(score), wrong);
        return score;
    }

    private String relative(String file) {
        Path path = Path.of(file);
        return !file.equals(NONE) && Files.exists(path) && path.startsWith(lab.directory())
                ? lab.directory().relativize(path).toString()
                : file;
    }

    private static void demand(boolean fulfilled, String otherwise, List<String> wrong) {
        if (!fulfilled) {
            wrong.add(otherwise);
        }
    }

    private static String fact(Map<?, ?> line, String name) {
        Object value = line.get("voiceport." + name);
        return value == null ? NONE : value.toString();
    }

    private static long number(Map<?, ?> line, String name) {
        return line.get("voiceport." + name) instanceof Number number ? number.longValue() : 0;
    }

    private static String rounded(double score) {
        return String.format(Locale.ROOT, "%.3f", score);
    }
}
