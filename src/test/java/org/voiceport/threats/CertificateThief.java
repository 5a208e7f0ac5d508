package org.voiceport.threats;

import org.voiceport.trust.Identity;

/** A thief who has a certificate, though not the port's. */
final class CertificateThief {
    private CertificateThief() {}

    static Finding attack(Lab lab, Victim victim, Identity identity, String what) throws InterruptedException {
        victim.registered();
        Thief.holdOff(victim);
        if (!victim.mode().secure()) {
            Thief.Attempt attempt = Thief.inClear(lab, victim);
            return new Finding(
                    attempt.registered(),
                    "to register in the port's name; nobody asks for a certificate (" + what + ")",
                    attempt.observed());
        }
        Thief.Attempt attempt = Thief.overTls(lab, victim, identity);
        Thief.Attempt own = Thief.overTls(lab, victim, victim.identity().orElseThrow());
        return new Finding(
                attempt.registered(),
                "to register over TLS in the port's name with " + what,
                attempt.observed(),
                new Finding.Control(own.registered(), "with the port's own key the same thief is " + own.observed()));
    }
}
