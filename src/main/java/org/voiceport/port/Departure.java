package org.voiceport.port;

import org.voiceport.sccp.ResetType;

/** Why a port leaves, and so whether it comes back. */
enum Departure {
    STOP("stop"),
    RESET("reset"),
    RESTART("restart"),
    APPLY_CONFIG("apply-config");

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
        return this == STOP ? kind : kind + " by the call manager";
    }

    static Departure of(ResetType type) {
        return switch (type.value()) {
            case 2 -> RESTART;
            case 3 -> APPLY_CONFIG;
            default -> RESET;
        };
    }
}
