package org.voiceport.threats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.voiceport.event.SecurityMode;

/** The attacker plays a recorded call manager to a port that registers: the same answers, and the call that there was. */
final class SessionIsReplayedToThePort implements Threat {
    @Override
    public String key() {
        return "replay-to-port";
    }

    @Override
    public String title() {
        return "signalling replayed to the port";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(
                mode,
                "signaling authentication: tampering with signaling, identity theft of the Cisco CallManager server");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        Recording recording = Recording.make(lab, mode);
        victim.registered();
        int mark = victim.cutOff(replay(recording.toPort()));
        Told told = victim.port().told(mark, "PORT-001", "PORT-002", "PORT-003").orOnly("untrusted");
        boolean registered = told.is("PORT-001");
        String call = registered
                ? victim.port().told(mark, "CALL-001").words() + ", a call that nobody makes"
                : "the port never registered";
        return new Finding(
                registered,
                "to answer the port with a session recorded before (" + recording.size() + "), registration and call",
                told.words() + "; " + call);
    }

    /** Everything at once as soon as the port has said something; then he lets the port speak until it has enough. */
    private static Course replay(List<byte[]> recorded) {
        return visit -> {
            Cut cut = visit.secure() ? Cut.RECORDS : Cut.MESSAGES;
            if (cut.next(visit.socket().getInputStream()) == null) {
                return;
            }
            try {
                for (byte[] piece : recorded) {
                    visit.socket().getOutputStream().write(piece);
                }
            } catch (IOException enough) {
                return;
            }
            visit.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    }
}
