package org.voiceport.port;

import java.time.Duration;

/**
 * All waits of a port.
 *
 * @param connect until TCP is connected
 * @param tlsHandshake until TLS stands
 * @param registerAck until the call manager answers Register
 * @param messageRest until the rest of a half-received message has come
 * @param answer until a request of the dialogue after RegisterAck is answered; then the next follows all the same
 * @param firstRetryLeast shortest wait before the first retry
 * @param firstRetryMost longest wait before the first retry
 * @param retryMost longest wait before any retry
 * @param goodService after this long registered, the next failure is a first one again
 * @param unregisterAck until the call manager answers Unregister
 * @param callEnd until the call manager confirms that a call has ended
 * @param callInfo until a ringing call is offered though nothing is known of its parties
 * @param mediaStart until an answered call must have media
 * @param seize until the call manager gives a line for a call that the port makes
 * @param dialTone until the first digit must have silenced the dial tone; then the next follows all the same
 * @param digit between two digits that are dialled
 * @param transfer until the call manager has connected the parties of a transfer
 * @param preferred between two looks for a preferred call manager
 * @param preserved without a packet, until a call whose call manager is lost counts as over
 */
public record Timings(
        Duration connect,
        Duration tlsHandshake,
        Duration registerAck,
        Duration messageRest,
        Duration answer,
        Duration firstRetryLeast,
        Duration firstRetryMost,
        Duration retryMost,
        Duration goodService,
        Duration unregisterAck,
        Duration callEnd,
        Duration callInfo,
        Duration mediaStart,
        Duration seize,
        Duration dialTone,
        Duration digit,
        Duration transfer,
        Duration preferred,
        Duration preserved) {
    /** Unanswered keepalives after which a call manager counts as dead. */
    public static final int KEEPALIVES = 3;

    public static final Timings DEFAULT = new Timings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));
}
