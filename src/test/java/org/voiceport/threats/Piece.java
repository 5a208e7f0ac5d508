package org.voiceport.threats;

/** What the attacker saw pass: a message, a TLS record, a packet. */
final class Piece {
    private final Direction direction;
    private final byte[] bytes;

    Piece(Direction direction, byte[] bytes) {
        this.direction = direction;
        this.bytes = bytes;
    }

    Direction direction() {
        return direction;
    }

    byte[] bytes() {
        return bytes;
    }
}
