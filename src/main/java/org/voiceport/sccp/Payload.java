package org.voiceport.sccp;

/** Codec or other capability (wire reference 5.4). */
public record Payload(int value) implements Code {
    public static final Payload G711A = new Payload(2);
    public static final Payload G711A_56 = new Payload(3);
    public static final Payload G711U = new Payload(4);
    public static final Payload G711U_56 = new Payload(5);
    public static final Payload G722 = new Payload(6);
    public static final Payload G723 = new Payload(9);
    public static final Payload G729 = new Payload(11);
    public static final Payload G729A = new Payload(12);
    public static final Payload G729B = new Payload(15);
    public static final Payload G729AB = new Payload(16);
    public static final Payload WIDEBAND_256 = new Payload(25);
    public static final Payload ILBC = new Payload(86);
    public static final Payload RFC2833 = new Payload(257);

    @Override
    public String toString() {
        return switch (value) {
            case 2 -> "G.711 A-law";
            case 3 -> "G.711 A-law 56k";
            case 4 -> "G.711 u-law";
            case 5 -> "G.711 u-law 56k";
            case 6 -> "G.722";
            case 9 -> "G.723.1";
            case 11 -> "G.729";
            case 12 -> "G.729A";
            case 15 -> "G.729B";
            case 16 -> "G.729AB";
            case 25 -> "wideband 256k";
            case 86 -> "iLBC";
            case 257 -> "RFC 2833";
            default -> Code.hex(value);
        };
    }
}
