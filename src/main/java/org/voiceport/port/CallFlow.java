package org.voiceport.port;

import org.jspecify.annotations.Nullable;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.CallState;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SoftKey;

/**
 * The call on a port. A state holds only what is true in it; {@link #on} returns the next.
 *
 * <pre>
 *          RingIn            Answer              Connected              HangUp, fault
 *   Free ─────────► Ringing ────────► Answering ───────────► Talking ─────────────────► Ending
 *    ▲ │               │ on hook          │ on hook, no answer   ▲ │ on hook               │ on hook, 2 s
 *    └─┼───────────────┴──────────────────┴──────────────────────┼─┴───────────────────────┘
 *      │ Place         OffHook              last digit           │ Connected
 *      └──────► Seizing ───────► Dialling ────────────► Proceeding
 * </pre>
 *
 * A call that rings while the port asks for a line goes first. From Dialling and Proceeding, too, the end is Free if the call
 * manager ends the call, and Ending if the port does: it is busy there, the number is wrong, nobody answers.
 *
 * <p>From Talking, a transfer leads to {@link Transferring}, which has two calls, and back or to the end of both.
 *
 * <p>Media channels may open in every state but Free and Seizing: one call manager opens them before the answer. A lost link ends the
 * call, unless somebody speaks in it ({@link PreservedCall}). A second call on a busy port is left ringing.
 */
sealed interface CallFlow permits CallFlow.Free, Seizing, CallFlow.Active, Transferring {
    /** What follows from {@code input}, which concerns this call or is a new one. */
    CallFlow on(Input input, Actions out);

    /** The signalling is gone: every call is over, but for one in which somebody speaks, which is given back. */
    @Nullable
    PreservedCall lost(String why, Actions out);

    /** The call is to end, as the port stops. */
    CallFlow stop(Actions out);

    /** True if there is no call. */
    default boolean isFree() {
        return false;
    }

    /** The call in which somebody can be heard now; null if there is none. */
    default @Nullable Talking speaking() {
        return null;
    }

    /**
     * True if a call wants to be answered. One that the call manager lets wait rings as well if the port has no call: the
     * end of the call before, and this one, have crossed.
     */
    static boolean rings(CallState state) {
        return state.phase().equals(CallPhase.RING_IN) || state.phase().equals(CallPhase.CALL_WAITING);
    }

    /** Another call isn't made as things stand. */
    default CallFlow refuse(Input.Making making, Actions out) {
        out.add(new Action.NotMade(making.attempt(), NoCall.BUSY));
        return this;
    }

    /** No call. */
    record Free(PortSettings settings, Registration.Session session) implements CallFlow {
        @Override
        public CallFlow on(Input input, Actions out) {
            if (input instanceof Input.Place place) {
                return place(place, out);
            }
            if (input instanceof Input.Transfer transfer) {
                return refuse(transfer, out);
            }
            if (!(input instanceof Input.Received received)) {
                return this;
            }
            if (received.message() instanceof CallState state) {
                if (rings(state)) {
                    return ring(state, out);
                }
                hangUpUnasked(state, out);
            }
            if (received.message() instanceof MediaMessage.OpenReceiveChannel open) {
                MediaFlow.refuse(session.local(), open, out);
            }
            return this;
        }

        private CallFlow place(Input.Place place, Actions out) {
            boolean may = settings.roles().contains(PortSettings.Role.NOTIFY)
                    || settings.roles().contains(PortSettings.Role.MWI);
            if (!may) {
                out.add(new Action.NotMade(place.attempt(), NoCall.NO_ROLE));
                return this;
            }
            return Seizing.begin(settings, session, place.attempt(), place.outgoing(), out);
        }

        private CallFlow ring(CallState state, Actions out) {
            if (!settings.roles().contains(PortSettings.Role.ANSWER)) {
                out.report(new CallReport.Refused(
                        settings.device(),
                        state.callReference(),
                        new Fault.Unexpected(
                                "it rings, but the port doesn't have the role answer",
                                "take the port out of the line group, or give it the role")));
                return this;
            }
            out.start(
                    Timer.Kind.CALL_INFO,
                    state.callReference(),
                    settings.timings().callInfo());
            return new Ringing(context(settings, session, state), MediaLegs.NONE, CallDetails.UNKNOWN, false, false);
        }

        /** A new call, of which the call manager told first what {@code state} says. */
        static CallContext context(PortSettings settings, Registration.Session session, CallState state) {
            return new CallContext(
                    settings,
                    state.callReference(),
                    Math.max(1, state.line()),
                    session.version(),
                    settings.mediaAddress().orElse(session.local()),
                    new Once());
        }

        /**
         * Ends a call that the call manager takes for the port's, while the port doesn't: an off hook and the end of what
         * it was meant for have crossed. Nobody would ever speak in it.
         */
        static void hangUpUnasked(CallState state, Actions out) {
            if (state.phase().equals(CallPhase.OFF_HOOK) || state.phase().equals(CallPhase.CONNECTED)) {
                out.send(new CallMessage.OnHook(Math.max(1, state.line()), state.callReference()));
            }
        }

        @Override
        public @Nullable PreservedCall lost(String why, Actions out) {
            return null;
        }

        @Override
        public CallFlow stop(Actions out) {
            return this;
        }

        @Override
        public boolean isFree() {
            return true;
        }
    }

    /** What all states with a call have in common. */
    sealed interface Active extends CallFlow permits Ringing, Answering, Dialling, Proceeding, Talking, Ending {
        CallContext call();

        MediaLegs legs();

        Active withLegs(MediaLegs legs);

        /** What follows from an input that isn't the same in all states. */
        CallFlow proper(Input input, Actions out);

        /** What follows when the call must not go on: the far end is released first. */
        CallFlow release(String by, Actions out);

        @Override
        default CallFlow on(Input input, Actions out) {
            if (input instanceof Input.Received received) {
                return received(received, out);
            }
            if (input instanceof Input.Media media) {
                return media.call() == call().reference()
                        ? after(MediaFlow.happened(call(), legs(), media.event(), out), out)
                        : this;
            }
            if (this instanceof Talking talking
                    && input instanceof Input.Transfer transfer
                    && isMine(transfer.call())) {
                return Transferring.begin(talking, transfer, out);
            }
            return input instanceof Input.Making making ? refuse(making, out) : proper(input, out);
        }

        private CallFlow received(Input.Received received, Actions out) {
            Message message = received.message();
            if (message instanceof CallState state) {
                if (state.callReference() != call().reference()) {
                    another(state, out);
                    return this;
                }
                boolean over =
                        state.phase().equals(CallPhase.ON_HOOK) || state.phase().equals(CallPhase.IDLE);
                return over ? over("far end", out) : proper(received, out);
            }
            if (message instanceof MediaMessage media) {
                return after(MediaFlow.received(call(), legs(), media, out), out);
            }
            return proper(received, out);
        }

        /** What the call manager says of a call that isn't this one. */
        default void another(CallState state, Actions out) {
            if (rings(state) && call().secondCallTold().first()) {
                out.report(new CallReport.Refused(
                        call().settings().device(),
                        state.callReference(),
                        new Fault.Unexpected(
                                "a second call rings while the port has one",
                                "set the maximum number of calls and the busy trigger of the port's line to 1")));
            }
            Free.hangUpUnasked(state, out);
        }

        private CallFlow after(MediaFlow.Step step, Actions out) {
            Active now = withLegs(step.legs());
            Fault refusal = step.refusal();
            if (refusal == null) {
                return now.mediaMoved(out);
            }
            out.report(new CallReport.Refused(call().settings().device(), call().reference(), refusal));
            return now.release("port: " + refusal.what(), out);
        }

        /** Called when the legs may have changed. */
        default CallFlow mediaMoved(Actions out) {
            return this;
        }

        default CallFlow over(String by, Actions out) {
            for (Timer.Kind kind : Timer.OF_A_CALL) {
                out.cancel(kind, call().reference());
            }
            out.add(new Action.End(call().reference(), by, legs().lastReceive(), legs().lastTransmit()));
            return new Free(call().settings(), new Registration.Session(call().version(), call().local()));
        }

        /** Tells the call manager, stops sound in both directions and waits for its word. */
        default CallFlow hangUp(String by, Actions out) {
            out.add(new Action.Mute(call().reference()));
            out.add(new Action.Deafen(call().reference()));
            out.send(new CallMessage.OnHook(call().line(), call().reference()));
            for (Timer.Kind kind : Timer.OF_A_CALL) {
                out.cancel(kind, call().reference());
            }
            out.start(
                    Timer.Kind.CALL_END,
                    call().reference(),
                    call().settings().timings().callEnd());
            return new Ending(call(), legs().receiveClosed().transmitStopped(), by);
        }

        @Override
        default @Nullable PreservedCall lost(String why, Actions out) {
            over(why, out);
            return null;
        }

        @Override
        default CallFlow stop(Actions out) {
            return release("port: stop", out);
        }

        /** The far end is connected: from now on the call is one like any other. */
        default CallFlow connected(Actions out) {
            out.report(new CallReport.Answered(call().settings().device(), call().reference()));
            out.add(new Action.Tell(call().reference(), new CallEvent.Answered()));
            out.start(
                    Timer.Kind.MEDIA_START,
                    call().reference(),
                    call().settings().timings().mediaStart());
            return new Talking(call(), legs(), false).mediaMoved(out);
        }

        default boolean isMine(int reference) {
            return reference == call().reference();
        }
    }

    /**
     * It rings.
     *
     * @param open true if the call manager has connected it all the same: it took the port's off hook for another call for
     *     the answer
     */
    record Ringing(CallContext call, MediaLegs legs, CallDetails details, boolean offered, boolean open)
            implements Active {
        @Override
        public Active withLegs(MediaLegs now) {
            return new Ringing(call, now, details, offered, open);
        }

        @Override
        public CallFlow proper(Input input, Actions out) {
            if (input instanceof Input.Received received) {
                if (received.message() instanceof CallState state
                        && state.phase().equals(CallPhase.CONNECTED)) {
                    return new Ringing(call, legs, details, offered, true);
                }
                if (received.message() instanceof CallState state
                        && state.phase().equals(CallPhase.IN_USE_REMOTE)) {
                    // Another device that has the line took it: an off hook now would break into their talk.
                    return over("another device of the line, which took the call", out);
                }
                return CallDetailsReader.of(received.message(), call.reference())
                        .map(told -> tell(told, out))
                        .orElse(this);
            }
            if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.CALL_INFO) {
                return offered ? this : tell(details, out);
            }
            if (input instanceof Input.Answer answer && isMine(answer.call()) && open) {
                return connected(out);
            }
            if (input instanceof Input.Answer answer && isMine(answer.call())) {
                out.send(new CallMessage.OffHook(call.line(), call.reference()));
                out.start(
                        Timer.Kind.ANSWERED,
                        call.reference(),
                        call.settings().timings().mediaStart());
                return new Answering(call, legs);
            }
            return input instanceof Input.HangUp hangUp && isMine(hangUp.call()) ? release("port", out) : this;
        }

        private CallFlow tell(CallDetails told, Actions out) {
            if (offered) {
                out.add(new Action.Update(call.reference(), told));
            } else {
                out.cancel(Timer.Kind.CALL_INFO, call.reference());
                out.report(CallDetailsReader.report(call.settings().device(), call.reference(), told));
                out.add(new Action.Offer(call.reference(), told));
            }
            return new Ringing(call, legs, told, true, open);
        }

        /** A ringing call can't be refused in SCCP: it is left alone and rings on at the caller. */
        @Override
        public CallFlow release(String by, Actions out) {
            return open ? hangUp(by, out) : over(by, out);
        }
    }

    /** The port went off hook. */
    record Answering(CallContext call, MediaLegs legs) implements Active {
        @Override
        public Active withLegs(MediaLegs now) {
            return new Answering(call, now);
        }

        @Override
        public CallFlow proper(Input input, Actions out) {
            if (input instanceof Input.Received received
                    && received.message() instanceof CallState state
                    && state.phase().equals(CallPhase.CONNECTED)) {
                out.cancel(Timer.Kind.ANSWERED, call.reference());
                return connected(out);
            }
            if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.ANSWERED) {
                return release("port: the call manager doesn't connect the answered call", out);
            }
            return input instanceof Input.HangUp hangUp && isMine(hangUp.call()) ? release("port", out) : this;
        }

        @Override
        public CallFlow release(String by, Actions out) {
            return hangUp(by, out);
        }
    }

    /**
     * The far end is connected.
     *
     * @param held true while the call manager holds the call, as the port or a transfer asked it to
     */
    record Talking(CallContext call, MediaLegs legs, boolean held) implements Active {
        @Override
        public Active withLegs(MediaLegs now) {
            return new Talking(call, now, held);
        }

        @Override
        public Talking speaking() {
            return this;
        }

        @Override
        public CallFlow mediaMoved(Actions out) {
            if (legs.transmit() == null) {
                return this;
            }
            out.cancel(Timer.Kind.MEDIA_START, call.reference());
            return held ? resumed(out) : this;
        }

        @Override
        public CallFlow proper(Input input, Actions out) {
            if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.MEDIA_START) {
                return legs.transmit() != null
                        ? this
                        : release("port: no StartMediaTransmission came for the answered call", out);
            }
            if (input instanceof Input.Received received && received.message() instanceof CallState state) {
                return moved(state.phase(), out);
            }
            if (input instanceof Input.Hold hold && isMine(hold.call()) && !held) {
                out.send(new CallMessage.SoftKeyEvent(SoftKey.HOLD, call.line(), call.reference()));
            }
            if (input instanceof Input.Resume resume && isMine(resume.call())) {
                resume(out);
            }
            return input instanceof Input.HangUp hangUp && isMine(hangUp.call()) ? release("port", out) : this;
        }

        private CallFlow moved(CallPhase phase, Actions out) {
            if (phase.equals(CallPhase.HOLD) && !held) {
                out.cancel(Timer.Kind.MEDIA_START, call.reference());
                out.add(new Action.Tell(call.reference(), new CallEvent.Held()));
                return new Talking(call, legs, true);
            }
            if (phase.equals(CallPhase.CONNECTED) && held) {
                out.start(
                        Timer.Kind.MEDIA_START,
                        call.reference(),
                        call.settings().timings().mediaStart());
                return resumed(out);
            }
            return this;
        }

        private CallFlow resumed(Actions out) {
            out.add(new Action.Tell(call.reference(), new CallEvent.Resumed()));
            return new Talking(call, legs, false).mediaMoved(out);
        }

        @Override
        public @Nullable PreservedCall lost(String why, Actions out) {
            if (held || legs.receive() == null || legs.transmit() == null) {
                over(why, out);
                return null;
            }
            return PreservedCall.begin(call, legs, out);
        }

        /** Asks for the call back if it is held. */
        void resume(Actions out) {
            if (held) {
                out.send(new CallMessage.SoftKeyEvent(SoftKey.RESUME, call.line(), call.reference()));
            }
        }

        @Override
        public CallFlow release(String by, Actions out) {
            return hangUp(by, out);
        }
    }

    /** The port hung up; the call manager has yet to confirm. */
    record Ending(CallContext call, MediaLegs legs, String by) implements Active {
        @Override
        public Active withLegs(MediaLegs now) {
            return new Ending(call, now, by);
        }

        @Override
        public CallFlow on(Input input, Actions out) {
            if (input instanceof Input.Fired fired
                    && fired.timer().equals(new Timer(Timer.Kind.CALL_END, call.reference()))) {
                return over(by, out);
            }
            if (input instanceof Input.Making making) {
                return refuse(making, out);
            }
            if (!(input instanceof Input.Received received) || !(received.message() instanceof CallState state)) {
                // Media messages that still come open nothing any more.
                return this;
            }
            if (state.callReference() == call.reference()) {
                boolean confirmed =
                        state.phase().equals(CallPhase.ON_HOOK) || state.phase().equals(CallPhase.IDLE);
                return confirmed ? over(by, out) : this;
            }
            if (rings(state)) {
                // A call that rings by now is one for a free line: it must not be lost.
                return over(by, out).on(input, out);
            }
            Free.hangUpUnasked(state, out);
            return this;
        }

        @Override
        public CallFlow proper(Input input, Actions out) {
            return this;
        }

        @Override
        public CallFlow release(String why, Actions out) {
            return this;
        }
    }
}
