package org.voiceport.sccp;

/** Answer to Unregister (wire reference 5.9). */
public record UnregisterStatus(int value) implements Code {
    public static final UnregisterStatus OK = new UnregisterStatus(0);
    public static final UnregisterStatus ERROR = new UnregisterStatus(1);
    public static final UnregisterStatus CALL_ACTIVE = new UnregisterStatus(2);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "ok";
            case 1 -> "error";
            case 2 -> "call active";
            default -> Code.hex(value);
        };
    }
}
