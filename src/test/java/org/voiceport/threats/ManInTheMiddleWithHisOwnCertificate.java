package org.voiceport.threats;

import java.util.List;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;

/** He makes himself a certificate that says what the call manager's says. */
final class ManInTheMiddleWithHisOwnCertificate implements Threat {
    @Override
    public String key() {
        return "mitm-own-certificate";
    }

    @Override
    public String title() {
        return "man in the middle, own certificate";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(
                mode,
                "signaling and device authentication: man-in-the-middle attacks that modify the information flow");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        return Impostor.attack(lab, mode, List.of(new Impostor.Shown("his own certificate", Keys.stranger())));
    }
}
