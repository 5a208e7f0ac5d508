package org.voiceport.port;

/**
 * Why a call was redirected, as far as it is known. SCCP's own sources name no values; these are the ones that other
 * telephony of the same maker uses (wire reference 5.3). So only a choice of words may depend on it, never where a call
 * belongs.
 */
public enum RedirectReason {
    /** Not redirected, or for no told reason. */
    NONE("none"),
    BUSY("busy"),
    NO_ANSWER("no answer"),
    TRANSFER("transfer"),
    PICKUP("pickup"),
    PARK("park"),
    /** All calls are forwarded. */
    ALL("all calls"),
    /** A number that isn't known; {@link CallDetails} has it. */
    OTHER("unknown reason");

    private final String words;

    RedirectReason(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** The reason that the raw number stands for. */
    public static RedirectReason of(int raw) {
        return switch (raw) {
            case 0 -> NONE;
            case 1 -> BUSY;
            case 2 -> NO_ANSWER;
            case 4 -> TRANSFER;
            case 5 -> PICKUP;
            case 7 -> PARK;
            case 15 -> ALL;
            default -> OTHER;
        };
    }
}
