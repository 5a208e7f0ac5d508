package org.voiceport.event;

/** What there is between the daemon and the service manager that started it. */
public sealed interface ServiceEvent extends Event {
    /** The service manager asked to be told how the daemon is, and can't be. */
    record NotTold(String reason) implements ServiceEvent {
        @Override
        public String id() {
            return "SERVICE-001";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the service manager can't be told that the daemon runs: " + reason;
        }

        @Override
        public String todo() {
            return "or it ends the daemon for that: in a drop-in ('systemctl edit voiceportd') set Type=exec and"
                    + " WatchdogSec=0, or mend the reason";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }

    /**
     * A thread that must never wait doesn't do what it is handed, so the service manager's watchdog isn't fed.
     *
     * @param part the thread's name
     * @param at where it is, its innermost methods
     */
    record Stuck(String part, long millis, String at) implements ServiceEvent {
        @Override
        public String id() {
            return "SERVICE-002";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return part + " hasn't answered for " + millis + " ms, the watchdog isn't told that all is well: " + at;
        }

        @Override
        public String todo() {
            return "if it goes on, the service manager restarts the daemon; unless the machine was overloaded or"
                    + " suspended, this is a defect in voiceportd: please report it with this line";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("part", part);
            facts.put("stuck_ms", millis);
            facts.put("at", at);
        }
    }

    /** A thread that was stuck goes on; {@code millis} is how long it took to answer. */
    record Unstuck(String part, long millis) implements ServiceEvent {
        @Override
        public String id() {
            return "SERVICE-003";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return part + " answers again, after " + millis + " ms";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("part", part);
            facts.put("stuck_ms", millis);
        }
    }
}
