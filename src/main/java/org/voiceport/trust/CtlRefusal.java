package org.voiceport.trust;

/** A CTL isn't put in force: why, and what could help. */
final class CtlRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What could help. */
    enum Remedy {
        /** Only another file: this one is broken, or not what it must be. */
        ANOTHER_FILE,
        /** An administrator's word on this very file. */
        ACCEPTANCE,
        /** The same, or the signer in trust.signers. */
        ACCEPTANCE_OR_SIGNER
    }

    private final Remedy remedy;
    private final String todo;
    private final boolean malformed;

    /** @param what goes on after the name of the file, such as {@code ": it is older"} */
    CtlRefusal(String what, Remedy remedy) {
        super(what);
        this.remedy = remedy;
        this.todo = "";
        this.malformed = false;
    }

    /** Another file is needed; {@code todo} says how to come by it. */
    CtlRefusal(String what, String todo) {
        super(what);
        this.remedy = Remedy.ANOTHER_FILE;
        this.todo = todo;
        this.malformed = false;
    }

    CtlRefusal(String what, String todo, CtlException cause) {
        super(what, cause);
        this.remedy = Remedy.ANOTHER_FILE;
        this.todo = todo;
        this.malformed = cause.kind() == CtlException.Kind.MALFORMED;
    }

    /** Goes on after the name of the file. */
    String what() {
        return String.valueOf(getMessage());
    }

    Remedy remedy() {
        return remedy;
    }

    /** Says how to come by another file, if that is the remedy. */
    String todo() {
        return todo;
    }

    /** True if it is no CTL at all. */
    boolean malformed() {
        return malformed;
    }
}
