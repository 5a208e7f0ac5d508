/**
 * The connection between a port and a call manager: name resolution, TCP, TLS by {@code trust}, messages by {@code sccp}.
 * {@link org.voiceport.net.NettyDialer} makes the links of one port, {@link org.voiceport.net.EventLoops} are the threads
 * that all ports share, {@link org.voiceport.net.LoopTimers} their timers.
 *
 * <p>Everything of a link happens on the event loop of its port, so there are no locks. Only names are resolved
 * elsewhere, because that blocks.
 */
@NullMarked
package org.voiceport.net;

import org.jspecify.annotations.NullMarked;
