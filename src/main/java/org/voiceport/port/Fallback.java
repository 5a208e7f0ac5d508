package org.voiceport.port;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.StationMessage;

/**
 * Looks for a call manager that is preferred to the one in use, on a connection of its own, and asks it for leave to come
 * (RegisterTokenReq, wire reference 6.2). One that gives it is registered with over that same connection, after the port has
 * left the one in use; if a call came meanwhile, the leave is not used. A token is never asked for while there is a call.
 *
 * <pre>
 *   preferred         opened           RegisterTokenAck
 *  ──────────► dialling ─────► asking ──────────────────► granted: the port leaves and comes
 *      ▲           │ closed       │ RegisterTokenReject, closed, no answer
 *      └───────────┴──────────────┘ the next of the preferred, or the next time
 * </pre>
 */
final class Fallback {
    /** Longest wait that a call manager may ask for. */
    private static final int LONGEST_WAIT_SECONDS = 3600;

    private final PortSettings settings;
    private int current;
    private int trying;
    private boolean running;
    private boolean dialling;
    private @Nullable Granted granted;

    /**
     * A connection on which the port may register.
     *
     * @param server index in the port's own order
     */
    record Granted(
            int server, InetSocketAddress local, @Nullable TlsFacts tls) {}

    private @Nullable Granted asked;

    Fallback(PortSettings settings) {
        this.settings = settings;
    }

    /** The port is registered with that server; if others are preferred, they are looked for. */
    void registered(int server, Actions out) {
        current = server;
        running = server > 0 && settings.reconnectToPreferred();
        if (running) {
            again(Duration.ZERO, out);
        }
    }

    /** The port isn't registered any more. A connection that was granted stays for {@link #take}. */
    void left(Actions out) {
        if (!running) {
            return;
        }
        running = false;
        out.cancel(Timer.Kind.PREFERRED);
        out.cancel(Timer.Kind.TOKEN);
        if (granted == null) {
            close(out);
        }
    }

    /** The connection on which the port may register now, once; null if there is none. */
    @Nullable
    Granted take() {
        Granted taken = granted;
        granted = null;
        return taken;
    }

    /** The leave is not used. */
    void giveUp(Actions out) {
        close(out);
        if (running) {
            again(Duration.ZERO, out);
        }
    }

    /** True if {@code input} is for this, which {@link #on} takes then. */
    static boolean concerns(Input input) {
        return input instanceof Input.Probe
                || (input instanceof Input.Fired fired
                        && (fired.timer().kind() == Timer.Kind.PREFERRED
                                || fired.timer().kind() == Timer.Kind.TOKEN));
    }

    /** What follows from an input that concerns it; true if the port may come now. */
    boolean on(Input input, boolean busy, Actions out) {
        if (input instanceof Input.ProbeClosed) {
            closed(out);
        } else if (!running) {
            return false;
        } else if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.PREFERRED) {
            if (busy) {
                again(Duration.ZERO, out);
            } else {
                dial(0, out);
            }
        } else if (input instanceof Input.Fired) {
            close(out);
            next(out);
        } else if (input instanceof Input.ProbeOpened opened && dialling) {
            ask(opened, out);
        } else if (input instanceof Input.ProbeReceived received && asked != null) {
            return answered(received, busy, out);
        }
        return false;
    }

    private void dial(int server, Actions out) {
        trying = server;
        dialling = true;
        out.add(new Action.DialProbe(settings.servers().get(server)));
    }

    private void ask(Input.ProbeOpened opened, Actions out) {
        dialling = false;
        asked = new Granted(trying, opened.local(), opened.tls());
        out.add(new Action.SendProbe(new StationMessage.RegisterTokenReq(
                settings.device().value(),
                0,
                1,
                opened.local().getAddress() instanceof java.net.Inet4Address
                        ? opened.local().getAddress()
                        : Addresses.UNSPECIFIED,
                DeviceType.VOICE_MAIL_PORT,
                Blob.zeros(16),
                0)));
        out.start(Timer.Kind.TOKEN, settings.timings().registerAck());
    }

    private boolean answered(Input.ProbeReceived received, boolean busy, Actions out) {
        if (received.message() instanceof StationMessage.RegisterTokenReject reject) {
            out.cancel(Timer.Kind.TOKEN);
            close(out);
            int seconds = Math.max(0, Math.min(reject.waitTime(), LONGEST_WAIT_SECONDS));
            again(Duration.ofSeconds(seconds), out);
        } else if (received.message() instanceof StationMessage.RegisterTokenAck) {
            out.cancel(Timer.Kind.TOKEN);
            if (busy) {
                giveUp(out);
                return false;
            }
            granted = asked;
            asked = null;
            return true;
        }
        return false;
    }

    private void closed(Actions out) {
        boolean waiting = dialling || asked != null;
        dialling = false;
        asked = null;
        granted = null;
        out.cancel(Timer.Kind.TOKEN);
        if (running && waiting) {
            next(out);
        }
    }

    /** The next of those that are preferred; after the last one, a wait. */
    private void next(Actions out) {
        if (trying + 1 < current) {
            dial(trying + 1, out);
        } else {
            again(Duration.ZERO, out);
        }
    }

    private void again(Duration least, Actions out) {
        Duration usual = settings.timings().preferred();
        out.start(Timer.Kind.PREFERRED, usual.compareTo(least) < 0 ? least : usual);
    }

    private void close(Actions out) {
        if (dialling || asked != null || granted != null) {
            out.add(new Action.CloseProbe());
        }
        dialling = false;
        asked = null;
        granted = null;
    }
}
