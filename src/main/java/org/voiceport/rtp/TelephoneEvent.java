package org.voiceport.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Views of a named telephone event in an RTP payload, and its writer (RFC 4733 §2.3). Static, free of allocation and of
 * state, so any thread may call them. Every accessor takes the array and the offset of the event, which has {@link #LENGTH}
 * octets; a payload may hold several, one after the other.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |     event     |E|R| volume    |          duration             |
 * </pre>
 */
public final class TelephoneEvent {
    /** Octets of one event. */
    public static final int LENGTH = 4;
    /** Events below it are keys of a telephone: 0 to 9, *, #, A to D (RFC 4733 §3.2). */
    public static final int KEYS = 16;
    /** The longest that one event lasts; a longer press is told as several (RFC 4733 §2.5.1.3). */
    public static final int MAX_DURATION = 0xFFFF;

    private static final int END = 0x80;
    private static final int VOLUME = 0x3F;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private TelephoneEvent() {}

    /** The event, 0 to 255. */
    public static int event(byte[] buffer, int offset) {
        return buffer[offset] & 0xFF;
    }

    /** True if the event is over. */
    public static boolean end(byte[] buffer, int offset) {
        return (buffer[offset + 1] & END) != 0;
    }

    /** How loud the tone is, in -dBm0: 0 to 63. */
    public static int volume(byte[] buffer, int offset) {
        return buffer[offset + 1] & VOLUME;
    }

    /** How long the event has lasted since the packet's timestamp, in its units: 0 to {@link #MAX_DURATION}. */
    public static int duration(byte[] buffer, int offset) {
        return (short) SHORTS.get(buffer, offset + 2) & 0xFFFF;
    }

    /**
     * Writes an event.
     *
     * @param event 0 to 255
     * @param volume in -dBm0, 0 to 63
     * @param duration in timestamp units; what is beyond {@link #MAX_DURATION} is told as that
     */
    public static void write(byte[] buffer, int offset, int event, boolean end, int volume, int duration) {
        buffer[offset] = (byte) event;
        buffer[offset + 1] = (byte) ((end ? END : 0) | (volume & VOLUME));
        SHORTS.set(buffer, offset + 2, (short) Math.min(duration, MAX_DURATION));
    }
}
