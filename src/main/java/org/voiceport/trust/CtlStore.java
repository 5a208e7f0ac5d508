package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;

/**
 * Decides whether the CTL at a path is in force. It is if its signature verifies and its FILENAME is right, and one of:
 * its signer is in {@code trust.signers}; exactly this file was accepted; a SAST of the CTL in force before signed it;
 * it is the first one and {@code trust.firstUse} is on. It never is if it is older than the one before or signed with a
 * weaker digest, unless an administrator accepted exactly this file.
 *
 * <p>{@link #judge} only reads. Who puts the CTL to use calls {@link #remember}, which makes the chain of trust go on
 * from it. Not for use by several threads at once.
 */
public final class CtlStore {
    private static final String ACCEPT =
            "compare the fingerprints with the call manager's (show ctl), then confirm with: voiceportd ctl accept";

    private final Path ctlFile;
    private final TrustRule rule;

    public CtlStore(Path ctlFile, TrustRule rule) {
        this.ctlFile = ctlFile;
        this.rule = rule;
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
            Ctl ctl = load();
            return judge(ctl, verified(ctl), Acceptance.read(ctlFile), now);
        } catch (TrustException e) {
            return new Verdict.Refused(ctlFile, e.fault());
        }
    }

    /**
     * Remembers this CTL as the one in force, in {@code <ctlFile>.accepted}. Does nothing if it already is.
     *
     * @throws TrustException if the file can't be written
     */
    public void remember(Verdict.InForce verdict) throws TrustException {
        String sha256 = verdict.ctl().sha256();
        if (Acceptance.read(ctlFile)
                .map(Acceptance::sha256)
                .filter(sha256::equals)
                .isEmpty()) {
            write(Acceptance.of(verdict.ctl(), verdict.because(), Instant.now()));
        }
    }

    /**
     * Puts the CTL at the path in force on an administrator's word, whoever signed it. The file must verify all the same.
     *
     * @return the verdict from now on
     * @throws TrustException if the file can't be used or the decision can't be written
     */
    public Verdict.InForce accept() throws TrustException {
        Ctl ctl = load();
        CtlRecord signer = verified(ctl);
        Instant now = Instant.now();
        Acceptance acceptance = Acceptance.of(ctl, "accepted by the administrator", now);
        write(acceptance);
        return inForce(ctl, signer, acceptance.because(), now);
    }

    private Verdict judge(Ctl ctl, CtlRecord signer, Optional<Acceptance> before, Instant now) {
        String signedBy = signer.fingerprint().orElseThrow();
        boolean pinned = rule.signers().contains(signedBy);
        if (before.isPresent() && before.get().sha256().equals(ctl.sha256())) {
            String because = before.get().because() + ", " + before.get().time();
            return inForce(ctl, signer, pinned ? "its signer is in trust.signers" : because, now);
        }
        if (before.isPresent()) {
            Optional<String> downgrade = downgrade(ctl, before.get());
            if (downgrade.isPresent()) {
                return untrusted("CTL " + ctlFile + ": " + downgrade.get());
            }
        }
        if (pinned) {
            return inForce(ctl, signer, "its signer is in trust.signers", now);
        }
        if (ended(signer, now)) {
            return untrusted("CTL " + ctlFile + ": the certificate of its signer, sha256 " + signedBy + ", ended on "
                    + notAfter(signer));
        }
        if (before.isPresent() && before.get().signers().contains(signedBy)) {
            return inForce(ctl, signer, "signed by a SAST of the CTL in force before", now);
        }
        if (before.isEmpty() && rule.firstUse()) {
            return inForce(ctl, signer, Acceptance.FIRST_USE, now);
        }
        return untrusted("CTL " + ctlFile + " is not in force: nobody has accepted its signer, sha256 " + signedBy);
    }

    private Verdict untrusted(String what) {
        return new Verdict.Refused(
                ctlFile, new Fault.Untrusted(what, ACCEPT + ", or name the signer in trust.signers"));
    }

    private Verdict.InForce inForce(Ctl ctl, CtlRecord signer, String because, Instant now) {
        List<TrustEvent.Weakened> weakened = new ArrayList<>();
        if (because.startsWith(Acceptance.FIRST_USE)) {
            weakened.add(new TrustEvent.Weakened(
                    "trust.firstUse", "the CTL " + ctlFile + " was trusted because it was the first one found"));
        }
        if (ctl.digest() == CtlDigest.SHA1) {
            weakened.add(new TrustEvent.Weakened("trust.allowSha1", "the CTL " + ctlFile + " is signed with SHA-1"));
        }
        if (ended(signer, now)) {
            weakened.add(new TrustEvent.Weakened(
                    "trust.ctlFile", "the certificate of the CTL's signer ended on " + notAfter(signer)));
        }
        for (String defect : ctl.defects()) {
            weakened.add(new TrustEvent.Weakened("trust.ctlFile", "CTL " + ctlFile + ", not used: " + defect));
        }
        return new Verdict.InForce(ctlFile, ctl, signer, because, weakened);
    }

    private static Optional<String> downgrade(Ctl ctl, Acceptance before) {
        if (ctl.timestamp().isBefore(before.timestamp())) {
            return Optional.of(
                    "it is older (" + ctl.timestamp() + ") than the one in force before (" + before.timestamp() + ")");
        }
        if (ctl.digest().weakerThan(before.digest())) {
            return Optional.of(
                    "it is signed with " + ctl.digest() + ", the one in force before with " + before.digest());
        }
        return Optional.empty();
    }

    private static boolean ended(CtlRecord signer, Instant now) {
        return now.isAfter(notAfter(signer));
    }

    private static Instant notAfter(CtlRecord signer) {
        return signer.certificate()
                .map(X509Certificate::getNotAfter)
                .orElseThrow()
                .toInstant();
    }

    private Ctl load() throws TrustException {
        byte[] bytes;
        try {
            bytes = PrivateFile.read(ctlFile, CtlReader.MAX_FILE_LENGTH);
        } catch (NoSuchFileException e) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " doesn't exist",
                    "get CTLFile.tlv from the call manager's TFTP server, or correct trust.ctlFile",
                    e);
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " can't be read: " + Texts.oneLine(e),
                    "correct trust.ctlFile or its permissions",
                    e);
        }
        try {
            return CtlReader.read(bytes);
        } catch (CtlException e) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " is no CTL file: " + e.getMessage(), "fetch it again from the call manager", e);
        }
    }

    private CtlRecord verified(Ctl ctl) throws TrustException {
        if (!ctl.fileName().equals(Ctl.FILE_NAME)) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " was signed as '" + ctl.fileName() + "', not as '" + Ctl.FILE_NAME + "'",
                    "fetch the " + Ctl.FILE_NAME + " of the cluster, not another signed file");
        }
        try {
            return rule.verifier().verify(ctl);
        } catch (CtlException e) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " doesn't verify: " + e.getMessage(),
                    e.kind() == CtlException.Kind.TOO_WEAK && ctl.digest() == CtlDigest.SHA1
                            ? "have the call manager sign with SHA-512, or set trust.allowSha1: true"
                            : "fetch it again from the call manager",
                    e);
        }
    }

    private void write(Acceptance acceptance) throws TrustException {
        try {
            acceptance.write(ctlFile);
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    acceptedFile(ctlFile) + " can't be written: " + Texts.oneLine(e),
                    "let the service's user write in that directory",
                    e);
        }
    }
}
