package org.voiceport.sim;

import java.util.List;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/**
 * A device that the simulated call manager knows.
 *
 * @param mode the Device Security Mode; the device must come by a link that fits
 * @param numbers directory numbers, one for each line, the first is line 1; 1 to 8 of them, each 1 to 23 of the
 *     characters {@code 0-9 A-D *}
 * @param label the name that others see in a call, at most 39 bytes in UTF-8
 */
public record Device(DeviceName name, SecurityMode mode, Kind kind, List<String> numbers, String label) {
    private static final int MAX_LINES = 8;
    private static final int MAX_LABEL = 39;

    /** What a device is for. */
    public enum Kind {
        /** A voice-messaging port: takes one call at a time. */
        PORT,
        /** A telephone: may dial several calls, is busy to others while it has one. */
        PHONE
    }

    public Device {
        numbers = List.copyOf(numbers);
        if (numbers.isEmpty() || numbers.size() > MAX_LINES) {
            throw new IllegalArgumentException(name + ": 1 to " + MAX_LINES + " directory numbers are needed");
        }
        numbers.forEach(Numbers::check);
        if (WireTexts.length(label) > MAX_LABEL) {
            throw new IllegalArgumentException(name + ": a label has at most " + MAX_LABEL + " bytes");
        }
    }

    /** A voice-messaging port with one line. */
    public static Device port(String name, SecurityMode mode, String number) {
        return new Device(new DeviceName(name), mode, Kind.PORT, List.of(number), "Voicemail");
    }

    /** A telephone with one line. */
    public static Device phone(String name, SecurityMode mode, String number, String label) {
        return new Device(new DeviceName(name), mode, Kind.PHONE, List.of(number), label);
    }

    /** The directory number of a line, counted from 1; the first one for a line that isn't there. */
    String number(int line) {
        return numbers.get(line >= 1 && line <= numbers.size() ? line - 1 : 0);
    }
}
