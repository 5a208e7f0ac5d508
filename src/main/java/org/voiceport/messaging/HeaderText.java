package org.voiceport.messaging;

/** Text from the wire, made fit for a header. */
final class HeaderText {
    private HeaderText() {}

    /**
     * {@code text} without anything that could end a header line or reverse its reading order: control and format
     * characters, halves of pairs and unassigned code points become spaces, spaces are joined, the rest is cut after
     * {@code max} code points.
     */
    static String clean(String text, int max) {
        StringBuilder clean = new StringBuilder();
        int length = 0;
        boolean gap = false;
        for (int at = 0; at < text.length() && length < max; ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (!isPlain(point)) {
                gap = true;
                continue;
            }
            if (gap && length > 0) {
                clean.append(' ');
                length++;
            }
            gap = false;
            if (length < max) {
                clean.appendCodePoint(point);
                length++;
            }
        }
        return clean.toString().strip();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
