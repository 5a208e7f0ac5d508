package org.voiceport.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Directs log lines to standard error, and to a file if asked. Nothing goes to standard output. Writing happens on
 * threads of its own behind queues of {@value #QUEUE} lines, so that whoever logs never waits; lines that don't fit are lost.
 */
public final class LogSetup implements AutoCloseable {
    private static final int QUEUE = 8192;
    private static final int FLUSH_MILLIS = 2000;
    private static final String OWN_CLASSES = "org.voiceport";
    /** What somebody asks for is logged whatever the level. */
    private static final List<String> ASKED = List.of(EventLog.ASKED, EventLog.WIRE_ASKED);

    private static final Rolling ROLLING = new Rolling(
            50 * FileSize.MB_COEFFICIENT, FileSize.GB_COEFFICIENT, 30, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final LoggerContext context;

    /**
     * How log files roll over, each day and at a size.
     *
     * @param fileBytes when a file is full
     * @param allBytes how much all full files may have together
     * @param days how long they are kept
     * @param sizeEvery how often the size is looked at; a file may grow beyond it in that time
     * @param lookEvery how often to look whether the file is still there
     */
    record Rolling(long fileBytes, long allBytes, int days, Duration sizeEvery, Duration lookEvery) {}

    private LogSetup(LoggerContext context) {
        this.context = context;
    }

    /**
     * Sets logging up for the whole process, in place of what was set up before.
     *
     * @param level of the daemon's own lines; those of libraries are written from warning on, or from error on if this is
     *     error
     * @param file gets all lines too; it is rolled over daily and at 50 MB, kept for 30 days and up to 1 GB
     * @return to be closed at the very end: writes what is still queued
     * @throws IOException if {@code file} can't be written; then nothing has changed
     */
    public static LogSetup configure(LogFormat format, org.slf4j.event.Level level, Optional<Path> file)
            throws IOException {
        return configure(format, level, file, ROLLING);
    }

    static LogSetup configure(LogFormat format, org.slf4j.event.Level level, Optional<Path> file, Rolling rolling)
            throws IOException {
        if (file.isPresent()) {
            tryToOpen(file.get());
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        List<Appender<ILoggingEvent>> queues = new ArrayList<>();
        queues.add(queue(context, standardError(context, format)));
        file.ifPresent(path -> queues.add(queue(context, rollingFile(context, format, path, rolling))));
        direct(context, Level.convertAnSLF4JLevel(level), queues);
        ASKED.forEach(name -> context.getLogger(name).setLevel(Level.TRACE));
        return new LogSetup(context);
    }

    /** Another level from now on, as in {@link #configure}. */
    public void level(org.slf4j.event.Level level) {
        direct(context, Level.convertAnSLF4JLevel(level), List.of());
    }

    /** The state before {@link #configure}: warnings and errors to standard error, as text, written at once. */
    static void warningsOnly(LoggerContext context) {
        context.reset();
        direct(context, Level.WARN, List.of(standardError(context, LogFormat.TEXT)));
    }

    private static void tryToOpen(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
    }

    private static void direct(LoggerContext context, Level level, List<Appender<ILoggingEvent>> appenders) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        appenders.forEach(root::addAppender);
        context.getLogger(EventLog.LOGGER).setLevel(level);
        context.getLogger(OWN_CLASSES).setLevel(level);
    }

    /** One for each appender, so that a terminal that doesn't take lines holds up the file as little as anyone else. */
    private static Appender<ILoggingEvent> queue(LoggerContext context, Appender<ILoggingEvent> appender) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(appender);
        queue.start();
        return queue;
    }

    private static Appender<ILoggingEvent> standardError(LoggerContext context, LogFormat format) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        return started(context, format, appender);
    }

    private static Appender<ILoggingEvent> rollingFile(
            LoggerContext context, LogFormat format, Path file, Rolling rolling) {
        LogFile appender = new LogFile(rolling.lookEvery());
        appender.setContext(context);
        appender.setFile(file.toString());
        FullFiles<ILoggingEvent> full = new FullFiles<>();
        full.setContext(context);
        full.setMaxFileSize(new FileSize(rolling.fileBytes()));
        full.setCheckIncrement(
                new ch.qos.logback.core.util.Duration(rolling.sizeEvery().toMillis()));
        TimeBasedRollingPolicy<ILoggingEvent> policy = new TimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setTimeBasedFileNamingAndTriggeringPolicy(full);
        policy.setFileNamePattern(file.toString().replace("%", "\\%") + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxHistory(rolling.days());
        policy.setTotalSizeCap(new FileSize(rolling.allBytes()));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(full);
        return started(context, format, appender);
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context, LogFormat format, OutputStreamAppender<ILoggingEvent> appender) {
        Encoder<ILoggingEvent> encoder = format.encoder();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** Writes what is queued, for at most 2 s. Later lines, from warnings on, go to standard error at once. */
    @Override
    public void close() {
        warningsOnly(context);
    }
}
