package org.voiceport.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voiceport.event.DeviceName;

/** Ranges as they are written: device names {@code CiscoUM1-VI2..CiscoUM1-VI24} and UDP ports {@code 16384-21511}. */
final class Ranges {
    /** Most ports of one daemon, in a range or in all. */
    static final int MOST_PORTS = 5000;

    private static final Pattern NAME = Pattern.compile("(.*?)([0-9]{1,9})");
    static final Pattern PORTS = Pattern.compile("([0-9]{1,5})\\s*-\\s*([0-9]{1,5})");
    private static final String NAMES_TODO = "write FIRST..LAST, such as CiscoUM1-VI2..CiscoUM1-VI24";

    private Ranges() {}

    /** The names from first to last; numbers keep the first one's width ({@code VI01..VI24}). */
    static List<DeviceName> names(String text) throws Unfit {
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw new Unfit(Quote.of(text) + " is no range of names", NAMES_TODO + ", or 'name' for a single one");
        }
        String from = text.substring(0, dots).strip();
        String to = text.substring(dots + 2).strip();
        Texts.deviceName(from);
        Texts.deviceName(to);
        Matcher first = NAME.matcher(from);
        Matcher last = NAME.matcher(to);
        if (!first.matches() || !last.matches()) {
            throw new Unfit("both names of the range " + Quote.of(text) + " must end in a number", NAMES_TODO);
        }
        if (!first.group(1).equals(last.group(1))) {
            throw new Unfit("the names of the range " + Quote.of(text) + " differ before their numbers", NAMES_TODO);
        }
        int low = Integer.parseInt(first.group(2));
        int high = Integer.parseInt(last.group(2));
        if (high < low) {
            throw new Unfit("the range " + Quote.of(text) + " runs backwards", "give the lower number first");
        }
        if (high - low >= MOST_PORTS) {
            throw new Unfit(
                    "the range " + Quote.of(text) + " holds more than " + MOST_PORTS + " names", "make it smaller");
        }
        return spellOut(first.group(1), low, high, first.group(2).length());
    }

    private static List<DeviceName> spellOut(String prefix, int low, int high, int width) {
        List<DeviceName> names = new ArrayList<>(high - low + 1);
        for (int number = low; number <= high; number++) {
            names.add(new DeviceName(spelt(prefix, number, width)));
        }
        return names;
    }

    private static String spelt(String prefix, int number, int width) {
        String digits = Integer.toString(number);
        return prefix + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** True if {@code later} comes {@code steps} behind {@code first} in a range that begins with {@code first}. */
    static boolean follows(DeviceName first, int steps, DeviceName later) {
        Matcher form = NAME.matcher(first.value());
        if (!form.matches()) {
            return false;
        }
        int number = Integer.parseInt(form.group(2)) + steps;
        return later.value().equals(spelt(form.group(1), number, form.group(2).length()));
    }

    /** Pairs of an even RTP port and the odd RTCP port behind it. */
    static DaemonConfig.UdpPorts udpPorts(String text) throws Unfit {
        Matcher form = PORTS.matcher(text);
        if (!form.matches()) {
            throw new Unfit(Quote.of(text) + " is no range of ports", "write FIRST-LAST, such as 16384-21511");
        }
        int first = Integer.parseInt(form.group(1));
        int last = Integer.parseInt(form.group(2));
        if (first < 1 || first > 65535 || last < 1 || last > 65535) {
            throw new Unfit(Quote.of(text) + " is out of range", "give UDP ports from 1 to 65535");
        }
        if (last <= first) {
            throw new Unfit(
                    Quote.of(text) + " holds no pair of ports", "give the lower port first, and at least two ports");
        }
        if (first % 2 != 0 || last % 2 == 0) {
            throw new Unfit(
                    Quote.of(text) + " cuts a pair of ports in two",
                    "begin with an even port (RTP) and end with an odd one (RTCP)");
        }
        return new DaemonConfig.UdpPorts(first, last);
    }
}
