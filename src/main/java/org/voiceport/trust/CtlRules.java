package org.voiceport.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.TrustEvent;

/** The rules by which a CTL comes in force. Whoever refuses says why; nothing is read or written here. */
final class CtlRules {
    private static final String AGAIN = "fetch it again from the call manager";
    private static final String STRONGER = "have the call manager sign with SHA-512, or set trust.allowSha1: true";

    private final TrustRule rule;

    CtlRules(TrustRule rule) {
        this.rule = rule;
    }

    /** The CTL in these bytes, if it is whole and unchanged since it was signed, and signed well enough. */
    SignedCtl verified(byte[] file) throws CtlRefusal {
        Ctl ctl;
        try {
            ctl = CtlReader.read(file);
        } catch (CtlException e) {
            throw new CtlRefusal("it is no CTL file: " + e.getMessage(), CtlRefusal.Remedy.ANOTHER_FILE, AGAIN, e);
        }
        try {
            return new SignedCtl(ctl, rule.verifier().verify(ctl));
        } catch (CtlException e) {
            String what = "it doesn't verify: " + e.getMessage();
            if (e.kind() == CtlException.Kind.TOO_WEAK && ctl.digest() == CtlDigest.SHA1) {
                throw new CtlRefusal(what, CtlRefusal.Remedy.SETTING, STRONGER, e);
            }
            throw new CtlRefusal(what, CtlRefusal.Remedy.ANOTHER_FILE, AGAIN, e);
        }
    }

    /** Why a CTL that was accepted before goes on being in force. */
    String because(SignedCtl signed, Acceptance itself) {
        return pinned(signed) ? Because.SIGNER : itself.because() + ", " + itself.time();
    }

    /**
     * Why a CTL comes in force that wasn't before.
     *
     * @param before the one in force before, if there was one
     * @param offered true if nobody put it there by hand
     */
    String because(SignedCtl signed, Optional<Acceptance> before, boolean offered, Instant now) throws CtlRefusal {
        named(signed.ctl());
        if (before.isPresent()) {
            notWeaker(signed, before.get());
        }
        if ((before.isPresent() || offered) && signed.ctl().usableCallManagers().isEmpty()) {
            throw new CtlRefusal("it has no call-manager record that could be used", CtlRefusal.Remedy.ACCEPTANCE);
        }
        if (pinned(signed)) {
            return Because.SIGNER;
        }
        if (signed.signerEnded(now)) {
            throw new CtlRefusal(
                    "the certificate of its signer, sha256 " + signed.signedBy() + ", ended on " + signed.signerEnd(),
                    CtlRefusal.Remedy.ACCEPTANCE_OR_SIGNER);
        }
        if (before.isPresent() && before.get().signers().contains(signed.signedBy())) {
            return Because.CHAIN;
        }
        if (before.isEmpty() && rule.firstUse()) {
            return Because.FIRST_USE;
        }
        throw new CtlRefusal(
                "nobody has accepted its signer, sha256 " + signed.signedBy(), CtlRefusal.Remedy.ACCEPTANCE_OR_SIGNER);
    }

    /** What makes the trust in a CTL in force weaker than it could be. */
    List<TrustEvent.Weakened> weakened(String name, SignedCtl signed, String because, Instant now) {
        List<TrustEvent.Weakened> all = new ArrayList<>();
        if (because.startsWith(Because.FIRST_USE)) {
            all.add(new TrustEvent.Weakened(
                    "trust.firstUse", "the " + name + " was trusted because it was the first one found"));
        } else if (rule.firstUse()) {
            all.add(new TrustEvent.Weakened(
                    "trust.firstUse",
                    "without a CTL in force, the first one found would be trusted, whoever signed it"));
        }
        if (signed.ctl().digest() == CtlDigest.SHA1) {
            all.add(new TrustEvent.Weakened("trust.allowSha1", "the " + name + " is signed with SHA-1"));
        }
        if (signed.signerEnded(now)) {
            all.add(new TrustEvent.Weakened(
                    "trust.ctlFile", "the certificate of the CTL's signer ended on " + signed.signerEnd()));
        }
        if (!signed.ctl().fileName().equals(Ctl.FILE_NAME)) {
            all.add(new TrustEvent.Weakened(
                    "trust.ctlFile", name + " " + wrongName(signed.ctl()) + ", but was accepted as it is"));
        }
        for (String defect : signed.ctl().defects()) {
            all.add(new TrustEvent.Weakened("trust.ctlFile", name + ", not used: " + defect));
        }
        return all;
    }

    private static String wrongName(Ctl ctl) {
        return "was signed as '" + Texts.oneLine(ctl.fileName()) + "', not as '" + Ctl.FILE_NAME + "'";
    }

    private boolean pinned(SignedCtl signed) {
        return rule.signers().contains(signed.signedBy());
    }

    private static void named(Ctl ctl) throws CtlRefusal {
        if (!ctl.fileName().equals(Ctl.FILE_NAME)) {
            throw new CtlRefusal(
                    "it " + wrongName(ctl), "fetch the " + Ctl.FILE_NAME + " of the cluster, not another signed file");
        }
    }

    private static void notWeaker(SignedCtl signed, Acceptance before) throws CtlRefusal {
        Ctl ctl = signed.ctl();
        if (before.rolledBack().contains(ctl.sha256())) {
            throw weaker("it was left behind by a rollback");
        }
        if (ctl.timestamp().isBefore(before.timestamp())) {
            throw weaker(
                    "it is older (" + ctl.timestamp() + ") than the one in force before (" + before.timestamp() + ")");
        }
        if (ctl.digest().weakerThan(before.digest())) {
            throw weaker("it is signed with " + ctl.digest() + ", the one in force before with " + before.digest());
        }
        if (signed.signerBits() < before.signerBits()) {
            throw weaker("its signer's key has " + signed.signerBits() + " bits, the one of the CTL in force before "
                    + before.signerBits());
        }
    }

    private static CtlRefusal weaker(String why) {
        return new CtlRefusal(why, CtlRefusal.Remedy.ACCEPTANCE);
    }

    /** Words for why a CTL is in force; they are remembered with it. */
    static final class Because {
        static final String SIGNER = "its signer is in trust.signers";
        static final String CHAIN = "signed by a SAST of the CTL in force before";
        static final String FIRST_USE = "first use";
        static final String ADMINISTRATOR = "accepted by the administrator";
        static final String ROLLBACK = "put back by the administrator";

        private Because() {}
    }
}
