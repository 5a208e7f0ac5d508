package org.voiceport.port;

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
    private final PortSettings settings;
    private final Actions out = new Actions();
    private final Keys keys = new Keys();
    private Registration registration;
    private @Nullable CallFlow calls;

    PortMachine(PortSettings settings, RandomGenerator random) {
        this.settings = settings;
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

    /** True if there is a call. */
    boolean busy() {
        return calls != null && !calls.isFree();
    }

    /** What follows from {@code input}. */
    List<Action> on(Input input) {
        if (input instanceof Input.Received received
                && received.message() instanceof MediaMessage.ConnectionStatisticsReq request) {
            out.add(new Action.AnswerStatistics(request));
        } else if (keys.on(input, calls, out)) {
            // Done with it.
        } else if (isForCalls(input)) {
            if (calls != null) {
                calls = calls.on(input, out);
            } else if (input instanceof Input.Making making) {
                out.add(new Action.NotMade(making.attempt(), NoCall.NOT_REGISTERED));
            }
        } else {
            register(input);
        }
        depart();
        return out.take();
    }

    private void register(Input input) {
        if (input instanceof Input.Received received) {
            noteStrange(received.message());
        }
        boolean staying = !registration.wantsToLeave();
        Actions then = new Actions();
        registration = registration.on(input, then);
        Registration.Session session = registration.session();
        if (session == null && calls != null) {
            // A call ends before what the end of its registration leads to: the port may be stopped by that.
            calls.lost("loss of the call manager", out);
            calls = null;
        }
        then.take().forEach(out::add);
        if (session != null && calls == null) {
            calls = new CallFlow.Free(settings, session);
        }
        Departure leaving = leaving();
        if (staying && leaving != null && leaving.byCallManager()) {
            out.report(new PortEvent.ResetAsked(settings.device(), leaving.kind(), busy()));
        }
    }

    private @Nullable Departure leaving() {
        return registration instanceof Registered registered ? registered.leaving() : null;
    }

    private void depart() {
        if (calls != null && leaving() == Departure.STOP) {
            calls = calls.stop(out);
        }
        if (registration.wantsToLeave() && !busy()) {
            registration = registration.leave(out);
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
