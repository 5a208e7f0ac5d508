package org.voiceport.port;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;

/**
 * One port: its registration and its call. Pure: an input goes in, actions come out, in order. Belongs to one thread.
 *
 * <p>The call machine lives as long as a registration does. A departure (Stop, Reset) waits for the call; Stop ends it.
 */
final class PortMachine {
    private static final String LOSS = "loss of the call manager";
    /** Calls whose call manager is lost; each time the port loses one, there may be one more. */
    private static final int MOST_PRESERVED = 4;

    private final PortSettings settings;
    private final Actions out = new Actions();
    private final Keys keys = new Keys();
    private final Fallback fallback;
    private final List<PreservedCall> preserved = new ArrayList<>();
    private Registration registration;
    private @Nullable CallFlow calls;
    /** True if the port leaves for good when it has no call. */
    private boolean retiring;

    PortMachine(PortSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.fallback = new Fallback(settings);
        this.registration = new Registration.Waiting(new RegistrationContext(settings, random));
    }

    Registration registration() {
        return registration;
    }

    /** The calls, while there is a registration. */
    @Nullable
    CallFlow calls() {
        return calls;
    }

    /** True if there is a call, preserved ones included. */
    boolean busy() {
        return (calls != null && !calls.isFree()) || !preserved.isEmpty();
    }

    /** What follows from {@code input}. */
    List<Action> on(Input input) {
        if (input instanceof Input.Received received
                && received.message() instanceof MediaMessage.ConnectionStatisticsReq request) {
            out.add(new Action.AnswerStatistics(request));
        } else if (preserved.removeIf(call -> call.concerns(input) && call.on(input, out))
                || preserved.stream().anyMatch(call -> call.concerns(input))) {
            // Done with it.
        } else if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.VERSIONS) {
            registration.context().versions.forget();
        } else if (Fallback.concerns(input)) {
            if (fallback.on(input, busy(), out)) {
                prefer();
            }
        } else if (keys.on(input, calls, out)) {
            // Done with it.
        } else if (isForCalls(input)) {
            if (calls != null) {
                makeWay(input);
                calls = calls.on(input, out);
            } else if (input instanceof Input.Making making) {
                out.add(new Action.NotMade(making.attempt(), NoCall.NOT_REGISTERED));
            }
        } else if (input instanceof Input.Retire) {
            retiring = true;
            withdraw();
        } else if (!retiring || !(input instanceof Input.Renew)) {
            register(input);
        }
        depart();
        return out.take();
    }

    private void prefer() {
        Registration leaving = registration.preferring();
        if (leaving.equals(registration)) {
            // It leaves for another reason, which goes first.
            fallback.giveUp(out);
        }
        registration = leaving;
    }

    /** A call manager may give a new call the reference of a preserved one: the new call goes first. */
    private void makeWay(Input input) {
        if (input instanceof Input.Received received && received.message() instanceof CallMessage.CallState state) {
            preserved.removeIf(call -> {
                boolean same = call.call().reference() == state.callReference();
                if (same) {
                    call.end("another call with the same reference", out);
                }
                return same;
            });
        }
    }

    private void register(Input input) {
        if (input instanceof Input.Received received) {
            noteStrange(received.message());
        }
        boolean staying = !registration.wantsToLeave();
        boolean wasRegistered = registration instanceof Registered;
        Actions then = new Actions();
        registration = registration.on(input, then);
        Registration.Session session = registration.session();
        if (session == null && calls != null) {
            // A call ends before what the end of its registration leads to: the port may be stopped by that.
            preserve(calls);
            calls = null;
        }
        if (registration instanceof Registration.Stopped) {
            endPreserved();
        }
        if (wasRegistered && session == null) {
            fallback.left(out);
        }
        then.take().forEach(out::add);
        if (registration instanceof Registration.Gone gone) {
            come(gone);
        }
        withdraw();
        if (session != null && calls == null) {
            calls = new CallFlow.Free(settings, session);
        }
        if (!wasRegistered && registration instanceof Registered registered) {
            fallback.registered(registered.server(), out);
        }
        Departure leaving = leaving();
        if (staying && leaving != null && leaving.byCallManager()) {
            out.report(new PortEvent.ResetAsked(settings.device(), leaving.kind(), busy()));
        }
    }

    private void preserve(CallFlow lost) {
        PreservedCall call = lost.lost(LOSS, out);
        if (call == null) {
            return;
        }
        if (preserved.size() < MOST_PRESERVED) {
            preserved.add(call);
        } else {
            call.end(LOSS, out);
        }
    }

    private void endPreserved() {
        preserved.forEach(call -> call.end("port: stop", out));
        preserved.clear();
    }

    /** The port has left the call manager in use for a preferred one; its connection may have closed by now. */
    private void come(Registration.Gone gone) {
        Fallback.Granted granted = fallback.take();
        registration = granted == null ? Registration.dial(gone.context(), 0, out) : gone.come(granted, out);
    }

    /** Leaves for good; from the call manager already while calls go on whose own call manager is lost. */
    private void retire() {
        if (registration instanceof Registered registered) {
            if (leaving() != Departure.STOP) {
                registration = registered.retire(out);
                fallback.left(out);
                calls = null;
            }
        } else if (preserved.isEmpty() && registration instanceof Registration.GivenUp) {
            register(new Input.Stop());
        }
    }

    /** A port that is about to leave for good doesn't register any more. */
    private void withdraw() {
        if (retiring) {
            registration = registration.withdraw(out);
        }
    }

    private @Nullable Departure leaving() {
        return registration instanceof Registered registered ? registered.leaving() : null;
    }

    private void depart() {
        if (retiring && calls instanceof CallFlow.Ringing ringing && !ringing.offered()) {
            // It rings on at the caller, and the call manager gives it to another port when this one is gone.
            calls = ringing.release("port: retire", out);
        }
        if (retiring && (calls == null || calls.isFree())) {
            retire();
        }
        if (leaving() == Departure.STOP) {
            endPreserved();
            if (calls != null) {
                calls = calls.stop(out);
            }
        }
        if (registration.wantsToLeave() && !busy()) {
            registration = registration.leave(out);
            fallback.left(out);
            calls = null;
        }
    }

    private void noteStrange(Message message) {
        if (message instanceof Message.Unknown unknown) {
            out.report(new PortEvent.Ignored(
                    settings.device(),
                    new Fault.Unexpected(
                            "a message with the unknown id " + unknown.name() + " and "
                                    + unknown.body().length() + " bytes",
                            "")));
        }
    }

    private static boolean isForCalls(Input input) {
        if (input instanceof Input.Received received) {
            return received.message() instanceof CallMessage || received.message() instanceof MediaMessage;
        }
        return input instanceof Input.Media
                || input instanceof Input.Answer
                || input instanceof Input.HangUp
                || input instanceof Input.Making
                || input instanceof Input.Complete
                || input instanceof Input.Hold
                || input instanceof Input.Resume
                || (input instanceof Input.Fired fired && fired.timer().isOfCall());
    }
}
