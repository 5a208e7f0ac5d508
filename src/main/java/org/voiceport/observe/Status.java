package org.voiceport.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.Severity;
import org.voiceport.event.TlsFacts;

/**
 * How a daemon is at one moment.
 *
 * @param stateSince when it came to be about that
 * @param notReady why it shouldn't be sent calls now, a sentence each; empty if it is ready
 * @param ports the configured ones in their order, then those that are about to leave
 * @param calls the oldest first
 * @param storeShort true if there is too little room for new messages
 * @param warnings the latest first, at most {@value Warnings#MOST}
 */
public record Status(
        String version,
        Instant now,
        Instant startedAt,
        State state,
        Instant stateSince,
        List<String> notReady,
        Setup setup,
        List<Port> ports,
        List<Call> calls,
        Optional<Instant> ctlSince,
        boolean storeShort,
        Totals totals,
        List<Warning> warnings) {
    public Status {
        notReady = List.copyOf(notReady);
        ports = List.copyOf(ports);
        calls = List.copyOf(calls);
        warnings = List.copyOf(warnings);
    }

    /** What the daemon is about. */
    public enum State {
        STARTING,
        RUNNING,
        /** It takes no more calls and ends with the last one. */
        DRAINING,
        STOPPING
    }

    /** How a port stands with its call managers. */
    public enum PortState {
        /** It has not registered yet, or has left and comes back; nothing is wrong. */
        STARTING,
        REGISTERED,
        /** It couldn't register, or was thrown out, and tries again. */
        RETRYING,
        /** It stays away until the configuration or trust material changes. */
        OFFLINE,
        /** It isn't configured any more, or otherwise, and goes when it has no call. */
        LEAVING
    }

    /**
     * A port.
     *
     * @param since when it came into this state
     * @param link what it is registered with; empty if it isn't
     * @param problem why it isn't registered, if something is wrong
     */
    public record Port(
            Setup.Port setup, PortState state, Instant since, Optional<Link> link, Optional<Problem> problem) {
        DeviceName name() {
            return setup.name();
        }
    }

    /**
     * A registration.
     *
     * @param mode that the port registered with
     * @param callManager host and port
     * @param tls what really protects the signalling; empty if it is in clear
     */
    public record Link(SecurityMode mode, String callManager, int protocolVersion, Optional<TlsFacts> tls) {}

    /**
     * Why a port isn't registered.
     *
     * @param event id of the event that told it
     * @param since when it was told first
     * @param times how often it has been so
     */
    public record Problem(String event, String what, String todo, Instant since, int times) {
        Problem onceMore() {
            return new Problem(event, what, todo, since, times + 1);
        }
    }

    /** How far a call is. */
    public enum CallState {
        RINGING,
        DIALLING,
        ANSWERED,
        /** It goes on though its call manager is lost. */
        PRESERVED
    }

    /**
     * A call in progress.
     *
     * @param calling number of the caller, as the call manager gave it; empty if unknown or restricted, likewise {@code
     *     called}
     * @param securityStatus what the call manager says of the call
     * @param receive empty until it is known, as {@code transmit} and {@code codec} are
     * @param inClear true if this call of an encrypted port has no media keys
     */
    public record Call(
            DeviceName port,
            int reference,
            CallState state,
            Instant since,
            String calling,
            String called,
            String securityStatus,
            Optional<MediaProtection> receive,
            Optional<MediaProtection> transmit,
            String codec,
            boolean inClear) {
        /** A call of which nothing else is known yet. */
        static Call unknown(DeviceName port, int reference, Instant since) {
            return new Call(
                    port,
                    reference,
                    CallState.RINGING,
                    since,
                    "",
                    "",
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    false);
        }

        Call as(CallState next) {
            return new Call(
                    port, reference, next, since, calling, called, securityStatus, receive, transmit, codec, inClear);
        }

        Call of(String from, String to, String security) {
            return new Call(port, reference, state, since, from, to, security, receive, transmit, codec, inClear);
        }

        Call over(CallReport.MediaOpened media) {
            boolean receives = media.direction().equals("receive");
            Optional<MediaProtection> protection = Optional.of(media.protection());
            return new Call(
                    port,
                    reference,
                    state,
                    since,
                    calling,
                    called,
                    securityStatus,
                    receives ? protection : receive,
                    receives ? transmit : protection,
                    media.codec(),
                    inClear);
        }

        /** Its media is in clear, though its port is encrypted. */
        Call uncovered() {
            return new Call(
                    port, reference, state, since, calling, called, securityStatus, receive, transmit, codec, true);
        }
    }

    /**
     * Counts since the start.
     *
     * @param calls that rang at ports
     * @param callsPlaced that ports made, such as for message lamps
     * @param callsEncrypted in both directions, of those that are over and had media
     * @param callsInClear in one direction or both, likewise
     */
    public record Totals(
            long registrations,
            long registrationFailures,
            long calls,
            long callsPlaced,
            long callsEncrypted,
            long callsInClear,
            long callsRefused,
            long messages,
            long messagesFailed) {}

    /**
     * An event that needs somebody's attention.
     *
     * @param port the port that it concerns; empty if none or several
     * @param times how often it was told
     */
    public record Warning(
            String event,
            Severity severity,
            Optional<DeviceName> port,
            String text,
            String todo,
            Instant first,
            Instant last,
            int times) {}

    /** A state as it is shown, to people and in JSON and metrics: {@code registered}. */
    public static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** True if it should be sent calls. */
    public boolean isReady() {
        return notReady.isEmpty();
    }

    /** How many ports are in that state. */
    public long count(PortState state) {
        return ports.stream().filter(port -> port.state() == state).count();
    }

    /** How many ports are registered with that call manager. */
    public long registered(Setup.CallManager callManager) {
        return ports.stream()
                .filter(port -> port.link()
                        .filter(link -> callManager.is(link.callManager()))
                        .isPresent())
                .count();
    }

    /** How many ports may register with that call manager. */
    public long configured(Setup.CallManager callManager) {
        return setup.ports().stream()
                .filter(port -> port.callManagers().contains(callManager.address()))
                .count();
    }

    /** Whole days until {@code end}, negative behind it. */
    public long daysUntil(Instant end) {
        return Math.floorDiv(
                Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
