package org.voiceport.port;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Dtmf;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Message;

/** Everything that can happen to a port. */
sealed interface Input {
    record Start() implements Input {}

    /** The port is to leave for good. */
    record Stop() implements Input {}

    /** The port is to leave for good as soon as it has no call. */
    record Retire() implements Input {}

    /** The port is to register anew, after its call if it has one: what it proves itself with or trusts has changed. */
    record Renew() implements Input {}

    record LinkOpened(InetSocketAddress local, @Nullable TlsFacts tls) implements Input {}

    /** Something happened on the connection to a preferred call manager, beside the one in use. */
    sealed interface Probe extends Input {}

    record ProbeOpened(InetSocketAddress local, @Nullable TlsFacts tls) implements Probe {}

    record ProbeReceived(Message message) implements Probe {}

    record ProbeClosed() implements Probe {}

    /** No packet has come for a call since its packets were last counted. */
    record Silent(int call) implements Input {}

    record Received(Message message) implements Input {}

    record LinkClosed(Fault fault) implements Input {}

    record Fired(Timer timer) implements Input {}

    record Media(int call, MediaEvent event) implements Input {}

    /** The application takes the call. */
    record Answer(int call) implements Input {}

    /** Makes a call. */
    sealed interface Making extends Input {
        /** A number that the port gave it, for as long as the call has no reference. */
        int attempt();
    }

    /** A call is to be made. */
    record Place(int attempt, Outgoing outgoing) implements Making {}

    /** A call is to be transferred: {@code blind} as soon as the number is dialled, else on {@link Complete}. */
    record Transfer(int call, int attempt, Outgoing outgoing, boolean blind) implements Making {}

    /** The transfer of the call is to be completed. */
    record Complete(int call) implements Input {}

    record Hold(int call) implements Input {}

    record Resume(int call) implements Input {}

    /** The application presses a key for the far end. */
    record Press(int call, Dtmf key) implements Input {}

    /** The application ends the call. */
    record HangUp(int call) implements Input {}
}
