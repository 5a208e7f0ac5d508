package org.voiceport.port;

import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** Turns a refused registration into a fault that names both sides' likely settings. */
final class Rejection {
    private static final String TLS_1_3 = "TLSv1.3";

    private Rejection() {}

    /** What the call manager's {@code text}, made readable, comes to. */
    static Fault fault(PortSettings settings, String text) {
        String what = "the call manager refuses the registration: '" + text + "'";
        RejectReason reason = RejectReason.of(text);
        if (reason == RejectReason.SECURITY) {
            return new Fault.ModeMismatch(
                    what + ", likely a security mode mismatch: this port is " + settings.mode()
                            + ", the call manager's device seems to be " + others(settings.mode()),
                    "set the device security mode of " + settings.device() + " in the call manager and securityMode"
                            + " here to the same");
        }
        return new Fault.Rejected(text, what, todo(reason, settings));
    }

    private static String todo(RejectReason reason, PortSettings settings) {
        String device = "see whether the call manager has a device " + settings.device() + " with device security mode "
                + settings.mode();
        return switch (reason) {
            case NAME_TAKEN ->
                "see whether another machine uses that name, or a second voiceportd or doctor here; a connection that"
                        + " was cut may count until its keepalives are missed";
            case CERTIFICATE_NAME ->
                "the CN of this port's certificate must be the device name, letter by letter: compare voiceportd certs"
                        + " show with the call manager's device";
            case PROTOCOL_VERSION ->
                "set protocol.version to what the call manager can do; a port at work tries lower ones by itself";
            case UNKNOWN_DEVICE -> device + ", letter by letter";
            case SECURITY, OTHER -> device + ", and whether another machine uses that name";
        };
    }

    /** The connection ended before Register was answered; {@code tls} is null in clear. */
    static Fault closed(PortSettings settings, @Nullable TlsFacts tls, Fault fault) {
        if (!(fault instanceof Fault.LinkLost)) {
            return fault;
        }
        String device = "see whether the call manager has a device " + settings.device() + " with device security mode "
                + settings.mode();
        String first = "";
        if (tls == null) {
            first = "check that port is the call manager's port for SCCP in clear (2000), not the one for TLS; ";
        } else if (tls.protocol().equals(TLS_1_3)) {
            // Only now has the call manager looked at the certificate, and its alert may have got lost.
            first = fault.todo() + "; ";
        }
        return new Fault.LinkLost(fault.what() + " before it answered Register", first + device);
    }

    private static String others(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> "authenticated or encrypted";
            case AUTHENTICATED -> "non-secure or encrypted";
            case ENCRYPTED -> "non-secure or authenticated";
        };
    }
}
