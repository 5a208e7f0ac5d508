package org.voiceport.port;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;
import org.voiceport.event.TrustEvent;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.StreamMessage;

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

    static Registration begin(Registration.Registering from, RegistrationMessage.RegisterAck ack, Actions out) {
        PortSettings settings = from.context().settings;
        from.context().versions.accepted(from.server());
        // A version above the announced one is none (0x30 has been seen): ours is in force.
        int version = Math.min(ack.version(), from.announced());
        int keepAlive = ack.keepAliveSeconds() <= 0 || ack.keepAliveSeconds() > LONGEST_KEEPALIVE
                ? USUAL_KEEPALIVE
                : ack.keepAliveSeconds();
        out.add(new Action.Speak(version));
        out.start(Timer.Kind.KEEPALIVE, Duration.ofSeconds(keepAlive));
        out.start(Timer.Kind.DIALOGUE_ANSWER, settings.timings().answer());
        return new Registered(
                from.context(),
                from.server(),
                from.local(),
                from.tls(),
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
        if (input instanceof Input.Renew) {
            return leaving == null ? with(Departure.NEW_TRUST) : this;
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
        if (message instanceof StreamMessage stream) {
            answer(stream, out);
        }
        return step.endsWith(message) ? advance(out) : this;
    }

    /** The keys in the media are heard anyway; a call manager that asks for them gets its answer, or it may wait for it. */
    private static void answer(StreamMessage message, Actions out) {
        if (message instanceof StreamMessage.SubscribeDtmfPayloadReq request) {
            out.send(new StreamMessage.SubscribeDtmfPayloadRes(
                    request.payloadType(), request.conferenceId(), request.passThruPartyId()));
        } else if (message instanceof StreamMessage.UnSubscribeDtmfPayloadReq request) {
            out.send(new StreamMessage.UnSubscribeDtmfPayloadRes(
                    request.payloadType(), request.conferenceId(), request.passThruPartyId()));
        }
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
        return new Registered(context, server, local, tls, version, keepAliveSeconds, step, unanswered + 1, leaving);
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
            out.report(
                    new TrustEvent.PeerCertificateExpired(settings.device(), tls.peerFingerprint(), tls.matchedBy()));
        }
        context.forgetTold();
        out.start(Timer.Kind.GOOD_SERVICE, settings.timings().goodService());
    }

    private Registration with(Departure departure) {
        return new Registered(context, server, local, tls, version, keepAliveSeconds, step, unanswered, departure);
    }

    /** Leaves for good now, though the port goes on. */
    Registration retire(Actions out) {
        return with(Departure.RETIRE).leave(out);
    }

    private void cancelTimers(Actions out) {
        out.cancel(Timer.Kind.KEEPALIVE);
        out.cancel(Timer.Kind.DIALOGUE_ANSWER);
        out.cancel(Timer.Kind.GOOD_SERVICE);
    }

    private Registration lost(Fault fault, Actions out) {
        cancelTimers(out);
        if (leaving == Departure.STOP) {
            return Registration.stopped(context, out);
        }
        return context.failed(server, fault, out);
    }

    @Override
    public Registration preferring() {
        return leaving == null ? with(Departure.PREFERRED) : this;
    }

    @Override
    public Registration leave(Actions out) {
        if (leaving == null) {
            return this;
        }
        cancelTimers(out);
        out.send(RegistrationMessage.Unregister.PLAIN);
        out.start(Timer.Kind.UNREGISTER_ACK, context.settings.timings().unregisterAck());
        return new Registration.Leaving(context, server, leaving);
    }
}
