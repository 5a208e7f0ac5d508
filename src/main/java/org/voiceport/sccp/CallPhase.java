package org.voiceport.sccp;

/** State of a call in CallState (wire reference 5.2). */
public record CallPhase(int value) implements Code {
    public static final CallPhase IDLE = new CallPhase(0);
    public static final CallPhase OFF_HOOK = new CallPhase(1);
    public static final CallPhase ON_HOOK = new CallPhase(2);
    public static final CallPhase RING_OUT = new CallPhase(3);
    public static final CallPhase RING_IN = new CallPhase(4);
    public static final CallPhase CONNECTED = new CallPhase(5);
    public static final CallPhase BUSY = new CallPhase(6);
    public static final CallPhase CONGESTION = new CallPhase(7);
    public static final CallPhase HOLD = new CallPhase(8);
    public static final CallPhase CALL_WAITING = new CallPhase(9);
    public static final CallPhase CALL_TRANSFER = new CallPhase(10);
    public static final CallPhase CALL_PARK = new CallPhase(11);
    public static final CallPhase PROCEED = new CallPhase(12);
    public static final CallPhase IN_USE_REMOTE = new CallPhase(13);
    public static final CallPhase INVALID_NUMBER = new CallPhase(14);
    public static final CallPhase HOLD_REVERT = new CallPhase(15);
    public static final CallPhase WHISPER = new CallPhase(16);
    public static final CallPhase REMOTE_HOLD = new CallPhase(17);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "idle";
            case 1 -> "off hook";
            case 2 -> "on hook";
            case 3 -> "ring out";
            case 4 -> "ring in";
            case 5 -> "connected";
            case 6 -> "busy";
            case 7 -> "congestion";
            case 8 -> "hold";
            case 9 -> "call waiting";
            case 10 -> "call transfer";
            case 11 -> "call park";
            case 12 -> "proceed";
            case 13 -> "in use remotely";
            case 14 -> "invalid number";
            case 15 -> "hold revert";
            case 16 -> "whisper";
            case 17 -> "remote hold";
            default -> Code.hex(value);
        };
    }
}
