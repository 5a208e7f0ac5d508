package org.voiceport.net;

import io.netty.buffer.ByteBufAllocator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.trust.TlsClient;

/**
 * What a link of a port is made with.
 *
 * @param tls what the port proves itself with and whom it trusts; null exactly if {@code mode} isn't secure
 * @param dscp of outgoing packets, 0 to 63
 * @param buffers every buffer of the links comes from it
 * @param served the call managers that have spoken on a link of this port so far; its links add to it, on its loop
 */
record LinkSettings(
        DeviceName device,
        SecurityMode mode,
        @Nullable TlsClient tls,
        Timings timings,
        int dscp,
        LinkTally tally,
        ByteBufAllocator buffers,
        Set<Server> served) {}
