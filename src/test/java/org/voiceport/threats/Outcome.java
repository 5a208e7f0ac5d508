package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/** One cell of the table. */
record Outcome(
        SecurityMode mode, Promise promised, String attempted, String observed, String control, Verdict verdict) {

    static Outcome of(SecurityMode mode, Promise promise, Finding finding) {
        return new Outcome(
                mode,
                promise,
                finding.tried(),
                finding.observed(),
                finding.control().words(),
                Verdict.of(promise, finding));
    }

    /** The attack couldn't be carried through, so it shows nothing. */
    static Outcome failed(SecurityMode mode, Promise promise, Throwable why) {
        return new Outcome(mode, promise, "", "the attack could not be carried through: " + why, "", Verdict.BROKEN);
    }

    /** True if this cell shows that the attack is one that works where nothing protects. */
    boolean isCounterCheck() {
        return verdict == Verdict.EXPOSED || (verdict == Verdict.PROTECTED && !control.isEmpty());
    }
}
