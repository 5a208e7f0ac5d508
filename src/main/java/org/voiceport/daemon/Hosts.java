package org.voiceport.daemon;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Host names as the ports resolve them: IPv4, as call managers' trust lists are. */
final class Hosts {
    private Hosts() {}

    /** The first IPv4 address of {@code host}, or empty if it has none. */
    static Optional<InetAddress> resolve(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .findFirst();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
