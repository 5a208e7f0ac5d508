package org.voiceport.daemon;

import java.net.InetAddress;
import java.util.stream.Collectors;
import org.voiceport.audio.Codec;
import org.voiceport.config.DaemonConfig;
import org.voiceport.port.PortSettings;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;

/** Turns the configuration's records into those of the rooms that don't know it. */
final class Mapping {
    private Mapping() {}

    static PortSettings settings(DaemonConfig config, DaemonConfig.Port port) {
        return new PortSettings(
                port.name(),
                port.securityMode(),
                port.roles().stream().map(Mapping::role).collect(Collectors.toSet()),
                port.callManagers().stream()
                        .map(server -> new Server(server.address(), server.port(), server.securePort()))
                        .toList(),
                config.protocol().version(),
                config.media().codecs().stream()
                        .map(codec -> Codec.of(codec.word()).orElseThrow())
                        .toList(),
                config.media().requireEncryption(),
                config.media().address().map(InetAddress.class::cast),
                timings(config.timings()));
    }

    private static PortSettings.Role role(DaemonConfig.Role role) {
        return switch (role) {
            case ANSWER -> PortSettings.Role.ANSWER;
            case NOTIFY -> PortSettings.Role.NOTIFY;
            case MWI -> PortSettings.Role.MWI;
        };
    }

    private static Timings timings(DaemonConfig.Timings timings) {
        return new Timings(
                timings.connect(),
                timings.tlsHandshake(),
                timings.registerAck(),
                timings.messageRest(),
                timings.answer(),
                timings.firstRetryLeast(),
                timings.firstRetryMost(),
                timings.retryMost(),
                timings.goodService(),
                timings.unregisterAck(),
                timings.callEnd(),
                timings.callInfo(),
                timings.mediaStart());
    }
}
