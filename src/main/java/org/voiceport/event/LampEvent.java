package org.voiceport.event;

import java.util.Optional;

/** What became of message lamps. */
public sealed interface LampEvent extends Event {
    /**
     * A port had the call manager switch a lamp.
     *
     * @param failures attempts that had failed just before
     */
    record Switched(DeviceName device, String mailbox, boolean on, int failures) implements LampEvent {
        @Override
        public String id() {
            return "MWI-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public Optional<DeviceName> port() {
            return Optional.of(device);
        }

        @Override
        public String text() {
            return "message lamp of " + mailbox + (on ? " switched on" : " switched off")
                    + (failures == 0 ? "" : ", after " + failures + (failures == 1 ? " failure" : " failures"));
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("on", on);
            if (failures > 0) {
                facts.put("failures", failures);
            }
        }
    }

    /** A lamp could not be switched; it is tried again. Told once for each lamp until it succeeds. */
    record NotSwitched(String mailbox, boolean on, String reason, String todo) implements LampEvent {
        @Override
        public String id() {
            return "MWI-002";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "message lamp of " + mailbox + " can't be switched " + (on ? "on" : "off") + ": " + reason
                    + "; tried again until it can";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("on", on);
            facts.put("reason", reason);
        }
    }

    /** No port has taken a call for a lamp for a minute or two, though lamps wait. Told once until one has. */
    record Waiting(int lamps) implements LampEvent {
        @Override
        public String id() {
            return "MWI-006";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return lamps + (lamps == 1 ? " message lamp waits" : " message lamps wait")
                    + ": no port with the role mwi is registered and free";
        }

        @Override
        public String todo() {
            return "see why those ports aren't registered (PORT-002, PORT-003); if they only take calls, give more ports the"
                    + " role mwi";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("lamps", lamps);
        }
    }

    /** All lamps are set anew, as somebody asked for it. */
    record Resync(int lamps) implements LampEvent {
        @Override
        public String id() {
            return "MWI-003";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return lamps == 1 ? "1 message lamp is set anew" : "all " + lamps + " message lamps are set anew";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("lamps", lamps);
        }
    }

    /** Mailboxes can't be watched for what a mail server changes in them; they are looked at from time to time. */
    record NotWatched(String reason) implements LampEvent {
        @Override
        public String id() {
            return "MWI-004";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "mailboxes can't be watched for changes: " + reason + "; they are looked at once a minute instead";
        }

        @Override
        public String todo() {
            return "raise the limit of watches (Linux: fs.inotify.max_user_watches), two for each mailbox";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }

    /** Which lamps are lit could not be written down. */
    record NotKept(String reason) implements LampEvent {
        @Override
        public String id() {
            return "MWI-005";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "which message lamps are lit can't be written down: " + reason
                    + "; after a restart some may be switched again";
        }

        @Override
        public String todo() {
            return "look after space and rights of messaging.voicemail.store";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }
}
