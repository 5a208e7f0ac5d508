package org.voiceport.sim;

/** Why a simulated phone couldn't register, or its call couldn't go on. The message is one line. */
public final class PhoneFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PhoneFailure(String what) {
        super(what);
    }
}
