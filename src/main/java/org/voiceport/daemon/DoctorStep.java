package org.voiceport.daemon;

import org.voiceport.event.Fault;
import org.voiceport.event.FaultPolicy;

/**
 * One link of a port's chain to a call manager, and whether it holds.
 *
 * @param what was found
 * @param todo what to do about it; empty if nothing
 * @param fault label of the fault, as events have it; empty if there is none
 */
record DoctorStep(Name name, Result result, String what, String todo, String fault) {
    /** The links, in order. */
    enum Name {
        CONFIGURATION("configuration"),
        RESOLVE("resolve"),
        TCP("TCP"),
        CTL("CTL in force"),
        SERVER("server in CTL"),
        OWN_CERTIFICATE("own certificate"),
        TLS("TLS"),
        MATCH("certificate match"),
        REGISTRATION("registration"),
        MEDIA_KEYS("media keys");

        private final String words;

        Name(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** True for a link that only secure ports have. */
        boolean ofSecurePorts() {
            return switch (this) {
                case CTL, SERVER, OWN_CERTIFICATE, TLS, MATCH -> true;
                case CONFIGURATION, RESOLVE, TCP, REGISTRATION, MEDIA_KEYS -> false;
            };
        }
    }

    /** Whether the link holds. */
    enum Result {
        OK("ok"),
        FAIL("FAIL"),
        /** Not tried. */
        SKIP("skip");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static DoctorStep ok(Name name, String what) {
        return new DoctorStep(name, Result.OK, what, "", "");
    }

    static DoctorStep fail(Name name, Fault fault) {
        return new DoctorStep(name, Result.FAIL, fault.what(), fault.todo(), FaultPolicy.label(fault));
    }

    static DoctorStep skip(Name name, String what) {
        return new DoctorStep(name, Result.SKIP, what, "", "");
    }
}
