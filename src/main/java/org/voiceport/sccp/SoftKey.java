package org.voiceport.sccp;

/** Soft key event (wire reference 5.8). */
public record SoftKey(int value) implements Code {
    public static final SoftKey REDIAL = new SoftKey(1);
    public static final SoftKey NEW_CALL = new SoftKey(2);
    public static final SoftKey HOLD = new SoftKey(3);
    public static final SoftKey TRANSFER = new SoftKey(4);
    public static final SoftKey BACKSPACE = new SoftKey(8);
    public static final SoftKey END_CALL = new SoftKey(9);
    public static final SoftKey RESUME = new SoftKey(10);
    public static final SoftKey ANSWER = new SoftKey(11);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "Redial";
            case 2 -> "NewCall";
            case 3 -> "Hold";
            case 4 -> "Transfer";
            case 8 -> "Backspace";
            case 9 -> "EndCall";
            case 10 -> "Resume";
            case 11 -> "Answer";
            default -> Code.hex(value);
        };
    }
}
