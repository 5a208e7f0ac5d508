package org.voiceport.sim;

import java.net.InetSocketAddress;
import org.voiceport.event.DeviceName;

/**
 * Which way media goes in a simulated call manager's network: straight to who listens, or through something in between,
 * such as a media termination point, which passes on what comes to it. Asked on the call manager's thread; must not
 * block.
 */
@FunctionalInterface
public interface MediaPath {
    /** Nothing is in between. */
    MediaPath STRAIGHT = (sender, listener, listening) -> listening;

    /** Where {@code sender} is told to send what is for {@code listener}, who listens at {@code listening}. */
    InetSocketAddress towards(DeviceName sender, DeviceName listener, InetSocketAddress listening);
}
