package org.voiceport.threats;

import java.util.List;
import org.voiceport.event.SecurityMode;

/** A whole session of a port, from its first byte through registration and a call, as the attacker recorded it. */
record Recording(List<byte[]> toPort, List<byte[]> fromPort) {

    static Recording make(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        Wire wire = victim.registered();
        int mark = victim.port().mark();
        Calls.during(
                lab.phone(mode), victim.port().mailbox(), call -> victim.port().told(mark, "CALL-002"));
        victim.port().told(mark, "CALL-006");
        return new Recording(wire.seen(Direction.TO_PORT), wire.seen(Direction.FROM_PORT));
    }

    String size() {
        int bytes = Search.joined(toPort).length + Search.joined(fromPort).length;
        return bytes + " bytes";
    }
}
