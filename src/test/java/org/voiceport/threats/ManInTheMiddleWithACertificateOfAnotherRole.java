package org.voiceport.threats;

import java.util.List;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;

/** He has got hold of a key whose certificate is in the CTL at the call manager's very address, but in another role. */
final class ManInTheMiddleWithACertificateOfAnotherRole implements Threat {
    @Override
    public String key() {
        return "mitm-other-role";
    }

    @Override
    public String title() {
        return "man in the middle, CTL certificate of another role";
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
                List.of(
                        new Impostor.Shown("the CAPF certificate of the CTL", Cluster.capf()),
                        new Impostor.Shown("the TFTP certificate of the CTL", Cluster.tftp()),
                        new Impostor.Shown("the certificate of the CTL's signer", Keys.signer())));
    }
}
