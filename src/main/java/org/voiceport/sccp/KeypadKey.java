package org.voiceport.sccp;

/** Key of KeypadButton (wire reference 5.6): 0 to 9, 10 to 13 A to D, 14 {@code *}, 15 {@code #}. Prints {@code ***}. */
public record KeypadKey(int value) implements Code {
    private static final String KEYS = "0123456789ABCD*#+";

    /** The key for {@code character}, which is one of {@code 0-9 A-D * # +}. */
    public static KeypadKey of(char character) {
        int value = KEYS.indexOf(character);
        if (value < 0) {
            throw new IllegalArgumentException("no key for this character on a keypad");
        }
        return new KeypadKey(value);
    }

    /** True if a keypad has a key for {@code character}. */
    public static boolean isKey(int character) {
        return KEYS.indexOf(character) >= 0;
    }

    /** The character on the key, or {@code ?} for an unknown one. */
    public char character() {
        return value >= 0 && value < KEYS.length() ? KEYS.charAt(value) : '?';
    }

    @Override
    public String toString() {
        return "***";
    }
}
