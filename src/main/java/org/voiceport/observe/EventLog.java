package org.voiceport.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.PortEvent;
import org.voiceport.event.Severity;

/**
 * Writes one log line for each event, at the level of its severity, through the logger {@code voiceport}. The event itself
 * goes along as the value {@code event}, from which the layouts of {@link LogSetup} take port, call and facts; any other
 * slf4j back end still gets the sentence. Any thread may call it.
 */
public final class EventLog implements EventSink {
    /** Name of the logger of all events. */
    public static final String LOGGER = "voiceport";

    /** Key of the device name that a line which is no event may carry; both layouts then show it as a port's line. */
    public static final String PORT = "port";

    private final Logger logger = LoggerFactory.getLogger(LOGGER);

    private final LineLimit limit = new LineLimit();

    @Override
    public void accept(Event event) {
        int leftOut =
                event.port().map(port -> limit.pass(port, System.nanoTime())).orElse(0);
        if (leftOut < 0) {
            return;
        }
        if (leftOut > 0) {
            write(new PortEvent.LinesLeftOut(event.port().orElseThrow(), leftOut));
        }
        write(event);
    }

    private void write(Event event) {
        logger.atLevel(level(event.severity()))
                .addKeyValue(LogLine.EVENT, event)
                .log(event.text());
    }

    private static Level level(Severity severity) {
        return switch (severity) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }
}
