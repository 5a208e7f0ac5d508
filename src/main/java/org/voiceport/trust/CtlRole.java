package org.voiceport.trust;

import java.util.Map;

/**
 * What the server of a CTL record does (FUNCTION). Codes without a known meaning survive and print as a number.
 *
 * @param code unsigned 16-bit
 */
public record CtlRole(int code) {
    /** System administrator security token: signs CTL files. */
    public static final CtlRole SAST = new CtlRole(0);

    public static final CtlRole CCM = new CtlRole(1);
    public static final CtlRole CCM_TFTP = new CtlRole(2);
    public static final CtlRole TFTP = new CtlRole(3);
    public static final CtlRole CAPF = new CtlRole(4);
    public static final CtlRole APP_SERVER = new CtlRole(7);
    public static final CtlRole TVS = new CtlRole(21);

    private static final Map<CtlRole, String> NAMES = Map.of(
            SAST,
            "SAST",
            CCM,
            "CCM",
            CCM_TFTP,
            "CCM+TFTP",
            TFTP,
            "TFTP",
            CAPF,
            "CAPF",
            APP_SERVER,
            "APP-SERVER",
            TVS,
            "TVS");

    public CtlRole {
        if (code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("role " + code + " is outside 0 to 65535");
        }
    }

    /** True for the roles whose certificate a call manager presents on its TLS port. */
    public boolean callManager() {
        return equals(CCM) || equals(CCM_TFTP);
    }

    /** {@code CCM+TFTP}, or {@code role 99} if the code has no name. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, "role " + code);
    }
}
