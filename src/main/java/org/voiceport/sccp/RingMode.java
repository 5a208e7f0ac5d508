package org.voiceport.sccp;

/** Ring mode of SetRinger (wire reference 5.9). */
public record RingMode(int value) implements Code {
    public static final RingMode OFF = new RingMode(1);
    public static final RingMode INSIDE = new RingMode(2);
    public static final RingMode OUTSIDE = new RingMode(3);
    public static final RingMode FEATURE = new RingMode(4);
    public static final RingMode FLASH = new RingMode(5);
    public static final RingMode URGENT = new RingMode(6);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "off";
            case 2 -> "inside";
            case 3 -> "outside";
            case 4 -> "feature";
            case 5 -> "flash";
            case 6 -> "urgent";
            default -> Code.hex(value);
        };
    }
}
