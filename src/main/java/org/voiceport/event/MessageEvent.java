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

    /** A mailbox's own greeting could not be played; the general one was. */
    record GreetingUnusable(DeviceName device, int reference, String mailbox, String reason) implements MessageEvent {
        @Override
        public String id() {
            return "MSG-004";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the greeting of mailbox " + mailbox + " can't be used, the general one is played: " + reason;
        }

        @Override
        public String todo() {
            return "give a readable WAV file, or remove 'greeting' from the mailbox";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("reason", reason);
        }
    }

    /** Parts of a message are missing, as they came faster than they could be written. */
    record Incomplete(DeviceName device, int reference, String mailbox, long lostMillis) implements MessageEvent {
        @Override
        public String id() {
            return "MSG-005";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return lostMillis + " ms of the message for mailbox " + mailbox + " were lost: the disk was too slow";
        }

        @Override
        public String todo() {
            return "look after the disk of the message store";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("lost_ms", lostMillis);
        }
    }

    /** A caller heard that the mailbox is full, and left nothing. */
    record MailboxFull(DeviceName device, int reference, String mailbox, long usedBytes, long quotaBytes)
            implements MessageEvent {
        @Override
        public String id() {
            return "MSG-006";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "no message taken, as mailbox " + mailbox + " is full: it holds " + Bytes.words(usedBytes)
                    + ", its quota is " + Bytes.words(quotaBytes);
        }

        @Override
        public String todo() {
            return "have its owner delete messages, raise 'quota', or set 'maxAge'";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("used_bytes", usedBytes);
            facts.put("quota_bytes", quotaBytes);
        }
    }

    /** A caller heard that no message can be taken, as there is too little room for any; see {@link DaemonEvent.StoreShort}. */
    record NoRoom(DeviceName device, int reference, String mailbox, long freeBytes, long minFreeBytes)
            implements MessageEvent {
        @Override
        public String id() {
            return "MSG-007";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "no message taken for mailbox " + mailbox + ": the store has " + Bytes.words(freeBytes)
                    + " free, minFree is " + Bytes.words(minFreeBytes);
        }

        @Override
        public String todo() {
            return "free space, see DAEMON-012";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("free_bytes", freeBytes);
            facts.put("min_free_bytes", minFreeBytes);
        }
    }
}
