package org.voiceport.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;

/** What both layouts take from a log line, and how they keep it one line of bounded length. */
final class LogLine {
    /** Key under which {@link EventLog} hands over the event. */
    static final String EVENT = "event";

    /** Most characters of one text; longer ones are cut and end in {@code ...}. */
    static final int LONGEST = 8192;

    private static final int FRAMES = 12;
    private static final int CAUSES = 5;

    private LogLine() {}

    /** The event of the line, or empty for a line that a library or a class logged by itself. */
    static Optional<Event> event(ILoggingEvent line) {
        @Nullable List<KeyValuePair> pairs = line.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.value instanceof Event event) {
                    return Optional.of(event);
                }
            }
        }
        return Optional.empty();
    }

    /** The port of a line that is no event, or empty if it says none. */
    static Optional<DeviceName> port(ILoggingEvent line) {
        @Nullable List<KeyValuePair> pairs = line.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.value instanceof DeviceName device) {
                    return Optional.of(device);
                }
            }
        }
        return Optional.empty();
    }

    /** A call's reference as it stands in both layouts. */
    static String reference(int call) {
        return String.format("0x%08X", call);
    }

    /** {@code text} with white space and harmful characters replaced, so that it is one line and says what it seems to say. */
    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 3);
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            line.appendCodePoint(replaced(c));
            i += Character.charCount(c);
        }
        return end < text.length() ? line.append("...").toString() : line.toString();
    }

    private static int replaced(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? ' ' : '?';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '?';
            default -> codePoint;
        };
    }

    /** An exception and its causes, each with its nearest frames, in one line. */
    static String trace(IThrowableProxy thrown) {
        StringBuilder trace = new StringBuilder();
        @Nullable IThrowableProxy next = thrown;
        for (int i = 0; next != null && i < CAUSES; i++) {
            trace.append(i == 0 ? "" : "; caused by ").append(headline(next));
            StackTraceElementProxy[] frames = next.getStackTraceElementProxyArray();
            for (int frame = 0; frame < Math.min(frames.length, FRAMES); frame++) {
                trace.append(frame == 0 ? " at " : " < ").append(frames[frame].getStackTraceElement());
            }
            next = next.getCause();
        }
        return oneLine(trace.toString());
    }

    static String headline(IThrowableProxy thrown) {
        @Nullable String message = thrown.getMessage();
        return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
    }
}
