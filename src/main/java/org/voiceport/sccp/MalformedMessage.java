package org.voiceport.sccp;

/** Bytes that are no SCCP message. The text names the message and the field, never the bytes themselves. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean framingLost;

    private MalformedMessage(String what, boolean framingLost) {
        super(what);
        this.framingLost = framingLost;
    }

    /** A length field that can't be right: where the next message begins is unknown, the connection must be closed. */
    static MalformedMessage framing(String what) {
        return new MalformedMessage(what, true);
    }

    /** A body that can't be read; the next message can. */
    static MalformedMessage body(String what) {
        return new MalformedMessage(what, false);
    }

    /** True if the connection can't be used any more. */
    public boolean framingLost() {
        return framingLost;
    }

    /** What is wrong, in one line. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
