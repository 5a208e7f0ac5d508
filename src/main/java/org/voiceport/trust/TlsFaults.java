package org.voiceport.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;

/**
 * Reads out of a failed handshake what went wrong. JSSE tells alerts only in its messages ({@code Received fatal alert:
 * handshake_failure}), so these are looked at; the tests hold them against the JDKs in use.
 */
final class TlsFaults {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ?([a-z_]+)");
    /** How JSSE and its drivers tell that the peer went away. */
    private static final List<String> CLOSED = List.of(
            "closed while ssl/tls handshake",
            "closing inbound before receiving",
            "received close_notify during handshake",
            "remote host terminated the handshake");

    /** How JSSE tells that a record isn't what was sent: of suites with a MAC, and of AEAD ones. */
    private static final List<String> INTEGRITY = List.of("bad record mac", "tag mismatch");

    private static final Pattern NOT_OFFERED = Pattern.compile("improper ciphersuite ?([A-Z0-9_]+)");

    private static final int MAX_CAUSES = 16;

    private final SecurityMode mode;
    private final String server;

    TlsFaults(SecurityMode mode, String server) {
        this.mode = mode;
        this.server = server;
    }

    Fault faultOf(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            Optional<Fault> known = known(cause.getMessage() == null ? "" : cause.getMessage());
            if (known.isPresent()) {
                return known.get();
            }
        }
        if (isTls(failure)) {
            return new Fault.PeerIncompatible(
                    "TLS handshake with " + server + " failed: " + Texts.oneLine(failure),
                    "check that this is the TLS port of a call manager");
        }
        return closed();
    }

    private Optional<Fault> known(String message) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return Optional.of(ofAlert(alert.group(1)));
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("unrecognized ssl message") || lower.contains("not an ssl/tls record")) {
            return Optional.of(new Fault.PeerIncompatible(
                    server + " doesn't speak TLS",
                    "set securePort to the call manager's TLS port (2443), not to the clear one"));
        }
        if (INTEGRITY.stream().anyMatch(lower::contains)) {
            return Optional.of(changed(Texts.oneLine(message)));
        }
        Matcher suite = NOT_OFFERED.matcher(message);
        if (suite.find()) {
            return Optional.of(new Fault.PeerMisbehaved(
                    server + " chose the cipher suite " + CipherSuites.iana(suite.group(1)) + ", which an "
                            + mode.word() + " port doesn't offer",
                    "look who is between this host and the call manager: what the port offers may have been changed"));
        }
        if (lower.contains("selected protocol version") || lower.contains("not accepted by client preferences")) {
            return Optional.of(new Fault.PeerIncompatible(
                    server + " wants a TLS version that this port doesn't offer: " + Texts.oneLine(message),
                    "raise the TLS version of the call manager, or set tls.legacy: true"));
        }
        if (lower.contains("no appropriate protocol")) {
            return Optional.of(new Fault.Misconfigured(
                    "this Java platform disables the TLS that " + mode.word() + " ports need",
                    "remove settings of jdk.tls.* from the Java platform's configuration"));
        }
        return CLOSED.stream().anyMatch(lower::contains) ? Optional.of(closed()) : Optional.empty();
    }

    private Fault ofAlert(String alert) {
        return switch (alert) {
            case "handshake_failure", "insufficient_security", "protocol_version" -> modeMismatch(alert);
            case "unknown_ca",
                    "bad_certificate",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "certificate_required",
                    "unsupported_certificate",
                    "access_denied",
                    "decrypt_error" ->
                new Fault.Untrusted(
                        server + " refused the certificate of this port (TLS alert " + alert + ")",
                        "upload the root (voiceportd certs export-root) as CallManager-trust on every node and restart the"
                                + " CallManager service; compare the clocks and the device name");
            case "bad_record_mac" -> changed("TLS alert " + alert + " from the call manager");
            case "close_notify", "user_canceled" -> closed();
            default ->
                new Fault.PeerIncompatible(
                        server + " broke off TLS (alert " + alert + ")", "look into the call manager's traces");
        };
    }

    private Fault changed(String how) {
        return new Fault.Untrusted(
                "what came over TLS between this port and " + server + " fails its integrity check (" + how
                        + "): it was changed on its way, or isn't of who began the connection",
                "look who is between this host and the call manager; if nobody is and it comes again, report it");
    }

    private Fault modeMismatch(String alert) {
        boolean authenticated = mode == SecurityMode.AUTHENTICATED;
        SecurityMode other = authenticated ? SecurityMode.ENCRYPTED : SecurityMode.AUTHENTICATED;
        return new Fault.ModeMismatch(
                server + " accepts none of the TLS settings of an " + mode.word() + " port (TLS alert " + alert
                        + "): it probably has this port as " + other.word(),
                "set the same Device Security Mode on both sides"
                        + (authenticated ? ", and allow NULL suites and TLS 1.2 on the call manager" : ""));
    }

    private Fault closed() {
        return new Fault.LinkLost(
                server + " closed the connection during the TLS handshake",
                "check the Device Security Mode of this port, and that the call manager has its root in CallManager-trust");
    }

    private static boolean isTls(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }
}
