/**
 * The sound of calls over UDP: sockets, pacing, RTP and SRTP streams, reordering, recording against the clock, RTCP.
 * Implements {@link org.voiceport.port.MediaEngine}. Everything of a stream belongs to the event loop of its port, so
 * there are no locks; only {@link org.voiceport.media.UdpPorts} is shared between loops.
 */
@NullMarked
package org.voiceport.media;

import org.jspecify.annotations.NullMarked;
