package org.voiceport.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of storage as they are written: {@code 0}, or a whole number and one unit, such as {@code 500MiB}, {@code 1GiB}. */
public final class Sizes {
    static final Pattern FORM = Pattern.compile("0|([0-9]{1,9})(B|KiB|MiB|GiB|TiB|PiB)");
    static final long GIB = 1L << 30;
    static final long PIB = 1L << 50;

    private static final String TODO = "write a whole number and a unit, such as 500MiB or 1GiB, or 0";
    /** What people write: a number, perhaps with a fraction, and the first letter of a unit with more or less behind it. */
    private static final Pattern MEANT = Pattern.compile("([0-9]{1,9}) ?([bkmgtp])(i?b?|[a-z]{0,4}bytes?|ytes?)");
    /** From the largest, as {@link #words} wants it. */
    private static final Map<String, Long> UNITS = units();

    private Sizes() {}

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        List<String> names = List.of("PiB", "TiB", "GiB", "MiB", "KiB", "B");
        names.forEach(name -> units.put(name, 1L << (10 * (names.size() - 1 - units.size()))));
        return units;
    }

    /** The number of bytes, or empty if {@code text} is no size. */
    public static Optional<Long> of(String text) {
        try {
            return Optional.of(parse(text));
        } catch (Unfit noSize) {
            return Optional.empty();
        }
    }

    /** Bytes; what is too much for a {@code long} is as much as it can hold. */
    static long parse(String text) throws Unfit {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unfit(
                    Quote.of(text) + " is no size",
                    meant(text).map(near -> "did you mean '" + near + "'?").orElse(TODO));
        }
        if (form.group(1) == null) {
            return 0;
        }
        long count = Long.parseLong(form.group(1));
        long unit = UNITS.getOrDefault(form.group(2), 1L);
        return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
    }

    private static Optional<String> meant(String text) {
        Matcher meant = MEANT.matcher(text.toLowerCase(Locale.ROOT));
        if (!meant.matches()) {
            return Optional.empty();
        }
        String letter = meant.group(2).toUpperCase(Locale.ROOT);
        return Optional.of(meant.group(1) + (letter.equals("B") ? letter : letter + "iB"));
    }

    /** A size in that form, with the largest unit that keeps it whole. */
    static String words(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (bytes % unit.getValue() == 0) {
                return bytes / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("every number of bytes is a whole one");
    }
}
