package org.voiceport.port;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/**
 * How one port is configured.
 *
 * @param servers call managers in order of preference, at least one
 * @param protocolVersion highest SCCP version announced, 3 to 22
 * @param codecs in order of preference, at least one
 * @param requireEncryption true: a call whose media comes without keys, in one direction or both, is refused
 * @param reconnectToPreferred true: an idle port goes back to a call manager that comes before the one in use
 * @param mediaAddress address announced for media; empty for the local address of the connection
 */
public record PortSettings(
        DeviceName device,
        SecurityMode mode,
        Set<Role> roles,
        List<Server> servers,
        int protocolVersion,
        List<Codec> codecs,
        boolean requireEncryption,
        boolean reconnectToPreferred,
        Optional<InetAddress> mediaAddress,
        Timings timings) {
    /** What a port is used for. */
    public enum Role {
        ANSWER("answer"),
        NOTIFY("notify"),
        MWI("mwi");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As written in the configuration. */
        public String word() {
            return word;
        }
    }

    public PortSettings {
        roles = Set.copyOf(roles);
        servers = List.copyOf(servers);
        codecs = List.copyOf(codecs);
    }
}
