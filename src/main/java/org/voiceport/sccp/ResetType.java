package org.voiceport.sccp;

/** Kind of Reset (wire reference 5.9). */
public record ResetType(int value) implements Code {
    public static final ResetType RESET = new ResetType(1);
    public static final ResetType RESTART = new ResetType(2);
    public static final ResetType APPLY_CONFIG = new ResetType(3);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "reset";
            case 2 -> "restart";
            case 3 -> "apply-config";
            default -> Code.hex(value);
        };
    }
}
