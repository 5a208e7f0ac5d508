package org.voiceport.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/**
 * What a daemon is made of, as its configuration and its trust material say; what happens to it the {@link Board} hears.
 *
 * @param configuration its file
 * @param callManagers of all ports together, in order of preference
 * @param ctl the certificate trust list in force; empty if there is none
 * @param weakened settings that make trust weaker than it could be
 * @param store of the built-in voicemail, if it is known how much room is left
 */
public record Setup(
        String configuration,
        List<Port> ports,
        List<CallManager> callManagers,
        Optional<Ctl> ctl,
        List<Weakened> weakened,
        Optional<Store> store) {
    /** The role of ports that take calls, as it is written in YAML. */
    static final String ANSWER = "answer";

    public Setup {
        ports = List.copyOf(ports);
        callManagers = List.copyOf(callManagers);
        weakened = List.copyOf(weakened);
    }

    /**
     * A configured port.
     *
     * @param roles as they are written in YAML
     * @param callManagers host names or addresses
     * @param certificate what it proves itself with; empty for a non-secure port, or if it can't be used
     */
    public record Port(
            DeviceName name,
            SecurityMode mode,
            List<String> roles,
            List<String> callManagers,
            Optional<Certificate> certificate) {
        public Port {
            roles = List.copyOf(roles);
            callManagers = List.copyOf(callManagers);
        }
    }

    /**
     * A port's certificate.
     *
     * @param fingerprint SHA-256 of the DER certificate, 64 lower-case hex digits
     */
    public record Certificate(String fingerprint, Instant validUntil) {}

    /** A configured call manager: host name or address, and its ports for SCCP in clear and over TLS. */
    public record CallManager(String address, int port, int securePort) {
        boolean is(String server) {
            return server.equals(address + ":" + port) || server.equals(address + ":" + securePort);
        }
    }

    /**
     * The certificate trust list in force.
     *
     * @param sha256 of the file, 64 lower-case hex digits
     * @param signer SHA-256 of the signer's certificate, likewise; empty if it isn't known
     * @param callManagers how many call-manager records it has
     * @param because why it is in force
     */
    public record Ctl(String file, String sha256, String signer, int callManagers, String because) {}

    /** A setting that makes trust weaker. */
    public record Weakened(String setting, String effect) {}

    /**
     * The message store.
     *
     * @param freeBytes that the daemon's user can still write there
     * @param isShort true if that is too little for new messages
     */
    public record Store(String path, long freeBytes, boolean isShort) {}
}
