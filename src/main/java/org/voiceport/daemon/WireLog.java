package org.voiceport.daemon;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voiceport.event.DeviceName;
import org.voiceport.net.WireTap;
import org.voiceport.observe.EventLog;
import org.voiceport.observe.LogDetail;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.WireLine;

/**
 * Logs each message of a port ({@code log.wire}, or somebody asked for it): {@code [device] >> line} for what the port sends,
 * {@code <<} for what it receives, at level info.
 */
final class WireLog implements WireTap {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.WIRE);
    private static final Logger ASKED = LoggerFactory.getLogger(EventLog.WIRE_ASKED);

    private final DeviceName device;
    private final boolean always;
    private final LogDetail detail;

    /** @param always false: only while {@code detail} wants it */
    WireLog(DeviceName device, boolean always, LogDetail detail) {
        this.device = device;
        this.always = always;
        this.detail = detail;
    }

    @Override
    public void sent(Decoded message) {
        log(">>", () -> WireLine.of(message));
    }

    @Override
    public void received(Decoded message) {
        log("<<", () -> WireLine.of(message));
    }

    @Override
    public void malformed(String what) {
        log("<<", () -> WireLine.malformed(what));
    }

    private void log(String direction, Supplier<String> line) {
        boolean configured = always && LOG.isInfoEnabled();
        if (!configured && !detail.wire(device)) {
            return;
        }
        (configured ? LOG : ASKED)
                .atInfo()
                .addKeyValue(EventLog.PORT, device)
                .setMessage("{} {}")
                .addArgument(direction)
                .addArgument(line.get())
                .log();
    }
}
