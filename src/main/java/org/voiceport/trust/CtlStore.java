package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CtlRules.Because;

/**
 * Decides whether the CTL at a path is in force, and keeps the last good one there. A CTL is in force if its signature
 * verifies and its FILENAME is right, and one of: its signer is in {@code trust.signers}; exactly this file was accepted;
 * a SAST of the CTL in force before signed it; it is the first one and {@code trust.firstUse} is on. It never is if it is
 * older than the one before, signed with a weaker digest or a smaller key, without a call manager, or was rolled back,
 * unless an administrator accepted exactly this file.
 *
 * <p>{@link #judge} and the lists only read. All else writes, in the directory of the CTL: the file itself, {@code
 * <ctlFile>.accepted} (what is remembered of it), {@code history/} and {@code quarantine/}. For any thread, and for
 * several processes at once: who writes holds a lock there.
 */
public final class CtlStore {
    private final CtlPlace place;
    private final CtlRules rules;
    private final CtlHistory history;
    private final CtlQuarantine quarantine;
    private final CtlAdvice advice;

    public CtlStore(Path ctlFile, TrustRule rule) {
        this(ctlFile, rule, Optional.empty());
    }

    /** @param configuration the file that says so, for the commands that are advised */
    public CtlStore(Path ctlFile, TrustRule rule, Path configuration) {
        this(ctlFile, rule, Optional.of(configuration));
    }

    private CtlStore(Path ctlFile, TrustRule rule, Optional<Path> configuration) {
        this.place = new CtlPlace(ctlFile);
        this.rules = new CtlRules(rule);
        this.history = new CtlHistory(place.directory(CtlHistory.DIRECTORY));
        this.quarantine = new CtlQuarantine(place.directory(CtlQuarantine.DIRECTORY));
        this.advice = new CtlAdvice(configuration);
    }

    /** Where what is remembered stands: {@code <ctlFile>.accepted}. */
    public static Path acceptedFile(Path ctlFile) {
        return Acceptance.fileFor(ctlFile);
    }

    /** The verdict on the file as it is now. Writes nothing. */
    public Verdict judge() {
        return judge(Instant.now());
    }

    Verdict judge(Instant now) {
        try {
            return judge(place.read(), now);
        } catch (TrustException e) {
            return new Verdict.Refused(place.ctlFile(), e.fault());
        }
    }

    private Verdict judge(CtlPlace.Snapshot snapshot, Instant now) {
        Path file = place.ctlFile();
        if (snapshot.file().isEmpty()) {
            return new Verdict.Refused(file, advice.missing(file));
        }
        try {
            SignedCtl signed = rules.verified(snapshot.file().get().shared());
            Optional<Acceptance> itself = snapshot.of(signed.ctl().sha256());
            String because = itself.isPresent()
                    ? rules.because(signed, itself.get())
                    : rules.because(signed, snapshot.accepted(), false, now);
            return inForce(signed, because, now);
        } catch (CtlRefusal e) {
            return new Verdict.Refused(file, advice.onOwnFile("CTL " + file, e));
        }
    }

    /**
     * Remembers this CTL as the one in force, in {@code <ctlFile>.accepted}. Does nothing if it already is, or if the file
     * is another one by now.
     *
     * @throws TrustException if the file can't be written
     */
    public void remember(Verdict.InForce verdict) throws TrustException {
        String sha256 = verdict.ctl().sha256();
        if (place.read()
                .accepted()
                .filter(memory -> memory.sha256().equals(sha256))
                .isEmpty()) {
            place.locked(() -> settled(Instant.now()));
        }
    }

    /**
     * Judges a CTL that was retrieved against the one in force, and puts it in force or in quarantine.
     *
     * @param source where it came from, such as {@code tftp://10.0.0.11:69/CTLFile.tlv}
     * @throws TrustException only if our own disk can't be used
     */
    public CtlDecision offer(byte[] file, String source, Instant now) throws TrustException {
        String sha256 = Fingerprint.sha256(file);
        return place.locked(() -> {
            CtlStanding standing = settled(now);
            if (standing.isInForce(sha256)) {
                return new CtlDecision.Unchanged(sha256);
            }
            try {
                SignedCtl signed = rules.verified(file);
                // The file that was accepted, but damaged or missing on our disk since.
                Optional<Acceptance> itself = standing.memoryOf(sha256);
                String because = itself.isPresent()
                        ? itself.get().because()
                        : rules.because(signed, standing.before(), true, now) + ", from " + Texts.oneLine(source);
                return new CtlDecision.Accepted(putInForce(signed, because, standing.rolledBack(), now), source);
            } catch (CtlRefusal e) {
                return refused(e, file, source, standing, now);
            }
        });
    }

    /**
     * What offering these bytes would come to. Writes nothing.
     *
     * @param name of the file, for messages
     */
    public Verdict weigh(byte[] file, String name) {
        Instant now = Instant.now();
        try {
            CtlPlace.Snapshot snapshot = place.read();
            SignedCtl signed = rules.verified(file);
            CtlStanding standing = CtlStanding.of(snapshot, judge(snapshot, now), now);
            Optional<Acceptance> itself = standing.memoryOf(signed.ctl().sha256());
            String because = itself.isPresent()
                    ? rules.because(signed, itself.get())
                    : rules.because(signed, standing.before(), true, now);
            return inForce(signed, because, now);
        } catch (CtlRefusal e) {
            return new Verdict.Refused(
                    place.ctlFile(), advice.offered("CTL " + name + ": " + e.why(), e, Optional.of(Path.of(name))));
        } catch (TrustException e) {
            return new Verdict.Refused(place.ctlFile(), e.fault());
        }
    }

    /**
     * Puts the CTL at the path in force on an administrator's word, whoever signed it. The file must verify all the same.
     *
     * @return the verdict from now on
     * @throws TrustException if the file can't be used or the decision can't be written
     */
    public Verdict.InForce accept() throws TrustException {
        Octets file = place.read().file().orElseThrow(() -> new TrustException(advice.missing(place.ctlFile())));
        return accept(file.shared(), place.ctlFile().toString());
    }

    /**
     * Puts these bytes in force on an administrator's word, in place of the file that is there.
     *
     * @param name of the file, for messages
     * @return the verdict from now on
     * @throws TrustException if the file can't be used or the decision can't be written
     */
    public Verdict.InForce accept(byte[] file, String name) throws TrustException {
        Instant now = Instant.now();
        return place.locked(() -> {
            try {
                SignedCtl signed = rules.verified(file);
                List<String> rolledBack = new ArrayList<>(settled(now).rolledBack());
                rolledBack.remove(signed.ctl().sha256());
                return putInForce(signed, Because.ADMINISTRATOR, rolledBack, now);
            } catch (CtlRefusal e) {
                throw new TrustException(advice.onOwnFile("CTL " + name, e));
            }
        });
    }

    /**
     * Puts the CTL before the one in force back; the one left behind is never taken again by itself.
     *
     * @return the verdict from now on
     * @throws TrustException if there is none before, or it can't be used any more
     */
    public Verdict.InForce rollback() throws TrustException {
        Instant now = Instant.now();
        return place.locked(() -> {
            CtlStanding standing = settled(now);
            Optional<Acceptance> left = standing.inForce() ? standing.before() : Optional.empty();
            CtlHistory.Entry entry = history.before(left, standing.rolledBack())
                    .orElseThrow(() -> new TrustException(advice.noneBefore(place.ctlFile())));
            try {
                SignedCtl signed = rules.verified(history.bytes(entry).shared());
                List<String> rolledBack = new ArrayList<>(standing.rolledBack());
                left.ifPresent(memory -> rolledBack.add(0, memory.sha256()));
                Acceptance acceptance = Acceptance.of(signed, Because.ROLLBACK, now, rolledBack);
                place.put(signed.ctl().file(), acceptance);
                return inForce(signed, acceptance.because(), now);
            } catch (CtlRefusal e) {
                throw new TrustException(advice.onOwnFile("CTL " + entry.file(), e));
            }
        });
    }

    /** The CTLs that are or were in force, the newest first. */
    public List<FormerCtl> history() throws TrustException {
        CtlPlace.Snapshot snapshot = place.read();
        String now = judge(snapshot, Instant.now()) instanceof Verdict.InForce inForce
                ? inForce.ctl().sha256()
                : "";
        List<String> rolledBack =
                snapshot.accepted().map(Acceptance::rolledBack).orElse(List.of());
        List<FormerCtl> all = new ArrayList<>();
        for (CtlHistory.Entry entry : history.entries()) {
            String sha256 = entry.acceptance().sha256();
            boolean inForce = sha256.equals(now);
            // One that was put back is in force since then.
            Acceptance memory = inForce ? snapshot.of(sha256).orElse(entry.acceptance()) : entry.acceptance();
            all.add(
                    0,
                    new FormerCtl(
                            entry.file(),
                            memory.time(),
                            sha256,
                            memory.because(),
                            memory.timestamp(),
                            inForce,
                            rolledBack.contains(sha256)));
        }
        return all;
    }

    /** The CTLs that were refused, the newest first. */
    public List<QuarantinedCtl> quarantined() throws TrustException {
        try {
            List<QuarantinedCtl> all = new ArrayList<>();
            quarantine.all().forEach(ctl -> all.add(0, ctl));
            return all;
        } catch (IOException e) {
            throw place.unusable(e);
        }
    }

    /** How things stand; under the lock. What was put there by hand and is in force is remembered first. */
    private CtlStanding settled(Instant now) throws TrustException {
        CtlPlace.Snapshot snapshot = place.read();
        CtlStanding standing = CtlStanding.of(snapshot, judge(snapshot, now), now);
        if (standing.inForce() && snapshot.file().isPresent()) {
            Octets file = snapshot.file().get();
            Acceptance memory = standing.before().orElseThrow();
            if (!snapshot.accepted().equals(standing.before())) {
                place.put(file, memory);
            }
            hold(file, memory);
        }
        return standing;
    }

    private void hold(Octets file, Acceptance memory) {
        try {
            history.hold(file, memory);
        } catch (IOException | TrustException e) {
            // A copy less to roll back to is no reason to keep a newer CTL out.
            return;
        }
    }

    private Verdict.InForce putInForce(SignedCtl signed, String because, List<String> rolledBack, Instant now)
            throws TrustException {
        Acceptance acceptance = Acceptance.of(signed, because, now, rolledBack);
        place.put(signed.ctl().file(), acceptance);
        Verdict.InForce verdict = inForce(signed, because, now);
        try {
            history.add(signed.ctl().file(), acceptance);
            quarantine.release(signed.ctl().sha256());
            return verdict;
        } catch (IOException | TrustException e) {
            // It is in force all the same; who puts it to use must hear both.
            return verdict.and(new TrustEvent.Weakened(
                    "trust.ctlFile", "'voiceportd ctl rollback' can't bring this CTL back later: " + Texts.oneLine(e)));
        }
    }

    private CtlDecision.Refused refused(
            CtlRefusal refusal, byte[] file, String source, CtlStanding standing, Instant now) {
        // Without the source: the same file from another server is no news.
        String reason = refusal.why() + (standing.inForce() ? "; the one in force stays" : "; no CTL is in force");
        String from = Texts.oneLine(source);
        String what = "the CTL from " + from + ": " + reason;
        QuarantinedCtl refused = new QuarantinedCtl(Optional.empty(), from, now, Fingerprint.sha256(file), reason, "");
        Optional<Octets> bytes =
                file.length <= CtlReader.MAX_FILE_LENGTH ? Optional.of(Octets.of(file)) : Optional.empty();
        try {
            CtlQuarantine.Kept kept = quarantine.keep(refused, bytes, path -> advice.onOffered(refusal, path));
            Fault fault = advice.offered(what, refusal, kept.file());
            return new CtlDecision.Refused(fault, source, refused.sha256(), kept.file(), kept.news());
        } catch (IOException e) {
            Fault fault =
                    advice.offered(what + "; it could not be kept: " + Texts.oneLine(e), refusal, Optional.empty());
            return new CtlDecision.Refused(fault, source, refused.sha256(), Optional.empty(), true);
        }
    }

    private Verdict.InForce inForce(SignedCtl signed, String because, Instant now) {
        return new Verdict.InForce(
                place.ctlFile(),
                signed.ctl(),
                signed.signer(),
                because,
                rules.weakened("CTL " + place.ctlFile(), signed, because, now));
    }
}
