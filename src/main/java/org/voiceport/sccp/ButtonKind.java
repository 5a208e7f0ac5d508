package org.voiceport.sccp;

/** Button or lamp kind (wire reference 5.7). */
public record ButtonKind(int value) implements Code {
    public static final ButtonKind LINE = new ButtonKind(9);
    public static final ButtonKind VOICE_MAIL = new ButtonKind(15);
    public static final ButtonKind HOLD = new ButtonKind(3);
    public static final ButtonKind TRANSFER = new ButtonKind(4);
    public static final ButtonKind UNDEFINED = new ButtonKind(255);

    @Override
    public String toString() {
        return switch (value) {
            case 9 -> "line";
            case 15 -> "voice mail";
            case 3 -> "hold";
            case 4 -> "transfer";
            case 255 -> "undefined";
            default -> Code.hex(value);
        };
    }
}
