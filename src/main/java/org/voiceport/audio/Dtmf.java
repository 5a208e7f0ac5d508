package org.voiceport.audio;

/**
 * A key of a telephone as RFC 4733 §3.2 numbers it: 0 to 9 are themselves, 10 is *, 11 is #, 12 to 15 are A to D. It may
 * be part of a PIN, so it prints as {@code ***}.
 */
public record Dtmf(int event) {
    private static final String KEYS = "0123456789*#ABCD";

    public Dtmf {
        if (event < 0 || event >= KEYS.length()) {
            throw new IllegalArgumentException("DTMF event out of range: give 0 to 15");
        }
    }

    /** The key with this symbol: 0 to 9, *, #, A to D in upper case. */
    public static Dtmf of(char symbol) {
        int event = KEYS.indexOf(symbol);
        if (event < 0) {
            throw new IllegalArgumentException("no such telephone key: give one of " + KEYS);
        }
        return new Dtmf(event);
    }

    /** What is printed on the key. */
    public char symbol() {
        return KEYS.charAt(event);
    }

    @Override
    public String toString() {
        return "***";
    }
}
