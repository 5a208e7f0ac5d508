package org.voiceport.daemon;

import java.time.Duration;
import java.util.Optional;
import org.voiceport.event.Fault;

/**
 * One link of a port's chain to a call manager, and whether it holds.
 *
 * @param what was found
 * @param fault why it doesn't hold; empty if it does, or wasn't tried
 * @param sides where both sides set what it depends on; there only if it doesn't hold
 * @param took how long it took; empty if it wasn't tried
 */
record DoctorStep(
        Name name, Result result, String what, Optional<Fault> fault, Optional<Sides> sides, Optional<Duration> took) {
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
        /** Only there if a call is to be placed. */
        TEST_CALL("test call"),
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
                case CONFIGURATION, RESOLVE, TCP, REGISTRATION, TEST_CALL, MEDIA_KEYS -> false;
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

    /**
     * What a link depends on.
     *
     * @param here the setting of this side, as it is now
     * @param there where the call manager has its own, in the words of its administration pages
     */
    record Sides(String here, String there) {}

    static DoctorStep ok(Name name, String what) {
        return new DoctorStep(name, Result.OK, what, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static DoctorStep fail(Name name, Fault fault, Sides sides) {
        return new DoctorStep(
                name, Result.FAIL, fault.what(), Optional.of(fault), Optional.of(sides), Optional.empty());
    }

    static DoctorStep skip(Name name, String what) {
        return new DoctorStep(name, Result.SKIP, what, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What to do about it; empty if nothing. */
    String todo() {
        return fault.map(Fault::todo).orElse("");
    }

    DoctorStep lasting(Duration time) {
        return new DoctorStep(name, result, what, fault, sides, Optional.of(time));
    }
}
