package org.voiceport.port;

import org.jspecify.annotations.Nullable;
import org.voiceport.event.MediaProtection;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;

/**
 * The media streams of one call as the call manager knows them. A leg is told apart by its passThruPartyId, as some call
 * managers send no call reference with media.
 *
 * @param receive null while the receive channel is closed
 * @param transmit null while nothing is to be sent
 * @param held transmission that waits for the receive channel, where encryption is required in both directions
 * @param lastReceive what protected the last receive channel, for the summary
 * @param lastTransmit likewise for transmission
 * @param clearTold true once it was said that media is in clear
 */
record MediaLegs(
        @Nullable Leg receive,
        @Nullable Leg transmit,
        @Nullable StartMediaTransmission held,
        MediaProtection lastReceive,
        MediaProtection lastTransmit,
        boolean clearTold) {
    static final MediaLegs NONE = new MediaLegs(null, null, null, MediaProtection.NONE, MediaProtection.NONE, false);

    /**
     * One direction.
     *
     * @param telephoneEvents true if it has a payload type for keys of the telephone (RFC 4733)
     * @param acknowledged true once the call manager knows our address
     */
    record Leg(
            int conferenceId,
            int passThruPartyId,
            MediaProtection protection,
            String codec,
            boolean telephoneEvents,
            boolean acknowledged) {
        Leg withAcknowledged() {
            return new Leg(conferenceId, passThruPartyId, protection, codec, telephoneEvents, true);
        }

        boolean is(int partyId) {
            return passThruPartyId == partyId;
        }
    }

    /** Payload types have 7 bits, and 0 stands for none. */
    private static boolean usable(int payloadType) {
        return payloadType > 0 && payloadType <= 127;
    }

    MediaLegs receiving(OpenReceiveChannel open, MediaProtection protection, String codec) {
        Leg leg = new Leg(
                open.conferenceId(),
                open.passThruPartyId(),
                protection,
                codec,
                usable(open.rfc2833PayloadType()),
                false);
        return new MediaLegs(leg, transmit, held, protection, lastTransmit, clearTold);
    }

    MediaLegs transmitting(StartMediaTransmission start, MediaProtection protection, String codec) {
        Leg leg = new Leg(
                start.conferenceId(),
                start.passThruPartyId(),
                protection,
                codec,
                usable(start.rfc2833PayloadType()),
                false);
        return new MediaLegs(receive, leg, null, lastReceive, protection, clearTold);
    }

    MediaLegs holding(@Nullable StartMediaTransmission start) {
        return new MediaLegs(receive, transmit, start, lastReceive, lastTransmit, clearTold);
    }

    MediaLegs receiveAcknowledged() {
        return receive == null
                ? this
                : new MediaLegs(receive.withAcknowledged(), transmit, held, lastReceive, lastTransmit, clearTold);
    }

    MediaLegs transmitAcknowledged() {
        return transmit == null
                ? this
                : new MediaLegs(receive, transmit.withAcknowledged(), held, lastReceive, lastTransmit, clearTold);
    }

    MediaLegs receiveClosed() {
        return new MediaLegs(null, transmit, held, lastReceive, lastTransmit, clearTold);
    }

    MediaLegs transmitStopped() {
        return new MediaLegs(receive, null, null, lastReceive, lastTransmit, clearTold);
    }

    MediaLegs withClearTold() {
        return new MediaLegs(receive, transmit, held, lastReceive, lastTransmit, true);
    }
}
