package org.voiceport.daemon;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Bytes as people write and paste them: hex digits, with spaces, line ends, colons, commas, dashes or {@code 0x} between. */
final class HexText {
    private HexText() {}

    /** The bytes, or empty if {@code text} is no hex, has half a byte somewhere, or nothing at all. */
    static Optional<byte[]> parse(String text) {
        StringBuilder digits = new StringBuilder();
        for (String word : text.toLowerCase(Locale.ROOT).split("[\\s:,-]+", -1)) {
            String plain = word.startsWith("0x") ? word.substring(2) : word;
            if (plain.length() % 2 != 0 || !plain.chars().allMatch(HexFormat::isHexDigit)) {
                return Optional.empty();
            }
            digits.append(plain);
        }
        return digits.isEmpty() ? Optional.empty() : Optional.of(HexFormat.of().parseHex(digits));
    }
}
