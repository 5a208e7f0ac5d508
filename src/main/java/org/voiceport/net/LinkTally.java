package org.voiceport.net;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.Message;

/** Counts what goes over the links of a port, and shows it to the tap. The port's event loop counts, any thread may look. */
final class LinkTally {
    private static final Logger LOG = LoggerFactory.getLogger(LinkTally.class);

    private final DeviceName device;
    private final WireTap tap;
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder shortened = new LongAdder();
    private final LongAdder missingBytes = new LongAdder();
    private final LongAdder lengthened = new LongAdder();
    private final LongAdder surplusBytes = new LongAdder();

    LinkTally(DeviceName device, WireTap tap) {
        this.device = device;
        this.tap = tap;
    }

    void sent(Decoded decoded) {
        LOG.trace("{} >> {}", device, decoded.message().name());
        sent.increment();
        show(() -> tap.sent(decoded));
    }

    void received(Decoded decoded) {
        LOG.trace("{} << {}", device, decoded.message().name());
        received.increment();
        if (decoded.message() instanceof Message.Unknown) {
            unknown.increment();
        }
        if (decoded.missing() > 0) {
            shortened.increment();
            missingBytes.add(decoded.missing());
        }
        if (decoded.surplusBehindPadding() > 0) {
            lengthened.increment();
            surplusBytes.add(decoded.surplusBehindPadding());
        }
        show(() -> tap.received(decoded));
    }

    void malformed(Fault fault) {
        malformed.increment();
        show(() -> tap.malformed(fault.what()));
    }

    /** Who only looks can't break anything. */
    private void show(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("{}: can't show a message", device, e);
        }
    }

    LinkCounts counts() {
        return new LinkCounts(
                sent.sum(),
                received.sum(),
                unknown.sum(),
                malformed.sum(),
                shortened.sum(),
                missingBytes.sum(),
                lengthened.sum(),
                surplusBytes.sum());
    }
}
