package org.voiceport.threats;

import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;

/** A thief makes himself a certificate with the name of a port, under a root of his own. */
final class PortNameIsStolenWithAForeignCertificate implements Threat {
    @Override
    public String key() {
        return "theft-foreign-certificate";
    }

    @Override
    public String title() {
        return "port name stolen, certificate of another CA";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(mode, "device authentication: identity theft of the Cisco Unity voice messaging port");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        return CertificateThief.attack(
                lab, victim, Keys.ofOtherRoot(victim.port().name()), "a certificate in its name from another root");
    }
}
