package org.voiceport.observe;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.PortEvent;
import org.voiceport.event.Severity;

/**
 * Writes one log line for each event, at the level of its severity, through the logger {@code voiceport}. The event itself
 * goes along as the value {@code event}, from which the layouts of {@link LogSetup} take port, call and facts; any other
 * slf4j back end still gets the sentence. Too many lines of one port, or of one event without a port, are left out and
 * counted. Any thread may call it.
 */
public final class EventLog implements EventSink {
    /** Name of the logger of all events. */
    public static final String LOGGER = "voiceport";

    /** Name of the logger of those that are logged because somebody asked for them; the level of the log isn't its. */
    static final String ASKED = LOGGER + ".asked";

    /** Name of the logger of SCCP messages ({@code log.wire}). */
    public static final String WIRE = LOGGER + ".wire";

    /** Likewise of those that somebody asked for. */
    public static final String WIRE_ASKED = WIRE + ".asked";

    /** Key of the device name that a line which is no event may carry; both layouts then show it as a port's line. */
    public static final String PORT = "port";

    /** A call has about ten lines. */
    static final int BURST_OF_PORT = 300;

    static final int PER_SECOND_OF_PORT = 50;

    /** As many as some thousand ports may give cause to. */
    static final int BURST_OF_ID = 1000;

    static final int PER_SECOND_OF_ID = 200;

    private static final Duration COUNT_AFTER = Duration.ofSeconds(2);

    private final Logger logger = LoggerFactory.getLogger(LOGGER);
    private final Logger asked = LoggerFactory.getLogger(ASKED);
    private final LogDetail detail;
    private final Duration countAfter;
    private final LineLimit ofPorts = new LineLimit(BURST_OF_PORT, PER_SECOND_OF_PORT);
    private final LineLimit ofIds = new LineLimit(BURST_OF_ID, PER_SECOND_OF_ID);

    public EventLog() {
        this(new LogDetail());
    }

    /** @param detail what is logged beyond the level of the log */
    public EventLog(LogDetail detail) {
        this(detail, COUNT_AFTER);
    }

    /** @param countAfter how soon it is told that lines were left out, at most once in that time for each kind */
    EventLog(LogDetail detail, Duration countAfter) {
        this.detail = detail;
        this.countAfter = countAfter;
    }

    @Override
    public void accept(Event event) {
        boolean more = detail.wants(event);
        if (!more && !logger.isEnabledForLevel(level(event.severity()))) {
            return;
        }
        boolean ofPort = event.port().isPresent();
        Object kind = ofPort ? event.port().get() : event.id();
        LineLimit limit = ofPort ? ofPorts : ofIds;
        switch (limit.pass(kind, System.nanoTime())) {
            case PASS -> write(event, more);
            case FIRST_LEFT_OUT -> {
                // The storm may be over by then, and no other line come.
                var unused = LogTimer.after(countAfter, () -> tellLeftOut(kind));
            }
            case LEFT_OUT -> {}
        }
    }

    /** Tells of all lines that were left out and not yet counted: for the end. */
    public void tellLeftOut() {
        ofPorts.kinds().forEach(this::tellLeftOut);
        ofIds.kinds().forEach(this::tellLeftOut);
    }

    private void tellLeftOut(Object kind) {
        int lines = (kind instanceof DeviceName ? ofPorts : ofIds).takeLeftOut(kind);
        if (lines > 0) {
            write(
                    kind instanceof DeviceName port
                            ? new PortEvent.LinesLeftOut(port, lines)
                            : new DaemonEvent.LinesLeftOut(kind.toString(), lines),
                    false);
        }
    }

    private void write(Event event, boolean more) {
        (more ? asked : logger)
                .atLevel(level(event.severity()))
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
