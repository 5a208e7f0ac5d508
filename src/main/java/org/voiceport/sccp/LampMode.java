package org.voiceport.sccp;

/** Lamp mode of SetLamp (wire reference 5.9). */
public record LampMode(int value) implements Code {
    public static final LampMode OFF = new LampMode(1);
    public static final LampMode ON = new LampMode(2);
    public static final LampMode WINK = new LampMode(3);
    public static final LampMode FLASH = new LampMode(4);
    public static final LampMode BLINK = new LampMode(5);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "off";
            case 2 -> "on";
            case 3 -> "wink";
            case 4 -> "flash";
            case 5 -> "blink";
            default -> Code.hex(value);
        };
    }
}
