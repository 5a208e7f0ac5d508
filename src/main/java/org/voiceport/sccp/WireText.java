package org.voiceport.sccp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text fields of messages hold one {@code char} for each byte (ISO 8859-1), so that what was read is written again byte
 * for byte: old call managers send Latin-1, new ones UTF-8, and display prompts carry codes that are neither.
 */
public final class WireText {
    private WireText() {}

    /** What a person reads: the bytes as UTF-8 if they are valid UTF-8, else as Latin-1; control characters are dropped. */
    public static String readable(String wireText) {
        byte[] bytes = wireText.getBytes(StandardCharsets.ISO_8859_1);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            text = wireText;
        }
        return text.replaceAll("\\p{Cntrl}", "");
    }

    /** The field that carries {@code text} as UTF-8. */
    public static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
