package org.voiceport.event;

import org.jspecify.annotations.Nullable;

/**
 * Who spoke in a call, how it went, and what protected its signalling.
 *
 * @param calling number of who called, empty if it is unknown or restricted, and for a call that the port made
 * @param called likewise of who was called
 * @param tls what protected the signalling when the call began; null if nothing did
 */
public record CallSummary(
        String calling,
        String called,
        Outcome outcome,
        @Nullable TlsFacts tls) {
    /** How a call went. */
    public enum Outcome {
        /** The parties were connected. */
        ANSWERED("answered"),
        /** They were, and the port connected its far end with somebody else. */
        TRANSFERRED("transferred"),
        /** It ended, or was left, while it rang at the port; or while the port dialled. */
        NOT_ANSWERED("not answered"),
        /** The call that the port made met a busy far end. */
        BUSY("busy"),
        /** The call manager had no way to the far end. */
        CONGESTION("no way"),
        /** The call manager had no such number. */
        INVALID_NUMBER("no such number");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
