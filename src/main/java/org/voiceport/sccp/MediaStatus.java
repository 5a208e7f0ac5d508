package org.voiceport.sccp;

/** Result in OpenReceiveChannelAck and StartMediaTransmissionAck (wire reference 5.9). */
public record MediaStatus(int value) implements Code {
    public static final MediaStatus OK = new MediaStatus(0);
    public static final MediaStatus UNKNOWN = new MediaStatus(1);
    public static final MediaStatus NOT_ENOUGH_CHANNELS = new MediaStatus(2);
    public static final MediaStatus CODEC_TOO_COMPLEX = new MediaStatus(3);
    public static final MediaStatus INVALID_PARTY_ID = new MediaStatus(4);
    public static final MediaStatus INVALID_CALL_REFERENCE = new MediaStatus(5);
    public static final MediaStatus INVALID_CODEC = new MediaStatus(6);
    public static final MediaStatus INVALID_PACKET_SIZE = new MediaStatus(7);
    public static final MediaStatus OUT_OF_SOCKETS = new MediaStatus(8);
    public static final MediaStatus ENCODER_OR_DECODER_FAILED = new MediaStatus(9);
    public static final MediaStatus INVALID_PAYLOAD_TYPE = new MediaStatus(10);
    public static final MediaStatus ADDRESS_TYPE_UNAVAILABLE = new MediaStatus(11);
    public static final MediaStatus ON_HOOK = new MediaStatus(12);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "ok";
            case 1 -> "unknown";
            case 2 -> "not enough channels";
            case 3 -> "codec too complex";
            case 4 -> "invalid party id";
            case 5 -> "invalid call reference";
            case 6 -> "invalid codec";
            case 7 -> "invalid packet size";
            case 8 -> "out of sockets";
            case 9 -> "encoder or decoder failed";
            case 10 -> "invalid dynamic payload type";
            case 11 -> "address type unavailable";
            case 12 -> "device on hook";
            default -> Code.hex(value);
        };
    }
}
