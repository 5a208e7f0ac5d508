package org.voiceport.event;

import java.util.List;
import java.util.Locale;

/** Amounts of storage in words. */
final class Bytes {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    private Bytes() {}

    /** Rounded down to a tenth, so that what is less than a limit never reads as the limit: {@code 1023.9 MiB}. */
    static String words(long bytes) {
        int unit = 0;
        while (unit < UNITS.size() - 1 && bytes >> (10 * (unit + 1)) != 0) {
            unit++;
        }
        long whole = bytes >> (10 * unit);
        long tenths = ((bytes >> Math.max(0, 10 * (unit - 1))) - (whole << (unit == 0 ? 0 : 10))) * 10 / 1024;
        String fraction = unit == 0 || tenths == 0 ? "" : String.format(Locale.ROOT, ".%d", tenths);
        return whole + fraction + " " + UNITS.get(unit);
    }
}
