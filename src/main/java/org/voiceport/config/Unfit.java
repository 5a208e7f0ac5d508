package org.voiceport.config;

/** A text doesn't have the form that it must have. Caught where the text's place in its file is known. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final String todo;

    Unfit(String what, String todo) {
        super(what, null, false, false);
        this.todo = todo;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String todo() {
        return todo;
    }
}
