package org.voiceport.event;

/**
 * What went wrong, told by whose fault it is. {@link FaultPolicy} is the one place that says what follows from each.
 */
public sealed interface Fault {
    /** What happened and where, one line, nothing secret in it. */
    String what();

    /** What an administrator can do about it, one line. */
    String todo();

    /** Bytes that can't be read as what they should be. */
    record Malformed(String what, String todo) implements Fault {}

    /** A legal message at a moment when it has no meaning. */
    record Unexpected(String what, String todo) implements Fault {}

    /** The peer broke the protocol, such as a media key on a link that isn't encrypted. */
    record PeerMisbehaved(String what, String todo) implements Fault {}

    /** The peer keeps to the protocol but offers nothing that we accept. */
    record PeerIncompatible(String what, String todo) implements Fault {}

    /** The peer isn't who it must be: its certificate isn't the expected one, or a trust list isn't in force. */
    record Untrusted(String what, String todo) implements Fault {}

    /** The call manager refused the registration. {@code text} is its own wording. */
    record Rejected(String text, String what, String todo) implements Fault {}

    /** Port and call manager seem to be set to different security modes. */
    record ModeMismatch(String what, String todo) implements Fault {}

    /** The connection could not be made, timed out, or ended. */
    record LinkLost(String what, String todo) implements Fault {}

    /** Our own configuration, keys or certificates are not usable. */
    record Misconfigured(String what, String todo) implements Fault {}

    /** {@link #what()} and {@link #todo()} as one line for logs. */
    default String line() {
        return todo().isEmpty() ? what() : what() + "; " + todo();
    }
}
