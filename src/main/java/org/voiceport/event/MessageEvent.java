package org.voiceport.event;

import java.util.Optional;

/** What became of a caller's message. */
public sealed interface MessageEvent extends Event {
    DeviceName device();

    int reference();

    @Override
    default Optional<DeviceName> port() {
        return Optional.of(device());
    }

    @Override
    default Optional<Integer> call() {
        return Optional.of(reference());
    }

    /** A message is complete in its mailbox. */
    record Stored(DeviceName device, int reference, String mailbox, String file, long millis) implements MessageEvent {
        @Override
        public String id() {
            return "MSG-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "message of " + millis + " ms stored in mailbox " + mailbox + ": " + file;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("file", file);
            facts.put("message_ms", millis);
        }
    }

    /** Nothing was left that is worth keeping. */
    record Discarded(DeviceName device, int reference, String mailbox, String reason) implements MessageEvent {
        @Override
        public String id() {
            return "MSG-002";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "no message stored in mailbox " + mailbox + ": " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("reason", reason);
        }
    }

    /** A message could not be stored. */
    record Failed(DeviceName device, int reference, String mailbox, String reason, String todo)
            implements MessageEvent {
        @Override
        public String id() {
            return "MSG-003";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "message for mailbox " + mailbox + " could not be stored: " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("reason", reason);
        }
    }
}
