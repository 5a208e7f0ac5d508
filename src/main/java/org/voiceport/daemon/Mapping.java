package org.voiceport.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voiceport.audio.Codec;
import org.voiceport.config.DaemonConfig;
import org.voiceport.port.PortSettings;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.TrustRule;

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
                port.protocol().version(),
                port.media().codecs().stream()
                        .map(codec -> Codec.of(codec.word()).orElseThrow())
                        .toList(),
                port.media().requireEncryption(),
                port.failover().reconnectToPreferred(),
                port.media().address().map(InetAddress.class::cast),
                timings(config.timings()));
    }

    /** What decides about the CTL at {@code ctlFile}; it advises commands that can be typed as they stand. */
    static CtlStore ctlStore(DaemonConfig config, Path ctlFile) {
        DaemonConfig.Trust trust = config.trust();
        return new CtlStore(
                ctlFile,
                new TrustRule(Set.copyOf(trust.signers()), trust.firstUse(), trust.allowSha1()),
                config.file());
    }

    /** The servers of {@code trust.tftp}, unresolved. */
    static List<InetSocketAddress> tftpServers(DaemonConfig config) {
        return config.trust().tftp().stream()
                .map(server -> InetSocketAddress.createUnresolved(server.host(), server.port()))
                .toList();
    }

    /** The names under which a TFTP server may have the CTL, in order. */
    static List<String> ctlNames(DaemonConfig config) {
        Stream<String> own = config.ports().stream()
                .filter(port ->
                        config.trust().deviceCtl() && port.securityMode().secure())
                .limit(1)
                .map(port -> "CTL" + port.name() + ".tlv");
        return Stream.concat(Stream.of(Ctl.FILE_NAME), own).toList();
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
                timings.mediaStart(),
                timings.seize(),
                timings.dialTone(),
                timings.digit(),
                timings.transfer(),
                timings.preferred(),
                timings.preserved());
    }
}
