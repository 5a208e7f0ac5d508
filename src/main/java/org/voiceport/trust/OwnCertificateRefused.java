package org.voiceport.trust;

import java.util.Map;
import org.voiceport.event.Fault;

/** The call manager refused the certificate of a port: what its TLS alert means, and what helps against it. */
final class OwnCertificateRefused {
    /** What helps most often. */
    static final String ROOT = "upload the root (voiceportd certs export-root) as CallManager-trust on every node and"
            + " restart the CallManager service on every node";

    private static final String CLOCKS = "compare the clocks of this host and of the call manager";
    private static final String NEW_ONE = "make a new one (voiceportd certs issue)";

    /** What RFC 5246 section 7.2.2 and RFC 8446 section 6.2 mean by an alert, and what TLS libraries send it for. */
    private record Meaning(String reason, String todo) {}

    private static final Map<String, Meaning> MEANINGS = Map.of(
            "unknown_ca", new Meaning("it doesn't know the root that issued it", ROOT),
            "certificate_expired",
                    new Meaning(
                            "by its clock the certificate, or its root, has expired",
                            CLOCKS + "; if they agree, see what voiceportd certs show tells"),
            "bad_certificate",
                    new Meaning(
                            "it finds it damaged, or not valid yet by its clock", CLOCKS + "; if they agree, " + ROOT),
            "certificate_unknown",
                    new Meaning(
                            "it couldn't accept it and doesn't say why",
                            ROOT + "; compare the clocks, and the device name with the CN of the certificate"),
            "access_denied",
                    new Meaning(
                            "it is valid, but this device isn't let in",
                            "see whether the call manager has a device of exactly the name in the certificate's CN, in"
                                    + " the mode of this port"),
            "certificate_revoked",
                    new Meaning(
                            "it counts as revoked",
                            "see what CallManager-trust holds for this port and its root; if the key is safe, "
                                    + NEW_ONE),
            "certificate_required",
                    new Meaning("it got none", "report it with the log around it: every port has a certificate"),
            "unsupported_certificate", new Meaning("it is of a kind that it doesn't take", NEW_ONE),
            "decrypt_error", new Meaning("the signature with its key doesn't verify there", NEW_ONE));

    private OwnCertificateRefused() {}

    /** True if servers send this alert because of the client's certificate. */
    static boolean isAbout(String alert) {
        return MEANINGS.containsKey(alert);
    }

    /** The fault. An alert that isn't about certificates tells nothing but that the certificate was the last straw. */
    static Fault.Untrusted fault(String server, String alert) {
        Meaning meaning = MEANINGS.getOrDefault(alert, new Meaning("it broke off once it had it", ROOT));
        return new Fault.Untrusted(
                server + " refused the certificate of this port: " + meaning.reason() + " (TLS alert " + alert + ")",
                meaning.todo());
    }
}
