package org.voiceport.trust;

import java.security.cert.X509Certificate;

/**
 * A certificate that the service depends on.
 *
 * @param owner what kind of user it has
 * @param name who uses it, as a line of the log calls it: {@code port CiscoUM1-VI1}, {@code call manager 10.0.0.11}
 */
public record CertificateInUse(Owner owner, String name, X509Certificate certificate) {
    /** Who uses a certificate, which decides what to do when it ends. */
    public enum Owner {
        /** The server root, with its key here. */
        ROOT("make the next root in time and have it uploaded first, docs/trust.md says how"),
        /** A certificate of an outside CA in {@code root.pem}. */
        OUTSIDE_ROOT("get the CA's next certificate, have it uploaded as CallManager-trust, and add it to root.pem"),
        /** A port's certificate by the server root. */
        PORT("renew with: voiceportd certs issue%s"),
        /** One that lasts as long as the server root itself. */
        PORT_ENDING_WITH_ROOT("the server root ends with it: make the next root first, docs/trust.md says how"),
        /** A port's certificate by an outside CA. */
        OUTSIDE_PORT("renew with: voiceportd certs request%s, then certs import"),
        /** A call-manager record of the CTL, for a configured call manager. */
        CALL_MANAGER("renew it on the call manager, update the CTL there, then fetch the CTL"),
        /** A SAST record of the CTL. */
        CTL_SIGNER("have the call manager's CTL signed by one that lasts, then fetch the CTL"),
        /** A certificate of {@code trust.pins}. */
        PIN("renew it on the call manager, then replace its file in trust.pins");

        /** How near the end must be for the commands to renew without being told more. */
        public static final int RENEWED_WITHIN_DAYS = 30;

        private final String todo;

        Owner(String todo) {
            this.todo = todo;
        }

        /** What an administrator can do about the end of a certificate that is so many whole days away. */
        String todo(int daysLeft) {
            return todo.formatted(daysLeft >= RENEWED_WITHIN_DAYS ? " --renew-within 90" : "");
        }

        /** True for the certificates that there may be thousands of, which are told together. */
        boolean isPort() {
            return this == PORT || this == PORT_ENDING_WITH_ROOT || this == OUTSIDE_PORT;
        }
    }
}
