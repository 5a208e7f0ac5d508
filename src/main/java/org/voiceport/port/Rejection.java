package org.voiceport.port;

import java.util.regex.Pattern;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.WireText;

/** Turns a refused registration into a fault that names both sides' likely settings. */
final class Rejection {
    /** Not "auth" or "mode" anywhere: an unknown device is "No Authority" to chan_skinny, others speak of a model. */
    private static final Pattern ABOUT_SECURITY =
            Pattern.compile("secur|\\bmode\\b|cipher|encrypt|authenticat", Pattern.CASE_INSENSITIVE);

    private Rejection() {}

    static Fault fault(PortSettings settings, String wireText) {
        String text = WireText.readable(wireText);
        String what = "the call manager refuses the registration: '" + text + "'";
        if (ABOUT_SECURITY.matcher(text).find()) {
            return new Fault.ModeMismatch(
                    what + ", likely a security mode mismatch: this port is " + settings.mode()
                            + ", the call manager's device seems to be " + others(settings.mode()),
                    "set the device security mode of " + settings.device() + " in the call manager and securityMode"
                            + " here to the same");
        }
        return new Fault.Rejected(
                text,
                what,
                "see whether the call manager has a device " + settings.device() + " with device security mode "
                        + settings.mode() + ", and whether another machine uses that name");
    }

    static Fault closed(PortSettings settings, Fault fault) {
        if (!(fault instanceof Fault.LinkLost)) {
            return fault;
        }
        return new Fault.LinkLost(
                fault.what() + " before it answered Register",
                "see whether the call manager has a device " + settings.device() + " with device security mode "
                        + settings.mode());
    }

    private static String others(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> "authenticated or encrypted";
            case AUTHENTICATED -> "non-secure or encrypted";
            case ENCRYPTED -> "non-secure or authenticated";
        };
    }
}
