package org.voiceport.trust;

/** A CTL isn't put in force: why, and what could help. */
final class CtlRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What could help. */
    enum Remedy {
        /** Only another file: this one is broken, or not what it must be. */
        ANOTHER_FILE,
        /** What the advice says: a setting here or on the call manager. */
        SETTING,
        /** An administrator's word on this very file. */
        ACCEPTANCE,
        /** The same, or the signer in trust.signers. */
        ACCEPTANCE_OR_SIGNER
    }

    private final Remedy remedy;
    private final String todo;
    private final boolean malformed;

    /** @param why a sentence without its full stop in which the CTL is "it" */
    CtlRefusal(String why, Remedy remedy) {
        super(why);
        this.remedy = remedy;
        this.todo = "";
        this.malformed = false;
    }

    /** Another file is needed; {@code todo} says how to come by it. */
    CtlRefusal(String why, String todo) {
        super(why);
        this.remedy = Remedy.ANOTHER_FILE;
        this.todo = todo;
        this.malformed = false;
    }

    CtlRefusal(String why, Remedy remedy, String todo, CtlException cause) {
        super(why, cause);
        this.remedy = remedy;
        this.todo = todo;
        this.malformed = cause.kind() == CtlException.Kind.MALFORMED;
    }

    /** A sentence without its full stop in which the CTL is "it". */
    String why() {
        return String.valueOf(getMessage());
    }

    Remedy remedy() {
        return remedy;
    }

    /** Says how to come by another file, or which setting it is, if that is the remedy. */
    String todo() {
        return todo;
    }

    /** True if it is no CTL at all. */
    boolean malformed() {
        return malformed;
    }
}
