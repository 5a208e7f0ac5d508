package org.voiceport.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.voiceport.event.DeviceName;
import org.voiceport.messaging.Lamps;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;
import org.voiceport.port.Port;

/** The ports that switch message lamps. Filled as ports are set going; for any thread. */
final class LampLines implements Supplier<List<Lamps.Line>> {
    private final List<Lamps.Line> lines = new CopyOnWriteArrayList<>();

    void add(DeviceName device, Port port) {
        lines.add(new PortLine(device, port));
    }

    void remove(Port port) {
        lines.removeIf(line -> line instanceof PortLine own && own.port().equals(port));
    }

    @Override
    public List<Lamps.Line> get() {
        return lines;
    }

    private record PortLine(DeviceName device, Port port) implements Lamps.Line {
        @Override
        public void place(Outgoing outgoing, OutgoingHandler from) {
            port.place(outgoing, from);
        }
    }
}
