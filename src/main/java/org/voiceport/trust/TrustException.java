package org.voiceport.trust;

import org.voiceport.event.Fault;

/** Trust material of our own can't be used; {@link #fault()} names the file, the reason and what to do. */
public final class TrustException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public TrustException(Fault fault) {
        super(fault.line());
        this.fault = fault;
    }

    TrustException(Fault fault, Throwable cause) {
        super(fault.line(), cause);
        this.fault = fault;
    }

    static TrustException misconfigured(String what, String todo) {
        return new TrustException(new Fault.Misconfigured(what, todo));
    }

    static TrustException misconfigured(String what, String todo, Throwable cause) {
        return new TrustException(new Fault.Misconfigured(what, todo), cause);
    }

    /** What is wrong, and whose fault it is. */
    public Fault fault() {
        return fault;
    }
}
