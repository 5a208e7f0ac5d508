package org.voiceport.sccp;

/**
 * Tone of StartTone and the DTMF messages (wire reference 5.5). The values 1 to 19 are digits that somebody pressed
 * (10 is the digit 0) and print as {@code ***}.
 */
public record Tone(int value) implements Code {
    public static final Tone SILENCE = new Tone(0);
    public static final Tone INSIDE_DIAL = new Tone(0x21);
    public static final Tone LINE_BUSY = new Tone(0x23);
    public static final Tone ALERTING = new Tone(0x24);
    public static final Tone REORDER = new Tone(0x25);

    /** True if this is a DTMF digit. */
    public boolean isDigit() {
        return value >= 1 && value <= 19 && "1234567890   *#ABCD".charAt(value - 1) != ' ';
    }

    @Override
    public String toString() {
        if (value >= 1 && value <= 19) {
            return "***";
        }
        return switch (value) {
            case 0 -> "silence";
            case 0x21 -> "inside dial";
            case 0x22 -> "outside dial";
            case 0x23 -> "line busy";
            case 0x24 -> "alerting";
            case 0x25 -> "reorder";
            case 0x39 -> "secure warning";
            case 0x49 -> "non-secure warning";
            default -> Code.hex(value);
        };
    }
}
