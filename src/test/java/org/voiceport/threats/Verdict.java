package org.voiceport.threats;

/** What an attack showed of a promise. */
enum Verdict {
    /** It failed, as the chapter promises. */
    PROTECTED("protected"),
    /** It succeeded where the chapter says that this mode doesn't protect: so the attack is a real one. */
    EXPOSED("exposed"),
    /** It succeeded against a promise, or it failed where it must succeed and so proves nothing. */
    BROKEN("BROKEN");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    static Verdict of(Promise promise, Finding finding) {
        if (finding.succeeded() == promise.protects() || !finding.control().worked()) {
            return BROKEN;
        }
        return promise.protects() ? PROTECTED : EXPOSED;
    }

    @Override
    public String toString() {
        return word;
    }
}
