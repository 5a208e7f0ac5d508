package org.voiceport.port;

import org.voiceport.event.SecurityMode;

/**
 * A call manager that a port may register with.
 *
 * @param host IPv4 address or host name as configured
 * @param clearPort TCP port for SCCP in clear, 1 to 65535
 * @param securePort TCP port for SCCP over TLS, 1 to 65535
 */
public record Server(String host, int clearPort, int securePort) {
    /** The only TCP port that a port of this mode ever connects to. */
    public int portFor(SecurityMode mode) {
        return mode.secure() ? securePort : clearPort;
    }

    /** {@code host:port} for logs. */
    public String nameFor(SecurityMode mode) {
        return host + ":" + portFor(mode);
    }
}
