package org.voiceport.config;

import java.net.Inet4Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/**
 * Everything that is configured, checked and with defaults filled in. {@code config/voiceportd.yaml} says what each key
 * means. Paths are resolved against the directory of the file that names them; that they exist is not checked here.
 *
 * @param file the file that it was read from
 * @param callManagers in order of preference, at least one
 * @param ports one entry per device, ranges spelt out, at least one, names unique
 * @param identity present if any port is secure
 * @param mwi present if any port has the role {@code mwi}
 * @param control Unix domain socket for commands; empty if off
 */
public record DaemonConfig(
        Path file,
        List<CallManager> callManagers,
        Failover failover,
        List<Port> ports,
        Trust trust,
        Optional<Identity> identity,
        Tls tls,
        Protocol protocol,
        Media media,
        Optional<Mwi> mwi,
        Messaging messaging,
        Observe observe,
        Optional<Path> control,
        Log log,
        Timings timings) {

    public DaemonConfig {
        callManagers = List.copyOf(callManagers);
        ports = List.copyOf(ports);
    }

    /** The port of that name; empty if there is none. */
    public Optional<Port> port(DeviceName name) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    /** True if the log shows every SCCP message of {@code port}. */
    public boolean showsWire(Port port) {
        return port.wire().orElse(log.wire());
    }

    /**
     * A call manager that ports register with.
     *
     * @param address IPv4 address or host name as configured
     * @param port TCP port for SCCP in clear
     * @param securePort TCP port for SCCP over TLS, never the same as {@code port}
     */
    public record CallManager(String address, int port, int securePort) {}

    /**
     * What happens after a call manager was lost.
     *
     * @param reconnectToPreferred true: an idle port goes back to a higher-order call manager when it is there again
     */
    public record Failover(boolean reconnectToPreferred) {}

    /** What a port is used for. */
    public enum Role {
        ANSWER("answer"),
        NOTIFY("notify"),
        MWI("mwi");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As written in the file. */
        public String word() {
            return word;
        }
    }

    /**
     * One port. What it may have of its own is the general value if it hasn't.
     *
     * @param roles at least one
     * @param callManagers in this port's order of preference, at least one
     * @param wire this port's own {@code log.wire}; empty if the general one holds
     */
    public record Port(
            DeviceName name,
            SecurityMode securityMode,
            Set<Role> roles,
            List<CallManager> callManagers,
            Failover failover,
            Protocol protocol,
            PortMedia media,
            Optional<Boolean> wire) {
        public Port {
            roles = Set.copyOf(roles);
            callManagers = List.copyOf(callManagers);
        }

        /** The same port as it would be in another mode with a single call manager. */
        public Port with(SecurityMode mode, CallManager only) {
            return new Port(name, mode, roles, List.of(only), failover, protocol, media, wire);
        }
    }

    /**
     * Audio of one port.
     *
     * @param address announced for media; empty ('auto') for the local address of the signalling connection
     * @param codecs in order of preference, at least one
     * @param requireEncryption true: an encrypted port refuses a call whose audio comes without keys
     */
    public record PortMedia(Optional<Inet4Address> address, List<Codec> codecs, boolean requireEncryption) {
        public PortMedia {
            codecs = List.copyOf(codecs);
        }
    }

    /**
     * Whom secure ports trust.
     *
     * @param signers SHA-256 fingerprints, 64 lower-case hex digits each
     * @param pins PEM files with call-manager certificates
     * @param tftp servers to refresh the CTL from; only with a {@code ctlFile}
     * @param deviceCtl true: a server without CTLFile.tlv is asked for the one of the first secure port
     */
    public record Trust(
            Optional<Path> ctlFile,
            List<String> signers,
            boolean firstUse,
            boolean allowSha1,
            boolean rejectExpired,
            List<Path> pins,
            List<HostPort> tftp,
            Duration refreshEvery,
            boolean deviceCtl) {
        public Trust {
            signers = List.copyOf(signers);
            pins = List.copyOf(pins);
            tftp = List.copyOf(tftp);
        }
    }

    /**
     * The ports' own certificates.
     *
     * @param directory holds root.p12 and ports/&lt;device name&gt;.p12, or the same as PEM
     */
    public record Identity(Path directory, PasswordSource password) {}

    /** Where the password of the keys comes from; the configuration never holds the password itself. */
    public sealed interface PasswordSource {
        /** The first line of a file. */
        record InFile(Path file) implements PasswordSource {}

        /** An environment variable. */
        record InEnvironment(String variable) implements PasswordSource {}

        /** Nowhere: the keys are PEM files that aren't encrypted. */
        record None() implements PasswordSource {}
    }

    /**
     * Settings of TLS.
     *
     * @param legacy true: TLS 1.0 and 1.1 are offered too
     */
    public record Tls(boolean legacy) {}

    /**
     * Settings of SCCP.
     *
     * @param version highest SCCP version announced, 3 to 22
     */
    public record Protocol(int version) {}

    /** An audio format. */
    public enum Codec {
        G711U("g711u"),
        G711A("g711a"),
        G722("g722");

        private final String word;

        Codec(String word) {
            this.word = word;
        }

        /** As written in the file. */
        public String word() {
            return word;
        }
    }

    /**
     * Audio.
     *
     * @param address announced for media; empty ('auto') for the local address of the signalling connection
     * @param codecs in order of preference, at least one
     * @param inbandDigits true: keys are looked for in the sound of a far end that tells none otherwise
     */
    public record Media(
            Optional<Inet4Address> address,
            UdpPorts udpPorts,
            List<Codec> codecs,
            boolean requireEncryption,
            boolean inbandDigits,
            Dscp dscp) {
        public Media {
            codecs = List.copyOf(codecs);
        }

        /** What a port gets that says nothing of its own. */
        public PortMedia forPorts() {
            return new PortMedia(address, codecs, requireEncryption);
        }
    }

    /**
     * A range of whole RTP and RTCP pairs.
     *
     * @param first even: the first RTP port
     * @param last odd: the last RTCP port
     */
    public record UdpPorts(int first, int last) {
        /** How many RTP and RTCP pairs there are, so how many calls at once. */
        public int pairs() {
            return (last - first + 1) / 2;
        }
    }

    /** Differentiated-services code points, 0 to 63 each. */
    public record Dscp(int audio, int signaling) {}

    /** How a mailbox is told to the call manager. */
    public enum MwiScheme {
        CALLING_NUMBER("callingNumber"),
        PREFIX("prefix");

        private final String word;

        MwiScheme(String word) {
            this.word = word;
        }

        /** As written in the file. */
        public String word() {
            return word;
        }
    }

    /** Message-waiting numbers, dialled to switch the lamp on and off. */
    public record Mwi(String on, String off, MwiScheme scheme) {}

    /**
     * The messaging application.
     *
     * @param externalUrl where an external application would listen; not used in this release
     */
    public record Messaging(Voicemail voicemail, Optional<URI> externalUrl) {}

    /**
     * The built-in voicemail.
     *
     * @param store directory of the mailboxes' folders
     * @param mailboxesFile where the mailboxes are listed; empty if there are none but the general one
     * @param general number of the mailbox that takes what no other mailbox does
     * @param maxMessage longest recording
     * @param silence a recording ends after this long without sound
     * @param minMessage shorter recordings are not kept
     * @param greeting WAV file; empty for the built-in one
     */
    public record Voicemail(
            Path store,
            Optional<Path> mailboxesFile,
            List<Mailbox> mailboxes,
            String general,
            Duration maxMessage,
            Duration silence,
            Duration minMessage,
            Optional<Path> greeting) {
        public Voicemail {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    /**
     * What others can watch.
     *
     * @param http where the status page, metrics and health checks are served, a loopback address; empty if off
     */
    public record Observe(Optional<HostPort> http) {}

    /** How log lines look. */
    public enum LogFormat {
        TEXT("text"),
        JSON("json");

        private final String word;

        LogFormat(String word) {
            this.word = word;
        }

        /** As written in the file. */
        public String word() {
            return word;
        }
    }

    /**
     * Where log lines go and how they look.
     *
     * @param file gets the lines too; empty for standard error alone
     * @param wire true: a line for every SCCP message of every port that doesn't say otherwise
     */
    public record Log(LogFormat format, Level level, Optional<Path> file, boolean wire) {}

    /** All waits of a port; each 1 ms to 1 h, {@code firstRetryLeast <= firstRetryMost <= retryMost}. */
    public record Timings(
            Duration connect,
            Duration tlsHandshake,
            Duration registerAck,
            Duration messageRest,
            Duration answer,
            Duration firstRetryLeast,
            Duration firstRetryMost,
            Duration retryMost,
            Duration goodService,
            Duration unregisterAck,
            Duration callEnd,
            Duration callInfo,
            Duration mediaStart,
            Duration seize,
            Duration dialTone,
            Duration digit,
            Duration transfer,
            Duration preferred,
            Duration preserved) {}
}
