package org.voiceport.port;

import java.util.function.Consumer;

/** Who has a call made. One of the two methods is called once, on the port's owner thread: take note and return. */
public interface OutgoingHandler {
    /**
     * The call manager has given a line; dialling begins.
     *
     * @return who hears what happens in the call, on the same thread
     */
    Consumer<CallEvent> begun(Call call);

    /** Nothing was dialled. */
    void notMade(NoCall why);
}
