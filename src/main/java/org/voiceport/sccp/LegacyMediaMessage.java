package org.voiceport.sccp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Media messages that only CallManager 2.x sends. All that is known of them comes from one capture of such a server:
 * address, packet time and codec stand where the values show them; what follows is old memory of the server (the same
 * pointers stand in its StartMediaTransmission) and is kept as it came. A port counts these messages and does nothing.
 */
public sealed interface LegacyMediaMessage extends Message {

    /**
     * The station is to receive media; no id ties it to a call.
     *
     * @param packetMillis length of a packet in milliseconds
     * @param rest 12 bytes without known meaning
     */
    record StartMediaReception(InetAddress address, int packetMillis, Payload payload, Blob rest)
            implements LegacyMediaMessage {
        static StartMediaReception wire(Wire w, @Nullable StartMediaReception m) {
            return new StartMediaReception(
                    w.ipv4(m, StartMediaReception::address),
                    w.u32(m, StartMediaReception::packetMillis),
                    w.code(Payload::new, m, StartMediaReception::payload),
                    w.blob(12, m, StartMediaReception::rest));
        }
    }

    /**
     * The station stops to receive.
     *
     * @param rest 4 bytes without known meaning
     */
    record StopMediaReception(Blob rest) implements LegacyMediaMessage {
        static StopMediaReception wire(Wire w, @Nullable StopMediaReception m) {
            return new StopMediaReception(w.blob(4, m, StopMediaReception::rest));
        }
    }

    /** Bytes of a StartMediaTransmission of CallManager 2.x. */
    int SHORT_START = 36;

    /** True if what is to be read is the StartMediaTransmission of CallManager 2.x, whose header carries no version. */
    static boolean isShortStart(WireReader reader) {
        return reader.bodyLength() == SHORT_START && !reader.since(1, Integer.MAX_VALUE);
    }

    /**
     * Reads address at 0, port at 4, packet time at 8, codec at 12 and TOS at 16; the 16 bytes behind are old memory and
     * are skipped. There are no ids, no call and no key: they are 0.
     */
    static MediaMessage.StartMediaTransmission shortStart(WireReader reader) {
        InetAddress address = reader.ipv4(null, none -> Addresses.UNSPECIFIED);
        int port = reader.u32(null, none -> 0);
        int millis = reader.u32(null, none -> 0);
        Payload payload = new Payload(reader.u32(null, none -> 0));
        int precedence = reader.u32(null, none -> 0);
        reader.unused(16);
        return new MediaMessage.StartMediaTransmission(
                0,
                0,
                address,
                port,
                millis,
                payload,
                precedence,
                0,
                0,
                0,
                0,
                0,
                MediaMessage.KeyBlock.CLEAR,
                0,
                0,
                0,
                0,
                0,
                0,
                MediaMessage.NO_LATENT_CAPABILITIES);
    }
}
