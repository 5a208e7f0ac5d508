package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/** A thief knows the name of a port, and registers as it: in clear, and over TLS without any certificate. */
final class PortNameIsStolenWithoutACertificate implements Threat {
    @Override
    public String key() {
        return "theft-without-certificate";
    }

    @Override
    public String title() {
        return "port name stolen, no certificate";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(
                mode, "signaling and device authentication: identity theft of the Cisco Unity voice messaging port");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        victim.registered();
        Thief.holdOff(victim);
        Thief.Attempt inClear = Thief.inClear(lab, victim);
        if (!mode.secure()) {
            return new Finding(inClear.registered(), "to register in the port's name, in clear", inClear.observed());
        }
        Thief.Attempt overTls = Thief.overTls(victim, Tls.asNobody());
        Thief.Attempt own = Thief.overTls(victim, Tls.as(victim.identity().orElseThrow()));
        return new Finding(
                inClear.registered() || overTls.registered(),
                "to register in the port's name, in clear and over TLS without a certificate",
                "in clear: " + inClear.observed() + "; over TLS: " + overTls.observed(),
                new Finding.Control(
                        own.registered(), "over TLS with the port's own key the same thief is " + own.observed()));
    }
}
