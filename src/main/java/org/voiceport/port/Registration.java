package org.voiceport.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.WireText;

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
 * Every state but Stopped goes to Stopped on Stop. On Renew every state but Leaving and Stopped begins anew soon, the
 * registered one when it has no call. A port that is to retire withdraws from every state but Registered, Leaving and Stopped
 * to GivenUp while it has a call, and stops when it has none. No state ever changes the security mode.
 */
sealed interface Registration
        permits Registration.Waiting,
                Registration.Dialing,
                Registration.Registering,
                Registered,
                Registration.Leaving,
                Registration.Gone,
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

    /** A preferred call manager takes the port: it is to leave for that, if nothing else makes it leave. */
    default Registration preferring() {
        return this;
    }

    /** Gives up to register, for a port that is about to leave for good; a registration that stands stays. */
    default Registration withdraw(Actions out) {
        return this;
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

    /** Without a connection, until a try that comes soon. */
    static Registration soon(RegistrationContext context, Actions out) {
        out.start(Timer.Kind.RETRY, context.backoff.soon());
        return new Waiting(context);
    }

    static Registration stopped(RegistrationContext context, Actions out) {
        out.cancel(Timer.Kind.VERSIONS);
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
            if (input instanceof Input.Renew) {
                return soon(context, out);
            }
            if (input instanceof Input.Stop) {
                out.cancel(Timer.Kind.RETRY);
                return stopped(context, out);
            }
            return this;
        }

        @Override
        public Registration withdraw(Actions out) {
            out.cancel(Timer.Kind.RETRY);
            return new GivenUp(context);
        }
    }

    /** TCP, and TLS where the mode has it, are being made. */
    record Dialing(RegistrationContext context, int server) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.LinkOpened opened) {
                return register(context, server, opened.local(), opened.tls(), out);
            }
            if (input instanceof Input.LinkClosed closed) {
                context.versions.failedOtherwise(server);
                return context.failed(server, closed.fault(), out);
            }
            if (input instanceof Input.Renew) {
                out.add(new Action.CloseLink());
                return soon(context, out);
            }
            if (input instanceof Input.Stop) {
                out.add(new Action.CloseLink());
                return stopped(context, out);
            }
            return this;
        }

        @Override
        public Registration withdraw(Actions out) {
            out.add(new Action.CloseLink());
            return new GivenUp(context);
        }

        /** Asks to be registered on a connection that stands. */
        static Registration register(
                RegistrationContext context, int server, InetSocketAddress local, @Nullable TlsFacts tls, Actions out) {
            PortSettings settings = context.settings;
            int version = context.versions.of(server);
            out.send(Dialogue.register(settings.device(), local.getAddress(), version));
            out.start(Timer.Kind.REGISTER_ACK, settings.timings().registerAck());
            return new Registering(context, server, local, tls, version);
        }
    }

    /**
     * Register is sent; what else comes before the answer means nothing (SetLamp does).
     *
     * @param announced the highest protocol version that Register named
     */
    record Registering(
            RegistrationContext context,
            int server,
            InetSocketAddress local,
            @Nullable TlsFacts tls,
            int announced) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.RegisterAck ack) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                return Registered.begin(this, ack, out);
            }
            if (input instanceof Input.Received received
                    && received.message() instanceof RegistrationMessage.RegisterReject reject) {
                return rejected(WireText.readable(reject.text()), out);
            }
            if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.REGISTER_ACK) {
                Duration limit = context.settings.timings().registerAck();
                context.versions.failedOtherwise(server);
                return drop(
                        new Fault.LinkLost(
                                "no answer to Register within " + limit.toMillis() + " ms",
                                "see whether the call manager's service is up"),
                        out);
            }
            if (input instanceof Input.LinkClosed closed) {
                return closed(closed.fault(), out);
            }
            if (input instanceof Input.Renew) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                out.add(new Action.CloseLink());
                return soon(context, out);
            }
            if (input instanceof Input.Stop) {
                out.cancel(Timer.Kind.REGISTER_ACK);
                out.add(new Action.CloseLink());
                return stopped(context, out);
            }
            return this;
        }

        @Override
        public Registration withdraw(Actions out) {
            out.cancel(Timer.Kind.REGISTER_ACK);
            out.add(new Action.CloseLink());
            return new GivenUp(context);
        }

        private Registration rejected(String text, Actions out) {
            Registration next = drop(Rejection.fault(context.settings, text), out);
            context.versions.rejected(server, text, out);
            return next;
        }

        private Registration closed(Fault fault, Actions out) {
            out.cancel(Timer.Kind.REGISTER_ACK);
            Registration next = context.failed(server, Rejection.closed(context.settings, tls, fault), out);
            context.versions.closed(server, fault, tls, out);
            return next;
        }

        private Registration drop(Fault fault, Actions out) {
            out.cancel(Timer.Kind.REGISTER_ACK);
            out.add(new Action.CloseLink());
            return context.failed(server, fault, out);
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
            if (departure == Departure.RETIRE) {
                return new GivenUp(context);
            }
            return departure == Departure.PREFERRED ? new Gone(context) : soon(context, out);
        }
    }

    /** The port has left for a preferred call manager; no input comes before it turns to that. */
    record Gone(RegistrationContext context) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            return this;
        }

        /** Registers on the connection on which the preferred call manager gave leave. */
        Registration come(Fallback.Granted granted, Actions out) {
            out.add(new Action.UseProbe());
            return Dialing.register(context, granted.server(), granted.local(), granted.tls(), out);
        }
    }

    /** Trying again can't help until the configuration or the trust material changes. */
    record GivenUp(RegistrationContext context) implements Registration {
        @Override
        public Registration on(Input input, Actions out) {
            if (input instanceof Input.Renew) {
                return soon(context, out);
            }
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
}
