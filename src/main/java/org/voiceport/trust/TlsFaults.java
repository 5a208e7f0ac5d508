package org.voiceport.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;

/**
 * Reads out of a failed handshake what went wrong. JSSE tells alerts only in its messages ({@code Received fatal alert:
 * handshake_failure}), so these are looked at; the tests hold them against the JDKs in use.
 */
final class TlsFaults {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ?([a-z_]+)");
    private static final Pattern NO_RECORD = Pattern.compile("not an SSL/TLS record:? ?([0-9a-f]*)");
    /** The version that the server chose although it wasn't offered. */
    private static final Pattern OTHER_VERSION =
            Pattern.compile("(?:Server chose|server selected protocol version) ([A-Za-z0-9.]+)");
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
    private final List<String> offered;
    private final String server;
    private final boolean presented;

    /**
     * Faults of one handshake.
     *
     * @param offered the TLS versions, as JSSE names them
     * @param presented true if the server has presented its certificate, so had accepted a version and a suite
     */
    TlsFaults(SecurityMode mode, List<String> offered, String server, boolean presented) {
        this.mode = mode;
        this.offered = List.copyOf(offered);
        this.server = server;
        this.presented = presented;
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
        Matcher noRecord = NO_RECORD.matcher(message);
        if (noRecord.find()) {
            return Optional.of(noTls(noRecord.group(1)));
        }
        String lower = message.toLowerCase(Locale.ROOT);
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
        Matcher version = OTHER_VERSION.matcher(message);
        if (version.find()) {
            return Optional.of(otherVersion(version.group(1)));
        }
        if (lower.contains("unrecognized ssl message")) {
            return Optional.of(noTls(""));
        }
        if (lower.contains("no appropriate protocol")) {
            return Optional.of(new Fault.Misconfigured(
                    "this Java platform disables the TLS that " + mode.word() + " ports need",
                    "remove settings of jdk.tls.* from the Java platform's configuration"));
        }
        return CLOSED.stream().anyMatch(lower::contains) ? Optional.of(closed()) : Optional.empty();
    }

    private Fault noTls(String firstBytes) {
        return new Fault.PeerIncompatible(
                server + " doesn't speak TLS" + OtherProtocol.words(firstBytes),
                "set securePort to the call manager's TLS port (2443), not to the clear one or another service's");
    }

    private Fault ofAlert(String alert) {
        return switch (alert) {
            case "handshake_failure", "insufficient_security" ->
                presented ? OwnCertificateRefused.fault(server, alert) : noCommonSuite(alert);
            case "protocol_version" -> noCommonVersion(alert);
            case "bad_record_mac" -> changed("TLS alert " + alert + " from the call manager");
            case "close_notify", "user_canceled" -> closed();
            default ->
                OwnCertificateRefused.isAbout(alert)
                        ? OwnCertificateRefused.fault(server, alert)
                        : new Fault.PeerIncompatible(
                                server + " broke off TLS (alert " + alert + ")"
                                        + (presented ? " after it was given the certificate of this port" : ""),
                                "look into the call manager's traces");
        };
    }

    private Fault changed(String how) {
        return new Fault.Untrusted(
                "what came over TLS between this port and " + server + " fails its integrity check (" + how
                        + "): it was changed on its way, or isn't of who began the connection",
                "look who is between this host and the call manager; if nobody is and it comes again, report it");
    }

    private Fault noCommonSuite(String alert) {
        boolean authenticated = mode == SecurityMode.AUTHENTICATED;
        SecurityMode other = authenticated ? SecurityMode.ENCRYPTED : SecurityMode.AUTHENTICATED;
        return new Fault.ModeMismatch(
                "no cipher in common: " + server + " accepts none of the cipher suites of an " + mode.word()
                        + " port (TLS alert " + alert + "): it probably has this port as " + other.word(),
                "set the same Device Security Mode on both sides; if it is the same, "
                        + (authenticated
                                ? "allow NULL suites and TLS 1.2 on the call manager"
                                : "look at the call manager's TLS ciphers"));
    }

    /** The server takes no version that was offered. For an authenticated port that may be a matter of mode. */
    private Fault noCommonVersion(String alert) {
        String what = server + " accepts no TLS version of an " + mode.word() + " port (" + offeredVersions()
                + "; TLS alert " + alert + ")";
        String older = offered.contains("TLSv1") ? "" : "; if it is an old one, set tls.legacy: true";
        return mode == SecurityMode.AUTHENTICATED
                ? new Fault.ModeMismatch(
                        what + ": it demands TLS 1.3, which only encrypted ports can speak, or it has only older ones",
                        "lower the minimum TLS version of the call manager to 1.2, or make the port encrypted on both"
                                + " sides" + older)
                : new Fault.PeerIncompatible(what, "raise the TLS version of the call manager" + older);
    }

    private Fault otherVersion(String jsse) {
        return new Fault.PeerIncompatible(
                server + " wants a TLS version that this port doesn't offer: it chose " + words(jsse) + ", offered "
                        + (offered.size() == 1 ? "is " : "are ") + offeredVersions(),
                "raise the TLS version of the call manager"
                        + (offered.contains("TLSv1") ? "" : ", or set tls.legacy: true"));
    }

    private String offeredVersions() {
        return offered.stream().map(TlsFaults::words).collect(Collectors.joining(", "));
    }

    /** {@code TLS 1.2} for {@code TLSv1.2} and {@code TLS12}. */
    private static String words(String jsse) {
        String digits = jsse.replaceAll("[^0-9]", "");
        String family = jsse.startsWith("SSL") ? "SSL " : "TLS ";
        return digits.isEmpty()
                ? jsse
                : family + digits.charAt(0) + "." + (digits.length() > 1 ? digits.charAt(1) : '0');
    }

    private Fault closed() {
        String what = server + " closed the connection during the TLS handshake";
        return presented
                ? new Fault.LinkLost(
                        what + ", without an alert, when it was given the certificate of this port",
                        OwnCertificateRefused.ROOT + "; compare the device name with the CN of the certificate")
                : new Fault.LinkLost(
                        what + " before it presented a certificate",
                        "check that securePort is the call manager's TLS port (2443), and the Device Security Mode of"
                                + " this port");
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
