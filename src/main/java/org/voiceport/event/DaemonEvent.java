package org.voiceport.event;

/** The daemon's own life. */
public sealed interface DaemonEvent extends Event {

    /** The ports have been set going, all that are {@code configured} or fewer. */
    record Started(String version, int ports, int configured, String configuration) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "voiceportd " + version + " started with " + (ports == configured ? "" : ports + " of ") + configured
                    + (configured == 1 ? " port" : " ports") + " from " + configuration;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("version", version);
            facts.put("ports", ports);
            facts.put("configured", configured);
            facts.put("configuration", configuration);
        }
    }

    /**
     * Another configuration is in force.
     *
     * @param others what has changed beside ports, keys of the file with commas between them
     */
    record Reloaded(String configuration, int added, int changed, int removed, int kept, String others)
            implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-009";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "reloaded " + configuration + ": ports " + added + " added, " + changed + " changed, " + removed
                    + " removed" + (changed + removed == 0 ? "" : " (after their calls)") + ", " + kept + " as before"
                    + (others.isEmpty() ? "" : "; changed: " + others);
        }

        @Override
        public void facts(Facts facts) {
            facts.put("configuration", configuration);
            facts.put("added", added);
            facts.put("changed", changed);
            facts.put("removed", removed);
            facts.put("kept", kept);
            facts.put("others", others);
        }
    }

    /** A configuration can't be used; all is as before. {@code first} is the first of the {@code errors}. */
    record ReloadRefused(String configuration, int errors, String first, String todo) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-010";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            String untouched = "not reloaded, nothing has changed: ";
            if (first.startsWith(configuration + ":")) {
                return untouched + (errors == 1 ? "" : errors + " errors, the first: ") + first;
            }
            return untouched + configuration + " has " + (errors == 1 ? "an error: " : errors + " errors, the first: ")
                    + first;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("configuration", configuration);
            facts.put("errors", errors);
            facts.put("first", first);
        }
    }

    /** The daemon takes no more calls and ends when the last one has ended. */
    record Draining(int ports, int calls, long limitSeconds) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-011";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "draining: no more calls, " + calls + (calls == 1 ? " call goes on, " : " calls go on, ") + ports
                    + (ports == 1 ? " port leaves" : " ports leave")
                    + " when idle, the end comes with the last call or after " + limitSeconds + " s";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("ports", ports);
            facts.put("calls", calls);
            facts.put("limit_s", limitSeconds);
        }
    }

    /** A stop was asked for; calls are being ended and ports unregistered. */
    record Stopping(String reason) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-002";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "stopping: " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("reason", reason);
        }
    }

    /** Everything is closed. {@code clean} is false if the time limit cut something off. */
    record Stopped(boolean clean) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-003";
        }

        @Override
        public Severity severity() {
            return clean ? Severity.INFO : Severity.WARN;
        }

        @Override
        public String text() {
            return clean
                    ? "stopped: calls ended, ports unregistered"
                    : "stopped at the time limit, not every port could unregister";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("clean", clean);
        }
    }

    /** A recording that a crash or a full disk had left behind is a message now. */
    record MessageRecovered(String mailbox, String file, long millis) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-005";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "message of " + millis + " ms recovered for mailbox " + mailbox + ": " + file;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("file", file);
            facts.put("message_ms", millis);
        }
    }

    /** The store of a mailbox can't be used, or a recording in it can't be made a message. */
    record RecoveryFailed(String mailbox, String file, String reason) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-006";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "the store of mailbox " + mailbox + " can't be used at " + file + ": " + reason;
        }

        @Override
        public String todo() {
            return "make the store's directory writable for the daemon's user, or free space, then restart";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("file", file);
            facts.put("reason", reason);
        }
    }

    /**
     * There is less room where the messages are than is to be kept free; no message is begun until there is more. Told once
     * when it begins.
     */
    record StoreShort(String path, long freeBytes, long minFreeBytes) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-012";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "no message can be taken, callers are told so: " + path + " has " + Bytes.words(freeBytes)
                    + " free, less than minFree of " + Bytes.words(minFreeBytes);
        }

        @Override
        public String todo() {
            return "free space there: delete or move old messages, or have 'maxAge' and 'quota' of messaging.voicemail do"
                    + " it; or lower 'minFree'";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("path", path);
            facts.put("free_bytes", freeBytes);
            facts.put("min_free_bytes", minFreeBytes);
        }
    }

    /** After {@link StoreShort} there is room enough again. */
    record StoreEnough(String path, long freeBytes, long minFreeBytes) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-013";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "messages are taken again: " + path + " has " + Bytes.words(freeBytes) + " free";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("path", path);
            facts.put("free_bytes", freeBytes);
            facts.put("min_free_bytes", minFreeBytes);
        }
    }

    /** Messages of a mailbox were deleted, as they were older than any is to be. */
    record Expired(String mailbox, int messages, long bytes, long maxAgeSeconds) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-014";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return (messages == 1 ? "a message" : messages + " messages") + " of mailbox " + mailbox + ", "
                    + Bytes.words(bytes) + ", deleted as older than maxAge";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mailbox", mailbox);
            facts.put("messages", messages);
            facts.put("bytes", bytes);
            facts.put("max_age_s", maxAgeSeconds);
        }
    }

    /**
     * The clock was set by more than a day, so it isn't relied on to tell how old messages are. Told once for each jump.
     *
     * @param jumpSeconds how far, negative if back
     */
    record ExpiryPaused(long jumpSeconds) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-015";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the clock has jumped " + Math.abs(jumpSeconds) / 86_400 + " days "
                    + (jumpSeconds < 0 ? "back" : "ahead")
                    + ": no message is deleted for its age until it is back or has gone on from there for a day";
        }

        @Override
        public String todo() {
            return "set the machine's clock right; nothing has to be done if it is right now, or the machine slept";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("jump_s", jumpSeconds);
        }
    }

    /** A part of the daemon failed in a way that no other event tells. */
    record Internal(String where, String what) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-004";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return where + ": " + what;
        }

        @Override
        public String todo() {
            return "this is a defect in voiceportd: please report it with the lines before this one";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("where", where);
            facts.put("what", what);
        }
    }

    /** The configuration asks for something that this release doesn't do. */
    record NotServed(String setting, String effect) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-007";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return setting + " is configured, but this release doesn't have it: " + effect;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("setting", setting);
            facts.put("effect", effect);
        }
    }

    /** The status page, metrics and health checks are served at {@code url}. */
    record HttpServed(String url) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-016";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "status page, metrics and health checks at " + url;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("url", url);
        }
    }

    /** Nobody can listen at {@code observe.http}; ports and calls go on without being watched there. Told once. */
    record HttpUnavailable(String address, String reason) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-017";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "no status page, metrics or health checks at " + address + ": " + reason + "; it is tried again";
        }

        @Override
        public String todo() {
            return "see who listens there, or give observe.http another port and restart the daemon";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("address", address);
            facts.put("reason", reason);
        }
    }

    /**
     * What computes the tags of SRTP packets in this process.
     *
     * @param engine its name in words
     * @param reason why it isn't the faster one, empty if it is
     */
    record SrtpEngineChosen(String engine, String reason) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-008";
        }

        @Override
        public Severity severity() {
            return reason.isEmpty() ? Severity.DEBUG : Severity.INFO;
        }

        @Override
        public String text() {
            return "SRTP uses " + engine + (reason.isEmpty() ? "" : ", which is slower: " + reason);
        }

        @Override
        public String todo() {
            return reason.isEmpty()
                    ? ""
                    : "nothing has to be done; for more calls per processor start with scripts/voiceportd, or give the JVM"
                            + " --add-opens=java.base/sun.security.provider=ALL-UNNAMED";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("engine", engine);
            if (!reason.isEmpty()) {
                facts.put("reason", reason);
            }
        }
    }

    /** An event without a port came more often than it may be logged; so many lines of it were left out. */
    record LinesLeftOut(String of, int lines) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-020";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return lines + " lines of " + of + " were left out, there were too many";
        }

        @Override
        public String todo() {
            return "see in the lines of " + of + " that are there what happens so often";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("of", of);
            facts.put("lines", lines);
        }
    }

    /** More is logged for a while, as somebody asked for it. {@code ports} are device names with commas, or all. */
    record DetailBegun(String ports, String level, boolean wire, long limitSeconds) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-021";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "events of level " + level + (wire ? " and every SCCP message" : "") + " are logged of " + ports
                    + ", for " + limitSeconds + " s at most";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("ports", ports);
            facts.put("level", level);
            facts.put("wire", wire);
            facts.put("limit_s", limitSeconds);
        }
    }

    /** No more is logged than the configuration says. */
    record DetailEnded(String ports, String reason) implements DaemonEvent {
        @Override
        public String id() {
            return "DAEMON-022";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "no more than log.level and log.wire say is logged of " + ports + ": " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("ports", ports);
            facts.put("reason", reason);
        }
    }
}
