package org.voiceport.port;

import java.util.function.Consumer;

/** The messaging application behind the ports. */
@FunctionalInterface
public interface CallHandler {
    /**
     * A call rings at a port. Called on the port's owner thread: must return at once and not block.
     *
     * @return who hears what happens in the call, on the same thread
     */
    Consumer<CallEvent> offered(Call call);
}
