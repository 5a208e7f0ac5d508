package org.voiceport.sccp;

/** Kind of station in Register (wire reference 5.1). */
public record DeviceType(int value) implements Code {
    public static final DeviceType VOICE_MAIL_PORT = new DeviceType(80);
    public static final DeviceType PHONE_7960 = new DeviceType(7);
    public static final DeviceType PHONE_7941 = new DeviceType(115);

    @Override
    public String toString() {
        return switch (value) {
            case 80 -> "voice-mail port";
            case 7 -> "7960";
            case 115 -> "7941";
            default -> Code.hex(value);
        };
    }
}
