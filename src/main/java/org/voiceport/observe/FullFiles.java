package org.voiceport.observe;

import ch.qos.logback.core.rolling.SizeAndTimeBasedFileNamingAndTriggeringPolicy;
import java.io.File;

/**
 * Has a log file roll over when it is full or of another day, but nothing that is no file: whoever logs to a terminal or
 * pipe, and may do so, would have it renamed for all others.
 */
final class FullFiles<E> extends SizeAndTimeBasedFileNamingAndTriggeringPolicy<E> {
    @Override
    public boolean isTriggeringEvent(File active, E line) {
        return super.isTriggeringEvent(active, line) && active.isFile();
    }
}
