package org.voiceport.threats;

import java.io.IOException;
import org.voiceport.audio.Similarity;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimulatedPhone;

/** Packets of a call between port and phone are recorded and played, in both directions. */
final class MediaIsSniffed implements Threat {
    @Override
    public String key() {
        return "media-sniffed";
    }

    @Override
    public String title() {
        return "media sniffed";
    }

    @Override
    public Ground ground() {
        return Ground.MEDIA;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.media(mode);
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        return sniff(lab.line(mode), lab.phone(mode));
    }

    /** Listens to a call of that phone. */
    static Finding sniff(Line line, SimulatedPhone phone) throws IOException, InterruptedException {
        Line.Recorded call = line.call(phone, Sound.SPEECH);
        double caller =
                Similarity.compare(Sound.SPEECH, Sound.heard(call.toPort())).score();
        double port =
                Similarity.compare(Sound.GREETING, Sound.heard(call.fromPort())).score();
        if (call.holds(Sound.SPEECH) < Sound.SAME) {
            throw new NothingHappened(
                    "the call itself went wrong: " + call.ended().words());
        }
        boolean heard = caller >= Sound.SAME && port >= Sound.SAME;
        if (!heard && Math.max(caller, port) >= Sound.OTHER) {
            throw new NothingHappened("neither heard nor not heard: " + caller + ", " + port);
        }
        return new Finding(
                heard,
                "to play the captured packets of caller (" + call.toPort().size() + ") and port ("
                        + call.fromPort().size() + ")",
                "similarity with what the caller said " + Sound.score(caller) + ", with the port's greeting "
                        + Sound.score(port) + "; " + call.ended().words(),
                heard ? Finding.Control.NONE : withTheKey(line, call));
    }

    private static Finding.Control withTheKey(Line line, Line.Recorded call) {
        double caller = line.key()
                .map(key -> Similarity.compare(Sound.SPEECH, Sound.heard(Sound.decrypted(call.toPort(), key)))
                        .score())
                .orElse(0.0);
        return new Finding.Control(
                caller >= Sound.SAME,
                "with the key the same packets are played with similarity " + Sound.score(caller));
    }
}
