package org.voiceport.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.RegistrationMessage;

/**
 * The registration of a port with a call manager. A state holds only what is true in it; {@link #on} returns the next.
 *
 * <pre>
 *            Start            opened               RegisterAck
 *  Waiting ─────────► Dialing ───────► Registering ───────────► Registered
 *    ▲  RETRY            │ closed           │ reject, timeout,      │ closed, 3 keepalives unanswered
 *    └───────────────────┴──────────────────┴── closed ─────────────┤   (next server at once, else Waiting)
 *    ▲                                                              │ leave: Reset, Stop
 *    └──────────────────────────── Leaving ◄────────────────────────┘
 *                                     └─► Stopped           GivenUp: a fault that trying again can't mend
 * </pre>
 *
 * Every state but Stopped goes to Stopped on Stop. No state ever changes the security mode.
 */
sealed interface Registration
        permits Registration.Waiting,
                Registration.Dialing,
                Registration.Registering,
                Registered,
                Registration.Leaving,
                Registration.GivenUp,
                Registration.Stopped {
    RegistrationContext context();

    /** What follows from {@code input}. */
    Registration on(Input input, Actions out);

    /** What the call manager agreed on, while there is a registration. */
    default @Nullable Session session() {
        return null;
    }

    /** True if the port is to leave as soon as it has no call. */
    default boolean wantsToLeave() {
        return false;
    }

    /** Leaves now. */
    default Registration leave(Actions out) {
        return this;
    }

    /**
     * An agreed registration.
     *
     * @param version SCCP version in use
     * @param local our address on the connection
     */
    record Session(int version, InetAddress local) {}

    static Registration dial(RegistrationContext context, int server, Actions out) {
        out.add(new Action.Dial(context.settings.servers().get(server)));
        return new Dialing(context, server);
    }

    static Registration stopped(RegistrationContext context, Actions out) {
        out.add(new Action.Stopped());
        return new Stopped(context);
    }

    /** No connection; the next try comes with a timer. */
    record Waiting(RegistrationContext context) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Start
                    || (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.RETRY)) {
                return dial(context, 0, out);
            }
            if (input instanceof Input.Stop) {
                out.cancel(Timer.Kind.RETRY);
                return stopped(context, out);
            }
            return this;
        }
    }

    /** TCP, and TLS where the mode has it, are being made. */
    record Dialing(RegistrationContext context, int server) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.LinkOpened opened) {
                PortSettings settings = context.settings;
                InetAddress local = opened.local().getAddress();
                out.send(Dialogue.register(settings.device(), local, settings.protocolVersion()));
                out.start(Timer.Kind.REGISTER_ACK, settings.timings().registerAck());
                return new Registering(context, server, opened.local(), opened.tls());
            }
            if (input instanceof Input.LinkClosed closed) {
                return context.failed(server, closed.fault(), out);
            }
            if (input instanceof Input.Stop) {
                out.add(new Action.CloseLink());
                return stopped(context, out);
            }
            return this;
        }
    }

    /** Register is sent; what else comes before the answer means nothing (SetLamp does). */
    record Registering(
            RegistrationContext context,
            int server,
            InetSocketAddress local,
            @Nullable TlsFacts tls) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.RegisterAck ack) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                return Registered.begin(this, ack, out);
            }
            if (input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.RegisterReject reject) {
                return drop(Rejection.fault(context.settings, reject.text()), out);
            }
            if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.REGISTER_ACK) {
                Duration limit = context.settings.timings().registerAck();
                return drop(
                        new Fault.LinkLost(
                                "no answer to Register within " + limit.toMillis() + " ms",
                                "see whether the call manager's service is up"),
                        out);
            }
            if (input instanceof Input.LinkClosed closed) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                return context.failed(server, Rejection.closed(context.settings, closed.fault()), out);
            }
            if (input instanceof Input.Stop) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                out.add(new Action.CloseLink());
                return stopped(context, out);
            }
            return this;
        }

        private Registration drop(Fault fault, Actions out) {
            out.cancel(Timer.Kind.REGISTER_ACK);
            out.add(new Action.CloseLink());
            return context.failed(server, fault, out);
        }
    }

    /**
     * The port is known to the call manager and takes calls.
     *
     * @param step what of the dialogue is still to come
     * @param unanswered keepalives sent since the last answer
     * @param leaving why the port leaves once it has no call; null if it stays
     */
    record Registered(
            RegistrationContext context,
            int server,
            InetSocketAddress local,
            @Nullable TlsFacts tls,
            int version,
            int keepAliveSeconds,
            Dialogue step,
            int unanswered,
            @Nullable Departure leaving)
            implements Registration {
        private static final int USUAL_KEEPALIVE = 30;
        private static final int LONGEST_KEEPALIVE = 3600;

        private static Registration begin(Registering from, RegistrationMessage.RegisterAck ack, Actions out) {
            PortSettings settings = from.context.settings;
            // A version above the announced one is none (0x30 has been seen): ours is in force.
            int version = Math.min(ack.version(), settings.protocolVersion());
            int keepAlive = ack.keepAliveSeconds() <= 0 || ack.keepAliveSeconds() > LONGEST_KEEPALIVE
                    ? USUAL_KEEPALIVE
                    : ack.keepAliveSeconds();
            out.add(new Action.Speak(version));
            out.start(Timer.Kind.KEEPALIVE, Duration.ofSeconds(keepAlive));
            out.start(Timer.Kind.DIALOGUE_ANSWER, settings.timings().answer());
            return new Registered(
                    from.context,
                    from.server,
                    from.local,
                    from.tls,
                    version,
                    keepAlive,
                    Dialogue.CAPABILITIES,
                    0,
                    null);
        }

        @Override
        public Session session() {
            return new Session(version, local.getAddress());
        }

        @Override
        public boolean wantsToLeave() {
            return leaving != null;
        }

        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Received received) {
                return received(received.message(), out);
            }
            if (input instanceof Input.Fired fired) {
                return fired(fired.timer().kind(), out);
            }
            if (input instanceof Input.LinkClosed closed) {
                return lost(closed.fault(), out);
            }
            return input instanceof Input.Stop ? with(Departure.STOP) : this;
        }

        private Registration received(Message message, Actions out) {
            if (message instanceof RegistrationMessage.KeepAliveAck) {
                return new Registered(context, server, local, tls, version, keepAliveSeconds, step, 0, leaving);
            }
            if (message instanceof RegistrationMessage.Reset reset) {
                return leaving != null ? this : with(Departure.of(reset.type()));
            }
            if (message instanceof SetupMessage.CapabilitiesReq) {
                out.send(Dialogue.capabilities(context.settings.codecs()));
            }
            return step.endsWith(message) ? advance(out) : this;
        }

        private Registration fired(Timer.Kind kind, Actions out) {
            if (kind == Timer.Kind.DIALOGUE_ANSWER) {
                if (step == Dialogue.CAPABILITIES) {
                    out.send(Dialogue.capabilities(context.settings.codecs()));
                }
                return advance(out);
            }
            if (kind == Timer.Kind.GOOD_SERVICE) {
                context.backoff.reset();
            }
            return kind == Timer.Kind.KEEPALIVE ? keepAlive(out) : this;
        }

        private Registration keepAlive(Actions out) {
            if (unanswered >= Timings.KEEPALIVES) {
                out.add(new Action.CloseLink());
                return lost(
                        new Fault.LinkLost(
                                unanswered + " keepalives unanswered",
                                "see whether the call manager's service and the network are up"),
                        out);
            }
            out.send(new RegistrationMessage.KeepAlive());
            out.start(Timer.Kind.KEEPALIVE, Duration.ofSeconds(keepAliveSeconds));
            return new Registered(
                    context, server, local, tls, version, keepAliveSeconds, step, unanswered + 1, leaving);
        }

        private Registration advance(Actions out) {
            Dialogue next = step.next();
            next.requests().forEach(out::send);
            if (next != Dialogue.DONE) {
                out.start(Timer.Kind.DIALOGUE_ANSWER, context.settings.timings().answer());
            } else if (step != Dialogue.DONE) {
                out.cancel(Timer.Kind.DIALOGUE_ANSWER);
                announce(out);
            }
            return new Registered(context, server, local, tls, version, keepAliveSeconds, next, unanswered, leaving);
        }

        private void announce(Actions out) {
            PortSettings settings = context.settings;
            out.report(new PortEvent.Registered(
                    settings.device(), settings.mode(), context.nameOf(server), tls, version, keepAliveSeconds));
            if (tls != null && tls.peerExpired()) {
                out.report(new TrustEvent.PeerCertificateExpired(
                        settings.device(), tls.peerFingerprint(), tls.matchedBy()));
            }
            context.forgetTold();
            out.start(Timer.Kind.GOOD_SERVICE, settings.timings().goodService());
        }

        private Registration with(Departure departure) {
            return new Registered(context, server, local, tls, version, keepAliveSeconds, step, unanswered, departure);
        }

        private void cancelTimers(Actions out) {
            out.cancel(Timer.Kind.KEEPALIVE);
            out.cancel(Timer.Kind.DIALOGUE_ANSWER);
            out.cancel(Timer.Kind.GOOD_SERVICE);
        }

        private Registration lost(Fault fault, Actions out) {
            cancelTimers(out);
            if (leaving == Departure.STOP) {
                return stopped(context, out);
            }
            return context.failed(server, fault, out);
        }

        @Override
        public Registration leave(Actions out) {
            if (leaving == null) {
                return this;
            }
            cancelTimers(out);
            out.send(RegistrationMessage.Unregister.PLAIN);
            out.start(Timer.Kind.UNREGISTER_ACK, context.settings.timings().unregisterAck());
            return new Leaving(context, server, leaving);
        }
    }

    /** Unregister is sent; the answer, the end of the connection or a timer ends this. */
    record Leaving(RegistrationContext context, int server, Departure departure) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Stop) {
                return new Leaving(context, server, Departure.STOP);
            }
            boolean answered = input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.UnregisterAck;
            boolean late = input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.UNREGISTER_ACK;
            if (!answered && !late && !(input instanceof Input.LinkClosed)) {
                return this;
            }
            out.cancel(Timer.Kind.UNREGISTER_ACK);
            if (answered || late) {
                out.add(new Action.CloseLink());
            }
            out.report(new PortEvent.Left(context.settings.device(), context.nameOf(server), departure.reason()));
            if (departure == Departure.STOP) {
                return stopped(context, out);
            }
            out.start(Timer.Kind.RETRY, context.backoff.soon());
            return new Waiting(context);
        }
    }

    /** Trying again can't help until the configuration changes. */
    record GivenUp(RegistrationContext context) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            return input instanceof Input.Stop ? stopped(context, out) : this;
        }
    }

    /** The end. */
    record Stopped(RegistrationContext context) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            return this;
        }
    }

    /** Why a port leaves, and so whether it comes back. */
    enum Departure {
        STOP("stop"),
        RESET("reset by the call manager"),
        RESTART("restart by the call manager"),
        APPLY_CONFIG("apply-config by the call manager");

        private final String reason;

        Departure(String reason) {
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        static Departure of(org.voiceport.sccp.ResetType type) {
            return switch (type.value()) {
                case 2 -> RESTART;
                case 3 -> APPLY_CONFIG;
                default -> RESET;
            };
        }
    }

    /** Turns a refused registration into a fault that names both sides' likely settings. */
    final class Rejection {
        private Rejection() {}

        static Fault fault(PortSettings settings, String wireText) {
            String text = org.voiceport.sccp.WireText.readable(wireText);
            String lower = text.toLowerCase(Locale.ROOT);
            String what = "the call manager refuses the registration: '" + text + "'";
            if (lower.contains("secur")
                    || lower.contains("mode")
                    || lower.contains("cipher")
                    || lower.contains("auth")) {
                return new Fault.ModeMismatch(
                        what + ", likely a security mode mismatch: this port is " + settings.mode()
                                + ", the call manager's device seems to be " + others(settings.mode()),
                        "set the device security mode of " + settings.device() + " in the call manager and securityMode"
                                + " here to the same");
            }
            return new Fault.Rejected(
                    text,
                    what,
                    "see whether the call manager has a device " + settings.device() + " with device security mode "
                            + settings.mode() + ", and whether another machine uses that name");
        }

        static Fault closed(PortSettings settings, Fault fault) {
            if (!(fault instanceof Fault.LinkLost)) {
                return fault;
            }
            return new Fault.LinkLost(
                    fault.what() + " before it answered Register",
                    "see whether the call manager has a device " + settings.device() + " with device security mode "
                            + settings.mode());
        }

        private static String others(SecurityMode mode) {
            return switch (mode) {
                case NON_SECURE -> "authenticated or encrypted";
                case AUTHENTICATED -> "non-secure or encrypted";
                case ENCRYPTED -> "non-secure or authenticated";
            };
        }
    }
}
