package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.trust.Signers.CLONE;
import static org.voiceport.trust.Signers.ONE;
import static org.voiceport.trust.Signers.SMALL;
import static org.voiceport.trust.Signers.STRANGER;
import static org.voiceport.trust.Signers.TWO;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated sequences of offers, acceptances, rollbacks and crashes, against a model that is as simple as the rules are
 * told. A CTL is in force only if the model says so, and once one is, one always is. The seed is the name of the test.
 */
class CtlModelTest {
    private static final int SEQUENCES = 40;
    private static final int STEPS = 24;
    private static final List<Paper> PAPERS = papers();

    private static final Map<String, Integer> REACHED = new ConcurrentHashMap<>();

    @TempDir
    Path directory = Path.of(".");

    /** A file, and what of it the rules speak about. */
    private record Paper(Octets file, Signers.Sheet sheet, Identity signer, boolean whole) {
        byte[] bytes() {
            return file.toArray();
        }

        String sha256() {
            return Fingerprint.sha256(bytes());
        }

        boolean readable(boolean sha1) {
            return whole && sheet.signers().contains(signer) && (sha1 || sheet.digest() != CtlDigest.SHA1);
        }

        int bits() {
            return signer == SMALL ? 1024 : 2048;
        }

        @Override
        public String toString() {
            return "age " + sheet.age() + " " + sheet.digest() + " by "
                    + signer.certificate().getSerialNumber() + (whole ? "" : " broken");
        }
    }

    private static List<Paper> papers() {
        List<Paper> papers = new ArrayList<>();
        List<Identity> good = List.of(ONE, TWO, SMALL);
        for (int age = 0; age < 10; age++) {
            for (Identity signer : good) {
                papers.add(paper(Signers.sheet(age, ONE, TWO, SMALL), signer));
            }
            papers.add(paper(Signers.sheet(age, ONE, TWO), ONE));
            papers.add(paper(Signers.sheet(age, ONE), ONE));
            papers.add(paper(Signers.sheet(age, SMALL), SMALL));
            papers.add(paper(Signers.sheet(age, ONE, TWO).with(CtlDigest.SHA512), TWO));
            papers.add(paper(Signers.sheet(age, ONE, TWO).with(CtlDigest.SHA1), TWO));
            papers.add(paper(Signers.sheet(age, CLONE), CLONE));
            papers.add(paper(Signers.sheet(age, ONE, STRANGER), STRANGER));
            papers.add(paper(Signers.sheet(age, ONE, TWO).withoutCallManager(), ONE));
            papers.add(paper(Signers.sheet(age, ONE, TWO).named("ITLFile.tlv"), ONE));
            Paper broken = paper(Signers.sheet(age, ONE, TWO), ONE);
            byte[] bytes = broken.bytes();
            bytes[bytes.length - 20 - age] ^= 4;
            papers.add(new Paper(Octets.of(bytes), broken.sheet, ONE, false));
        }
        return papers;
    }

    private static Paper paper(Signers.Sheet sheet, Identity signer) {
        return new Paper(Octets.of(sheet.signedBy(signer)), sheet, signer, true);
    }

    /** What the rules say, as docs/trust.md tells them. */
    private static final class Model {
        private final Set<Identity> pins;
        private final boolean firstUse;
        private final boolean sha1;
        private final Map<String, Paper> history = new LinkedHashMap<>();
        private final Set<String> rolledBack = new HashSet<>();
        private @Nullable Paper inForce;

        Model(Set<Identity> pins, boolean firstUse, boolean sha1) {
            this.pins = pins;
            this.firstUse = firstUse;
            this.sha1 = sha1;
        }

        TrustRule rule() {
            return new TrustRule(
                    Set.copyOf(pins.stream().map(Signers::fingerprint).toList()), firstUse, sha1);
        }

        boolean takes(Paper offered) {
            Paper before = inForce;
            if (!offered.readable(sha1)
                    || !offered.sheet.callManager()
                    || !offered.sheet.name().equals("CTLFile.tlv")
                    || rolledBack.contains(offered.sha256())) {
                return false;
            }
            if (before == null) {
                return pins.contains(offered.signer) || firstUse;
            }
            return offered.sheet.age() >= before.sheet.age()
                    && offered.sheet.digest().compareTo(before.sheet.digest()) >= 0
                    && offered.bits() >= before.bits()
                    && (pins.contains(offered.signer) || before.sheet.signers().contains(offered.signer));
        }

        void inForce(Paper paper) {
            inForce = paper;
            history.remove(paper.sha256());
            history.put(paper.sha256(), paper);
        }

        /** The one before; null if there is none. */
        @Nullable
        Paper before() {
            Paper last = null;
            for (Paper paper : history.values()) {
                if (!paper.equals(inForce) && !rolledBack.contains(paper.sha256())) {
                    last = paper;
                }
            }
            return last;
        }
    }

    @TestFactory
    Stream<DynamicTest> a_ctl_is_in_force_only_if_the_model_says_so() {
        return IntStream.rangeClosed(1, SEQUENCES).mapToObj(seed -> dynamicTest("seed " + seed, () -> run(seed)));
    }

    /** Or the sequences were too tame to mean anything. */
    @AfterAll
    static void everything_happened() {
        for (String what : List.of("unchanged", "accepted", "refused", "by hand", "rolled back", "cut off")) {
            assertTrue(REACHED.getOrDefault(what, 0) >= 10, REACHED::toString);
        }
    }

    private static void reached(String what) {
        REACHED.merge(what, 1, Integer::sum);
    }

    private void run(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model(
                random.nextInt(3) == 0 ? Set.of(ONE) : Set.of(), random.nextInt(3) == 0, random.nextBoolean());
        Path file = directory.resolve("seed" + seed).resolve("CTLFile.tlv");
        for (int step = 0; step < STEPS; step++) {
            // Mostly near the age of the one in force, or the first newest one would end the story.
            int age = model.inForce == null ? 0 : model.inForce.sheet.age();
            Paper paper = PAPERS.get(random.nextInt(PAPERS.size()));
            if (model.inForce != null && random.nextInt(10) == 0) {
                paper = model.inForce;
            }
            while (Math.abs(paper.sheet.age() - age) > 2) {
                paper = PAPERS.get(random.nextInt(PAPERS.size()));
            }
            CtlStore store = new CtlStore(file, model.rule());
            switch (random.nextInt(10)) {
                case 0 -> accept(store, model, paper);
                case 1 -> rollback(store, model);
                case 2 -> crash(file, model, paper, random.nextInt(4));
                default -> offer(store, model, paper);
            }
            agree(file, model, paper);
        }
    }

    private static void offer(CtlStore store, Model model, Paper paper) throws TrustException {
        CtlDecision decision = store.offer(paper.bytes(), "tftp://192.0.2.10:69/CTLFile.tlv", Instant.now());
        if (paper.equals(model.inForce)) {
            reached("unchanged");
            assertInstanceOf(CtlDecision.Unchanged.class, decision);
        } else if (model.takes(paper)) {
            reached("accepted");
            assertInstanceOf(CtlDecision.Accepted.class, decision, paper::toString);
            model.inForce(paper);
        } else {
            reached("refused");
            CtlDecision.Refused refused = assertInstanceOf(CtlDecision.Refused.class, decision, paper::toString);
            assertEquals(refused.news(), refused.event().isPresent());
        }
    }

    private static void accept(CtlStore store, Model model, Paper paper) throws TrustException {
        if (paper.readable(model.sha1)) {
            reached("by hand");
            store.accept(paper.bytes(), "paper");
            model.rolledBack.remove(paper.sha256());
            model.inForce(paper);
        } else {
            assertThrows(TrustException.class, () -> store.accept(paper.bytes(), "paper"));
        }
    }

    private static void rollback(CtlStore store, Model model) throws TrustException {
        Paper before = model.before();
        if (before == null) {
            assertThrows(TrustException.class, store::rollback);
            return;
        }
        reached("rolled back");
        store.rollback();
        model.rolledBack.add(Objects.requireNonNull(model.inForce).sha256());
        model.inForce = before;
    }

    /** A daemon that dies while it puts an offered one in force. */
    private static void crash(Path file, Model model, Paper paper, int steps) throws Exception {
        if (paper.equals(model.inForce) || !model.takes(paper)) {
            return;
        }
        reached("cut off");
        CtlPlace place = new CtlPlace(file);
        List<String> rolledBack =
                place.read().accepted().map(Acceptance::rolledBack).orElse(List.of());
        SignedCtl signed = new CtlRules(model.rule()).verified(paper.bytes());
        Acceptance acceptance = Acceptance.of(signed, CtlRules.Because.CHAIN, Instant.now(), rolledBack);
        for (CtlPlace.Step step : place.steps(paper.file, acceptance).subList(0, steps)) {
            step.run();
        }
        if (steps >= 2) {
            model.inForce(paper);
            // Whoever starts next remembers it.
            CtlStore store = new CtlStore(file, model.rule());
            store.offer(paper.bytes(), "tftp://192.0.2.10:69/CTLFile.tlv", Instant.now());
        }
    }

    private static void agree(Path file, Model model, Paper last) throws Exception {
        CtlStore store = new CtlStore(file, model.rule());
        Verdict verdict = store.judge();
        if (model.inForce == null) {
            assertInstanceOf(Verdict.Refused.class, verdict, last::toString);
        } else {
            assertEquals(
                    model.inForce.sha256(),
                    assertInstanceOf(Verdict.InForce.class, verdict, last::toString)
                            .ctl()
                            .sha256(),
                    last::toString);
            assertArrayEquals(model.inForce.bytes(), Files.readAllBytes(file));
        }
        assertTrue(store.quarantined().size() <= 20);
        assertTrue(store.history().size() <= 10);
    }
}
