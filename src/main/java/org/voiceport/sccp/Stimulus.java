package org.voiceport.sccp;

/** Button or lamp kind (wire reference 5.7). */
public record Stimulus(int value) implements Code {
    public static final Stimulus LINE = new Stimulus(9);
    public static final Stimulus VOICE_MAIL = new Stimulus(15);
    public static final Stimulus HOLD = new Stimulus(3);
    public static final Stimulus TRANSFER = new Stimulus(4);
    public static final Stimulus UNDEFINED = new Stimulus(255);

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
