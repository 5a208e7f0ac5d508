package org.voiceport.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;

/** How a log line looks. */
public enum LogFormat {
    /** For people: time, level, event id, port and call, sentence, what to do. */
    TEXT,
    /** For machines: one JSON object in a line, field names of the Elastic Common Schema. */
    JSON;

    Encoder<ILoggingEvent> encoder() {
        return this == TEXT ? new TextEncoder() : new JsonEncoder();
    }
}
