package org.voiceport.config;

/**
 * A host and a port on it.
 *
 * @param host IPv4 address or host name
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
