package org.voiceport.port;

import org.voiceport.sccp.ResetType;

/** Why a port leaves, and so whether it comes back. */
enum Departure {
    STOP("stop"),
    RESET("reset"),
    RESTART("restart"),
    APPLY_CONFIG("apply-config"),
    /** For good, when there is no call. */
    RETIRE("another configuration, or a drain"),
    PREFERRED("return to a preferred call manager"),
    /** Whom the port trusts, or what it proves itself with, has changed. */
    NEW_TRUST("new trust material");

    private final String kind;

    Departure(String kind) {
        this.kind = kind;
    }

    /** In one word. */
    String kind() {
        return kind;
    }

    /** Whose will it is. */
    String reason() {
        return byCallManager() ? kind + " by the call manager" : kind;
    }

    boolean byCallManager() {
        return this == RESET || this == RESTART || this == APPLY_CONFIG;
    }

    static Departure of(ResetType type) {
        return switch (type.value()) {
            case 2 -> RESTART;
            case 3 -> APPLY_CONFIG;
            default -> RESET;
        };
    }
}
