package org.voiceport.threats;

import java.util.List;
import org.voiceport.event.SecurityMode;

/** He has got hold of the key of another call manager, whose certificate is in the CTL too. */
final class ManInTheMiddleWithTheCertificateOfAnotherServer implements Threat {
    @Override
    public String key() {
        return "mitm-other-server";
    }

    @Override
    public String title() {
        return "man in the middle, CTL certificate of another call manager";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(mode, "device authentication: man-in-the-middle attacks; relies on the CTL");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        return Impostor.attack(
                lab,
                mode,
                List.of(new Impostor.Shown(
                        "the certificate of another call manager of the CTL", Cluster.otherCallManager())));
    }
}
