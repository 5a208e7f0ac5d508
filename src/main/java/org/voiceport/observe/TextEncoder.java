package org.voiceport.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Event;

/**
 * Lines for people, their beginnings aligned:
 *
 * <pre>
 * 2026-11-23T18:52:13.123+01:00 INFO  PORT-001   [CiscoUM1-VI1] registered encrypted with ...
 * 2026-11-23T18:52:14.007+01:00 WARN  CALL-004   [CiscoUM1-VI1 call 0x01000012] media is in clear: ... -> set the ...
 * 2026-11-23T18:52:14.031+01:00 INFO  -          [CiscoUM1-VI1] >> KeepAlive ...
 * 2026-11-23T18:52:15.300+01:00 WARN  -          io.netty.util.ResourceLeakDetector: LEAK ...
 * </pre>
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneId.systemDefault());

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent line) {
        StringBuilder out = new StringBuilder(200);
        time.formatTo(line.getInstant(), out);
        pad(out.append(' '), line.getLevel().toString(), 5);
        LogLine.event(line).ifPresentOrElse(event -> tell(out, event), () -> tell(out, line));
        @Nullable IThrowableProxy thrown = line.getThrowableProxy();
        if (thrown != null) {
            out.append(" (").append(LogLine.trace(thrown)).append(')');
        }
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void tell(StringBuilder out, Event event) {
        pad(out, event.id(), 10);
        event.port().ifPresent(port -> {
            out.append('[').append(port);
            event.call().ifPresent(call -> out.append(" call ").append(LogLine.reference(call)));
            out.append("] ");
        });
        out.append(LogLine.oneLine(event.text()));
        if (!event.todo().isEmpty()) {
            out.append(" -> ").append(LogLine.oneLine(event.todo()));
        }
    }

    private static void tell(StringBuilder out, ILoggingEvent line) {
        pad(out, "-", 10);
        LogLine.port(line)
                .ifPresentOrElse(
                        port -> out.append('[').append(port).append("] "),
                        () -> out.append(LogLine.oneLine(line.getLoggerName())).append(": "));
        out.append(LogLine.oneLine(line.getFormattedMessage()));
    }

    private static void pad(StringBuilder out, String word, int width) {
        out.append(word).append(" ".repeat(Math.max(0, width - word.length()) + 1));
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
