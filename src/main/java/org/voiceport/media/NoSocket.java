package org.voiceport.media;

import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;

/** Media sockets could not be opened; says whose fault it is. */
final class NoSocket extends Exception {
    private final transient Fault fault;

    NoSocket(String what, String todo) {
        this(what, todo, null);
    }

    NoSocket(String what, String todo, @Nullable Throwable cause) {
        super(what, cause);
        this.fault = new Fault.Misconfigured(what, todo);
    }

    Fault fault() {
        return fault;
    }
}
