package org.voiceport.sccp;

/** Mode of speaker, microphone and headset (wire reference 5.9). */
public record OnOff(int value) implements Code {
    public static final OnOff ON = new OnOff(1);
    public static final OnOff OFF = new OnOff(2);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "on";
            case 2 -> "off";
            default -> Code.hex(value);
        };
    }
}
