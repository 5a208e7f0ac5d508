package org.voiceport.port;

import org.voiceport.sccp.ResetType;

/** Why a port leaves, and so whether it comes back. */
enum Departure {
    STOP("stop"),
    RESET("reset by the call manager"),
    RESTART("restart by the call manager"),
    APPLY_CONFIG("apply-config by the call manager");

    private final String reason;

    Departure(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    static Departure of(ResetType type) {
        return switch (type.value()) {
            case 2 -> RESTART;
            case 3 -> APPLY_CONFIG;
            default -> RESET;
        };
    }
}
