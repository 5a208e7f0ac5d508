package org.voiceport.config;

/** Quotes text from a file for an error: one line, bounded, harmless on a terminal. */
final class Quote {
    private static final int LONGEST = 60;

    private Quote() {}

    static String of(String text) {
        return "'" + plain(text) + "'";
    }

    static String plain(String text) {
        return plain(text, LONGEST);
    }

    /** Without quotes, at most {@code longest} characters. */
    static String plain(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> plain.appendCodePoint(isHarmless(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > longest ? plain + "..." : plain.toString();
    }

    /** False for what could break a line or change the direction of text: controls, separators, formats, surrogates. */
    static boolean isHarmless(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
