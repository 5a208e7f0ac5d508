package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/** A thief has the key of one port, whose certificate the call manager trusts, and registers as another one. */
final class PortNameIsStolenWithTheCertificateOfAnotherPort implements Threat {
    @Override
    public String key() {
        return "theft-other-port";
    }

    @Override
    public String title() {
        return "port name stolen, certificate of another port";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(mode, "device authentication: the entity is what it claims to be");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim other = lab.victim(mode == SecurityMode.ENCRYPTED ? SecurityMode.AUTHENTICATED : SecurityMode.ENCRYPTED);
        return CertificateThief.attack(
                lab,
                lab.victim(mode),
                other.identity().orElseThrow(),
                "the certificate of " + other.port().name());
    }
}
