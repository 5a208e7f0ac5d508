package org.voiceport.sccp;

/** callSecurityStatus of CallInfo (wire reference 4.3). */
public record SecurityStatus(int value) implements Code {
    public static final SecurityStatus UNKNOWN = new SecurityStatus(0);
    public static final SecurityStatus NOT_AUTHENTICATED = new SecurityStatus(1);
    public static final SecurityStatus AUTHENTICATED = new SecurityStatus(2);
    public static final SecurityStatus ENCRYPTED = new SecurityStatus(3);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "unknown";
            case 1 -> "not authenticated";
            case 2 -> "authenticated";
            case 3 -> "encrypted";
            default -> Code.hex(value);
        };
    }
}
