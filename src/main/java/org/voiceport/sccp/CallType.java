package org.voiceport.sccp;

/** Direction of a call in CallInfo (wire reference 5.3). */
public record CallType(int value) implements Code {
    public static final CallType INBOUND = new CallType(1);
    public static final CallType OUTBOUND = new CallType(2);
    public static final CallType FORWARD = new CallType(3);

    @Override
    public String toString() {
        return switch (value) {
            case 1 -> "inbound";
            case 2 -> "outbound";
            case 3 -> "forward";
            default -> Code.hex(value);
        };
    }
}
