package org.voiceport.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of one port's registration. */
public sealed interface PortEvent extends Event {
    DeviceName device();

    @Override
    default Optional<DeviceName> port() {
        return Optional.of(device());
    }

    /** The port is registered and takes calls. {@code tls} is null on a non-secure port. */
    record Registered(
            DeviceName device,
            SecurityMode mode,
            String callManager,
            @Nullable TlsFacts tls,
            int protocolVersion,
            int keepAliveSeconds)
            implements PortEvent {
        @Override
        public String id() {
            return "PORT-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            String link = tls == null
                    ? "TCP in clear"
                    : tls.protocol() + " " + tls.cipherSuite() + ", certificate sha256 " + tls.peerFingerprint() + " ("
                            + tls.matchedBy() + ")";
            return "registered " + mode + " with " + callManager + ", " + link + ", SCCP version " + protocolVersion
                    + ", keepalive " + keepAliveSeconds + " s";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mode", mode.word());
            facts.put("call_manager", callManager);
            if (tls != null) {
                facts.put("tls_version", tls.protocol());
                facts.put("cipher_suite", tls.cipherSuite());
                facts.put("peer_fingerprint", tls.peerFingerprint());
                facts.put("matched_by", tls.matchedBy());
            }
            facts.put("protocol_version", protocolVersion);
            facts.put("keepalive_seconds", keepAliveSeconds);
        }
    }

    /**
     * The port can't register, or its registration was lost. Told once for a reason, {@code repeats} counts the silent
     * ones before it.
     */
    record Unregistered(DeviceName device, SecurityMode mode, String callManager, Fault fault, int repeats)
            implements PortEvent {
        @Override
        public String id() {
            return "PORT-002";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "not registered (" + mode + ", " + callManager + "): " + fault.what()
                    + (repeats == 0 ? "" : " (after " + repeats + " more failures)");
        }

        @Override
        public String todo() {
            return fault.todo();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mode", mode.word());
            facts.put("call_manager", callManager);
            facts.put("fault", FaultPolicy.label(fault));
            facts.put("what", fault.what());
            facts.put("repeats", repeats);
        }
    }

    /** The port can't register once more, for the reason that {@link Unregistered} told: counted, not told again. */
    record TriedAgain(DeviceName device, SecurityMode mode, String callManager, Fault fault) implements PortEvent {
        @Override
        public String id() {
            return "PORT-009";
        }

        @Override
        public Severity severity() {
            return Severity.DEBUG;
        }

        @Override
        public String text() {
            return "still not registered (" + mode + ", " + callManager + "): " + fault.what();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mode", mode.word());
            facts.put("call_manager", callManager);
            facts.put("fault", FaultPolicy.label(fault));
            facts.put("what", fault.what());
        }
    }

    /** The port stays offline until the configuration or the trust material changes. */
    record Offline(DeviceName device, SecurityMode mode, Fault fault) implements PortEvent {
        @Override
        public String id() {
            return "PORT-003";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "stays offline (" + mode + "): " + fault.what();
        }

        @Override
        public String todo() {
            return fault.todo();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mode", mode.word());
            facts.put("fault", FaultPolicy.label(fault));
            facts.put("what", fault.what());
        }
    }

    /** The port left on its own: stop, or Reset asked for by the call manager. */
    record Left(DeviceName device, String callManager, String reason) implements PortEvent {
        @Override
        public String id() {
            return "PORT-004";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "unregistered from " + callManager + ": " + reason;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("call_manager", callManager);
            facts.put("reason", reason);
        }
    }

    /** The call manager asked for a reset or restart. */
    record ResetAsked(DeviceName device, String kind, boolean afterCall) implements PortEvent {
        @Override
        public String id() {
            return "PORT-005";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "the call manager asks for " + kind + (afterCall ? ", done after the call" : "");
        }

        @Override
        public void facts(Facts facts) {
            facts.put("kind", kind);
            facts.put("after_call", afterCall);
        }
    }

    /** Something odd from the call manager that changed nothing: counted, ignored. */
    record Ignored(DeviceName device, Fault fault) implements PortEvent {
        @Override
        public String id() {
            return "PORT-006";
        }

        @Override
        public Severity severity() {
            return Severity.DEBUG;
        }

        @Override
        public String text() {
            return "ignored: " + fault.what();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("fault", FaultPolicy.label(fault));
            facts.put("what", fault.what());
        }
    }

    /**
     * The call manager has shown that it can't do the protocol version that was announced: a lower one is announced to it
     * from the next try on, for a day.
     *
     * @param why how it has shown that, beginning with "it"
     */
    record VersionLowered(DeviceName device, String callManager, int from, int to, String why) implements PortEvent {
        @Override
        public String id() {
            return "PORT-008";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "announces protocol version " + to + " in place of " + from + " to " + callManager + ": " + why;
        }

        @Override
        public String todo() {
            return "if the port registers now, set protocol.version: " + to
                    + "; if it doesn't, the version isn't the reason: see PORT-002";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("call_manager", callManager);
            facts.put("from", from);
            facts.put("to", to);
            facts.put("why", why);
        }
    }

    /** The port logged more lines than a port may; so many were left out. */
    record LinesLeftOut(DeviceName device, int lines) implements PortEvent {
        @Override
        public String id() {
            return "PORT-007";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return lines + " lines of this port were left out, there were too many";
        }

        @Override
        public String todo() {
            return "see what the call manager does with this port";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("lines", lines);
        }
    }
}
