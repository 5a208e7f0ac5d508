package org.voiceport.event;

import java.util.Optional;

/** The life of one call on a port. Call references are the call manager's, unsigned 32-bit. */
public sealed interface CallReport extends Event {
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

    /**
     * A call rings at the port. Texts are as the call manager gave them, restricted ones empty.
     *
     * @param originalReason the raw number, of which {@code originalWords} are the meaning as far as it is known; likewise
     *     {@code lastReason}
     * @param security what the call manager says of the call's security
     */
    record Offered(
            DeviceName device,
            int reference,
            String calling,
            String callingName,
            String called,
            String originalCalled,
            String lastRedirecting,
            int originalReason,
            String originalWords,
            int lastReason,
            String lastWords,
            String security)
            implements CallReport {
        @Override
        public String id() {
            return "CALL-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("offered, from ")
                    .append(calling.isEmpty() ? "unknown" : calling)
                    .append(" to ")
                    .append(called.isEmpty() ? "unknown" : called);
            if (!originalCalled.isEmpty() && !originalCalled.equals(called)) {
                text.append(", originally ")
                        .append(originalCalled)
                        .append(" (reason ")
                        .append(originalReason)
                        .append(", ")
                        .append(originalWords)
                        .append(')');
            }
            if (!lastRedirecting.isEmpty() && !lastRedirecting.equals(originalCalled)) {
                text.append(", redirected by ")
                        .append(lastRedirecting)
                        .append(" (reason ")
                        .append(lastReason)
                        .append(", ")
                        .append(lastWords)
                        .append(')');
            }
            return text.append("; security status: ").append(security).toString();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("calling", calling);
            facts.put("calling_name", callingName);
            facts.put("called", called);
            facts.put("original_called", originalCalled);
            facts.put("last_redirecting", lastRedirecting);
            facts.put("original_reason", originalReason);
            facts.put("last_reason", lastReason);
            facts.put("security_status", security);
        }
    }

    /** The port took the call. */
    record Answered(DeviceName device, int reference) implements CallReport {
        @Override
        public String id() {
            return "CALL-002";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "answered";
        }

        @Override
        public void facts(Facts facts) {}
    }

    /** One direction of media is set up. {@code direction} is {@code receive} or {@code transmit}. */
    record MediaOpened(
            DeviceName device,
            int reference,
            String direction,
            MediaProtection protection,
            String codec,
            String address)
            implements CallReport {
        @Override
        public String id() {
            return "CALL-003";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return direction + " " + protection.words() + ", " + codec + ", " + address;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("direction", direction);
            facts.put("protection", protection.name());
            facts.put("codec", codec);
            facts.put("address", address);
        }
    }

    /** An encrypted port got no media key: the call goes on in clear. Told once for each call. */
    record MediaInClear(DeviceName device, int reference) implements CallReport {
        @Override
        public String id() {
            return "CALL-004";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "media is in clear: the call manager sent no key, as it does if any party isn't encrypted";
        }

        @Override
        public String todo() {
            return "set the other party to encrypted, or media.requireEncryption: true to refuse such calls";
        }

        @Override
        public void facts(Facts facts) {}
    }

    /** The call was not taken, or was ended, for the reason of {@code fault}. */
    record Refused(DeviceName device, int reference, Fault fault) implements CallReport {
        @Override
        public String id() {
            return "CALL-005";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "refused: " + fault.what();
        }

        @Override
        public String todo() {
            return fault.todo();
        }

        @Override
        public void facts(Facts facts) {
            facts.put("fault", FaultPolicy.label(fault));
            facts.put("what", fault.what());
        }
    }

    /** The call is over: its summary. Packet counts are media packets; times in milliseconds. */
    record Ended(
            DeviceName device,
            int reference,
            SecurityMode mode,
            String by,
            long durationMillis,
            MediaProtection receive,
            MediaProtection transmit,
            long packetsReceived,
            long packetsSent,
            long packetsLost,
            long packetsRefused,
            MediaQuality quality,
            CallSummary summary)
            implements CallReport {
        @Override
        public String id() {
            return "CALL-006";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "ended by " + by + " after " + durationMillis + " ms, "
                    + summary.outcome().words() + parties() + ", " + mode + signalling() + ", receive "
                    + receive.words() + " "
                    + packetsReceived + " packets, transmit " + transmit.words() + " " + packetsSent + " packets, "
                    + packetsLost + " lost, " + quality.late() + " late, " + quality.concealedMillis()
                    + " ms concealed, jitter " + quality.jitterMillis() + " ms, " + packetsRefused + " refused"
                    + farEnd();
        }

        private String parties() {
            return (summary.calling().isEmpty() ? "" : ", from " + summary.calling())
                    + (summary.called().isEmpty() ? "" : ", to " + summary.called());
        }

        private String signalling() {
            TlsFacts tls = summary.tls();
            return tls == null ? "" : " (" + tls.protocol() + " " + tls.cipherSuite() + ")";
        }

        private String farEnd() {
            return quality.roundTripMillis() == MediaQuality.UNKNOWN
                    ? ""
                    : ", round trip " + quality.roundTripMillis() + " ms, " + quality.lostAtFarEnd()
                            + " lost at the far end";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("mode", mode.word());
            facts.put("by", by);
            facts.put("outcome", summary.outcome().words());
            facts.put("calling", summary.calling());
            facts.put("called", summary.called());
            TlsFacts tls = summary.tls();
            if (tls != null) {
                facts.put("tls_version", tls.protocol());
                facts.put("cipher_suite", tls.cipherSuite());
            }
            facts.put("duration_ms", durationMillis);
            facts.put("receive", receive.name());
            facts.put("transmit", transmit.name());
            facts.put("packets_received", packetsReceived);
            facts.put("packets_sent", packetsSent);
            facts.put("packets_lost", packetsLost);
            facts.put("packets_refused", packetsRefused);
            facts.put("packets_late", quality.late());
            facts.put("packets_duplicate", quality.duplicates());
            facts.put("packets_reordered", quality.reordered());
            facts.put("concealed_ms", quality.concealedMillis());
            facts.put("jitter_ms", quality.jitterMillis());
            if (quality.roundTripMillis() != MediaQuality.UNKNOWN) {
                facts.put("round_trip_ms", quality.roundTripMillis());
                facts.put("packets_lost_far_end", quality.lostAtFarEnd());
            }
        }
    }

    /**
     * Packets came to the call's UDP port that don't belong to the call; its sound is not affected.
     *
     * @param packets how many, since the previous such event of the call
     * @param reasons how many for each reason, in words
     * @param sender address and port of the latest one
     */
    record PacketsRefused(DeviceName device, int reference, long packets, String reasons, String sender)
            implements CallReport {
        @Override
        public String id() {
            return "CALL-009";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return packets + " packets refused: " + reasons + "; the latest from " + sender;
        }

        @Override
        public String todo() {
            return "see who sends from there; if it is the far end, compare its codec, keys and address with what the "
                    + "call manager told the port";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("packets", packets);
            facts.put("reasons", reasons);
            facts.put("sender", sender);
        }
    }

    /** The message application failed in this call; the call was ended. */
    record ApplicationFailed(DeviceName device, int reference, String what) implements CallReport {
        @Override
        public String id() {
            return "CALL-007";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String text() {
            return "the messaging application failed: " + what;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("what", what);
        }
    }

    /** The port makes a call: the call manager has given it a line. The number isn't told. */
    record Placed(DeviceName device, int reference) implements CallReport {
        @Override
        public String id() {
            return "CALL-010";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "dialling";
        }

        @Override
        public void facts(Facts facts) {}
    }

    /** The call manager is lost while somebody speaks: the call goes on without it. */
    record Preserved(DeviceName device, int reference) implements CallReport {
        @Override
        public String id() {
            return "CALL-011";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "the call manager is lost; the call goes on until its sound ends";
        }

        @Override
        public void facts(Facts facts) {}
    }
}
