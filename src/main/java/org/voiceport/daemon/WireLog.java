package org.voiceport.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voiceport.event.DeviceName;
import org.voiceport.net.WireTap;
import org.voiceport.observe.EventLog;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.WireLine;

/**
 * Logs each message of a port ({@code log.wire}): {@code [device] >> line} for what the port sends, {@code <<} for what it
 * receives, at level info.
 */
final class WireLog implements WireTap {
    /** Name of the logger. */
    static final String LOGGER = EventLog.LOGGER + ".wire";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final DeviceName device;

    WireLog(DeviceName device) {
        this.device = device;
    }

    @Override
    public void sent(Decoded message) {
        log(">>", WireLine.of(message));
    }

    @Override
    public void received(Decoded message) {
        log("<<", WireLine.of(message));
    }

    @Override
    public void malformed(String what) {
        log("<<", WireLine.malformed(what));
    }

    private void log(String direction, String line) {
        LOG.atInfo()
                .addKeyValue(EventLog.PORT, device)
                .setMessage("{} {}")
                .addArgument(direction)
                .addArgument(line)
                .log();
    }
}
