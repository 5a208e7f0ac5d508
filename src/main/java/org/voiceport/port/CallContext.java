package org.voiceport.port;

import java.net.InetAddress;

/**
 * What stays the same during one call.
 *
 * @param reference the call manager's reference
 * @param line line instance, 1 on a port
 * @param version SCCP version in use
 * @param local address announced for media
 * @param secondCallTold a second call is told once for each call, however often it rings
 */
record CallContext(
        PortSettings settings, int reference, int line, int version, InetAddress local, Once secondCallTold) {}
