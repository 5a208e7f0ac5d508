package org.voiceport.daemon;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.voiceport.config.DaemonConfig;

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

    /** The call managers of all secure ports, with their addresses. */
    static Map<String, Optional<InetAddress>> callManagersOf(DaemonConfig config) {
        Map<String, Optional<InetAddress>> addresses = new LinkedHashMap<>();
        config.ports().stream()
                .filter(port -> port.securityMode().secure())
                .flatMap(port -> port.callManagers().stream())
                .map(DaemonConfig.CallManager::address)
                .forEach(host -> addresses.computeIfAbsent(host, Hosts::resolve));
        return addresses;
    }
}
