package org.voiceport.event;

import java.util.Optional;

/** Decisions about certificates and the certificate trust list (CTL). */
public sealed interface TrustEvent extends Event {

    /** A CTL decides from now on which call managers are trusted. {@code because} names the rule that put it in force. */
    record CtlInForce(String file, String sha256, String signer, int callManagers, String because)
            implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "CTL " + file + " is in force (" + because + "), " + callManagers
                    + (callManagers == 1 ? " call-manager record" : " call-manager records") + ", sha256 " + sha256;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("file", file);
            facts.put("sha256", sha256);
            facts.put("signer", signer);
            facts.put("call_managers", callManagers);
            facts.put("because", because);
        }
    }

    /** A CTL is not used. Ports in a secure mode stay offline if no other one is in force. */
    record CtlRefused(String file, String reason, String todo) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-002";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            // Faults name the file themselves.
            String prefix = "CTL " + file;
            return "refused " + (reason.startsWith(prefix) ? reason : prefix + ": " + reason);
        }

        @Override
        public void facts(Facts facts) {
            facts.put("file", file);
            facts.put("reason", reason);
        }
    }

    /** A setting makes trust weaker than it could be; told at every start. */
    record Weakened(String setting, String effect) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-003";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return setting + ": " + effect;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("setting", setting);
            facts.put("effect", effect);
        }
    }

    /** A port registered with a call manager whose certificate has ended but matches byte for byte. */
    record PeerCertificateExpired(DeviceName device, String fingerprint, String matchedBy) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-004";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the call manager's certificate sha256 " + fingerprint + " has expired, accepted as it is the "
                    + matchedBy + " byte for byte";
        }

        @Override
        public String todo() {
            return "renew it on the call manager, then update the CTL; trust.rejectExpired: true refuses it";
        }

        @Override
        public Optional<DeviceName> port() {
            return Optional.of(device);
        }

        @Override
        public void facts(Facts facts) {
            facts.put("fingerprint", fingerprint);
            facts.put("matched_by", matchedBy);
        }
    }

    /** A CTL that was fetched is not used; one that is in force stays so. Told once for a file and a reason. */
    record CtlQuarantined(String source, String sha256, String reason, String todo, String quarantine)
            implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-005";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "refused " + reason + (quarantine.isEmpty() ? "" : "; kept as " + quarantine);
        }

        @Override
        public void facts(Facts facts) {
            facts.put("source", source);
            facts.put("sha256", sha256);
            facts.put("reason", reason);
            facts.put("quarantine", quarantine);
        }
    }

    /** No TFTP server gave a CTL; one that is in force stays so. */
    record CtlUnavailable(String reason, String todo) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-006";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the CTL can't be fetched from any TFTP server: " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }

    /**
     * New trust material that can't be used; the ports that run go on with what they have.
     *
     * @param ports how many
     * @param first the name of one of them
     */
    record MaterialKept(int ports, String first, String reason, String todo) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-007";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            String who = ports == 1 ? "port " + first + " goes" : ports + " ports (" + first + " and others) go";
            return who + " on with the trust material in use, the new one can't be used: " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("ports", ports);
            facts.put("first", first);
            facts.put("reason", reason);
        }
    }

    /**
     * Something of the trust material is wrong that {@code check} refuses; whom it concerns can't use it, the others go on.
     */
    record Flawed(String reason, String todo) implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-008";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }

    /**
     * A certificate in use ends within 90, 30 or 7 days; told once for each of these, and again after a start.
     *
     * @param whose who uses it, such as {@code port CiscoUM1-VI1}; of several, whose ends first
     * @param certificates how many it is about: ports whose certificates end together are told in one line
     * @param fingerprint of the one that ends first
     * @param validUntil when that one ends
     * @param daysLeft whole days until then
     */
    record CertificateEndsSoon(
            String whose, int certificates, String fingerprint, String validUntil, int daysLeft, String todo)
            implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-010";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            String end = (daysLeft == 0 ? "within a day" : daysLeft == 1 ? "in 1 day" : "in " + daysLeft + " days")
                    + ", on " + validUntil;
            return certificates == 1
                    ? "the certificate of " + whose + " ends " + end
                    : "the certificates of " + certificates + " ports end, the first is the one of " + whose + ", "
                            + end;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("whose", whose);
            facts.put("certificates", certificates);
            facts.put("fingerprint", fingerprint);
            facts.put("valid_until", validUntil);
            facts.put("days_left", daysLeft);
        }
    }

    /** A certificate in use has ended; told once a day. Fields as in {@link CertificateEndsSoon}. */
    record CertificateEnded(String whose, int certificates, String fingerprint, String validUntil, String todo)
            implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-011";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return certificates == 1
                    ? "the certificate of " + whose + " ended on " + validUntil
                    : "the certificates of " + certificates + " ports have ended, the first was the one of " + whose
                            + " on " + validUntil;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("whose", whose);
            facts.put("certificates", certificates);
            facts.put("fingerprint", fingerprint);
            facts.put("valid_until", validUntil);
        }
    }

    /**
     * Ports use new certificates from now on, without a restart. Fields as in {@link CertificateEndsSoon}.
     */
    record PortCertificateRenewed(String whose, int certificates, String fingerprint, String validUntil)
            implements TrustEvent {
        @Override
        public String id() {
            return "TRUST-012";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return certificates == 1
                    ? whose + " uses a new certificate, sha256 " + fingerprint + ", valid until " + validUntil
                    : certificates + " ports use new certificates, the first to end is the one of " + whose
                            + ", valid until " + validUntil;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("whose", whose);
            facts.put("certificates", certificates);
            facts.put("fingerprint", fingerprint);
            facts.put("valid_until", validUntil);
        }
    }
}
