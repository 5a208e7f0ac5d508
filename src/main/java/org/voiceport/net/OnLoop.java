package org.voiceport.net;

import io.netty.channel.EventLoop;

/** What belongs to an event loop may be touched only there; anything else is an error in the program. */
final class OnLoop {
    private OnLoop() {}

    static void require(EventLoop loop) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("called on thread "
                    + Thread.currentThread().getName() + ", but everything of a port belongs on its event loop");
        }
    }
}
