package org.voiceport.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Event;
import org.voiceport.event.Severity;

/**
 * One JSON object in a line with field names of the Elastic Common Schema: {@code @timestamp} (UTC), {@code log.level},
 * {@code message}, {@code event.code} (the event's id), {@code event.severity} (syslog's number), where it comes from;
 * {@code voiceport.port}, {@code voiceport.call}, {@code voiceport.todo} and {@code voiceport.<fact>} for what ECS has no
 * names for. ASCII only: all else is escaped.
 */
final class JsonEncoder extends EncoderBase<ILoggingEvent> {
    /** The release of the schema whose names these are; none of them has changed since. */
    private static final String ECS = "8.11.0";

    private final Origin origin = Origin.here();

    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent line) {
        StringBuilder out = new StringBuilder(400).append('{');
        text(out, "@timestamp", time.format(line.getInstant()));
        text(out, "log.level", line.getLevel().toString().toLowerCase(Locale.ROOT));
        text(out, "ecs.version", ECS);
        LogLine.event(line).ifPresentOrElse(event -> tell(out, event), () -> tell(out, line));
        text(out, "service.name", "voiceportd");
        text(out, "service.version", origin.version());
        origin.host().ifPresent(host -> text(out, "host.name", host));
        fact(out, "process.pid", origin.pid());
        text(out, "process.thread.name", line.getThreadName());
        @Nullable IThrowableProxy thrown = line.getThrowableProxy();
        if (thrown != null) {
            text(out, "error.type", thrown.getClassName());
            text(out, "error.message", String.valueOf(thrown.getMessage()));
            text(out, "error.stack_trace", LogLine.trace(thrown));
        }
        return out.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void tell(StringBuilder out, Event event) {
        text(out, "message", event.text());
        text(out, "event.code", event.id());
        text(out, "event.kind", "event");
        fact(out, "event.severity", syslog(event.severity()));
        event.port().ifPresent(port -> text(out, "voiceport.port", port.value()));
        event.call().ifPresent(call -> text(out, "voiceport.call", LogLine.reference(call)));
        event.facts((name, value) -> fact(out, "voiceport." + name, value));
        if (!event.todo().isEmpty()) {
            text(out, "voiceport.todo", event.todo());
        }
        text(out, "log.logger", EventLog.LOGGER);
    }

    /** The number of RFC 5424 §6.2.1. */
    private static int syslog(Severity severity) {
        return switch (severity) {
            case ERROR -> 3;
            case WARN -> 4;
            case INFO -> 6;
            case DEBUG -> 7;
        };
    }

    private static void tell(StringBuilder out, ILoggingEvent line) {
        text(out, "message", line.getFormattedMessage());
        LogLine.port(line).ifPresent(port -> text(out, "voiceport.port", port.value()));
        text(out, "log.logger", line.getLoggerName());
    }

    private static void fact(StringBuilder out, String name, Object value) {
        boolean bare =
                value instanceof Boolean || (value instanceof Number number && Double.isFinite(number.doubleValue()));
        if (bare) {
            name(out, name).append(value);
        } else {
            text(out, name, value.toString());
        }
    }

    private static void text(StringBuilder out, String name, @Nullable String value) {
        string(name(out, name), value == null ? "" : value);
    }

    private static StringBuilder name(StringBuilder out, String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        string(out, name);
        return out.append(':');
    }

    /** RFC 8259 §7; a cut never splits a surrogate pair's escape, a lone surrogate stays a legal escape. */
    private static void string(StringBuilder out, String text) {
        out.append('"');
        int end = Math.min(text.length(), LogLine.LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7F) {
                out.append(c);
            } else {
                out.append(
                        Character.isSurrogate(c) && !isPaired(text, i, end)
                                ? "\\uFFFD"
                                : String.format("\\u%04X", (int) c));
            }
        }
        out.append(end < text.length() ? "...\"" : "\"");
    }

    private static boolean isPaired(String text, int i, int end) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
