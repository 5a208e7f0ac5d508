package org.voiceport.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/**
 * A log file that rolls over, and opens its path anew if somebody has moved or removed the file, as logrotate does: lines
 * would go where nobody finds them. Works on the thread behind its queue.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    private final long lookEvery;
    private long looked = System.nanoTime();
    /** What the system calls the file that is open; empty if it has no such name. */
    private Optional<Object> key = Optional.empty();

    /** @param lookEvery how often to look whether the file is still there */
    LogFile(Duration lookEvery) {
        this.lookEvery = lookEvery.toNanos();
    }

    @Override
    public void openFile(String name) throws IOException {
        super.openFile(name);
        key = Optional.ofNullable(attributes(Path.of(name)).fileKey());
    }

    @Override
    protected void subAppend(ILoggingEvent line) {
        long now = System.nanoTime();
        if (now - looked >= lookEvery) {
            looked = now;
            openAgainIfMoved();
        }
        super.subAppend(line);
    }

    private void openAgainIfMoved() {
        Path path = Path.of(getFile());
        try {
            if (Files.exists(path)
                    && Optional.ofNullable(attributes(path).fileKey()).equals(key)) {
                return;
            }
            openFile(getFile());
        } catch (IOException e) {
            // Standard error still has the lines, and the next look tries again.
            addWarn("can't open the log file again", e);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
