package org.voiceport.sccp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Opening, starting and ending media streams (wire reference 4 and 6.3). */
public sealed interface MediaMessage extends Message {

    /**
     * The key of one direction (wire reference 4.1). Algorithm none means clear media.
     *
     * @param keyLength bytes in use of {@code key}, which always has 16
     * @param saltLength bytes in use of {@code salt}, which always has 16
     */
    record KeyBlock(
            EncryptionAlgorithm algorithm,
            int keyLength,
            int saltLength,
            Secret key,
            Secret salt,
            int mkiPresent,
            int derivationRate) {
        /** No key: media in clear. */
        public static final KeyBlock CLEAR =
                new KeyBlock(EncryptionAlgorithm.NONE, 0, 0, Secret.of(new byte[16]), Secret.of(new byte[16]), 0, 0);

        /** True if the call manager asks for encryption. */
        public boolean present() {
            return !algorithm.equals(EncryptionAlgorithm.NONE);
        }

        static KeyBlock wire(Wire w, @Nullable KeyBlock m) {
            EncryptionAlgorithm algorithm = w.code(EncryptionAlgorithm::new, m, KeyBlock::algorithm);
            int keyLength = w.u16(m, KeyBlock::keyLength);
            int saltLength = w.u16(m, KeyBlock::saltLength);
            Secret key = w.secret(16, m, KeyBlock::key);
            Secret salt = w.secret(16, m, KeyBlock::salt);
            // CallManager up to 4.x ends the message here.
            w.optionalFromHere();
            return new KeyBlock(
                    algorithm,
                    keyLength,
                    saltLength,
                    key,
                    salt,
                    w.u32(m, KeyBlock::mkiPresent),
                    w.u32(m, KeyBlock::derivationRate));
        }
    }

    /** Bytes of the latent capabilities at the end of the version 21 forms. */
    int LATENT_CAPABILITIES = 36;
    /** What the older forms say of latent capabilities. */
    Blob NO_LATENT_CAPABILITIES = Blob.zeros(LATENT_CAPABILITIES);

    /**
     * The port is to receive media, and to say where.
     *
     * @param packetMillis length of a packet in milliseconds
     * @param codecParameters 4 bytes whose meaning depends on the codec
     * @param rfc2833PayloadType RTP payload type of telephone events, 0 for none
     * @param sourceAddress where the media will come from, 0.0.0.0 if not told
     */
    record OpenReceiveChannel(
            int conferenceId,
            int passThruPartyId,
            int packetMillis,
            Payload payload,
            int echoCancellation,
            int codecParameters,
            int callReference,
            KeyBlock key,
            int streamPassThroughId,
            int associatedStreamId,
            int rfc2833PayloadType,
            int dtmfType,
            int mixingMode,
            int partyDirection,
            InetAddress sourceAddress,
            int sourcePort,
            int requestedAddressType,
            int audioLevel,
            Blob latentCapabilities)
            implements MediaMessage {

        static OpenReceiveChannel wire(Wire w, @Nullable OpenReceiveChannel m) throws MalformedMessage {
            boolean reading = m == null;
            // Read by length: a call manager sends the tagged form with header version 0 too (peers-observed 2).
            boolean tagged = reading ? w.bodyLength() >= 128 : w.since(17, 0);
            boolean tail = reading || w.since(11, 0);
            boolean latent = reading ? w.bodyLength() >= 168 : w.since(21, 0);
            return new OpenReceiveChannel(
                    w.u32(m, OpenReceiveChannel::conferenceId),
                    w.u32(m, OpenReceiveChannel::passThruPartyId),
                    w.u32(m, OpenReceiveChannel::packetMillis),
                    w.code(Payload::new, m, OpenReceiveChannel::payload),
                    w.u32(m, OpenReceiveChannel::echoCancellation),
                    w.u32(m, OpenReceiveChannel::codecParameters),
                    w.u32(m, OpenReceiveChannel::callReference),
                    KeyBlock.wire(w, m == null ? null : m.key),
                    w.u32(m, OpenReceiveChannel::streamPassThroughId),
                    w.u32(m, OpenReceiveChannel::associatedStreamId),
                    w.u32(m, OpenReceiveChannel::rfc2833PayloadType),
                    w.u32(m, OpenReceiveChannel::dtmfType),
                    w.u32If(tail, m, OpenReceiveChannel::mixingMode),
                    w.u32If(tail, m, OpenReceiveChannel::partyDirection),
                    w.addressIf(tail, tagged, m, OpenReceiveChannel::sourceAddress),
                    w.u32If(tail, m, OpenReceiveChannel::sourcePort),
                    w.u32If(reading || w.since(16, 0), m, OpenReceiveChannel::requestedAddressType),
                    w.u32If(reading ? w.more() : latent, m, OpenReceiveChannel::audioLevel),
                    latent
                            ? w.blob(LATENT_CAPABILITIES, m, OpenReceiveChannel::latentCapabilities)
                            : NO_LATENT_CAPABILITIES);
        }
    }

    /** Where the port receives, or why it can't. */
    record OpenReceiveChannelAck(
            MediaStatus status, InetAddress address, int port, int passThruPartyId, int callReference)
            implements MediaMessage {
        static OpenReceiveChannelAck wire(Wire w, @Nullable OpenReceiveChannelAck m) throws MalformedMessage {
            MediaStatus status = w.code(MediaStatus::new, m, OpenReceiveChannelAck::status);
            InetAddress address = w.address(w.since(17, 36), m, OpenReceiveChannelAck::address);
            int port = w.u32(m, OpenReceiveChannelAck::port);
            int party = w.u32(m, OpenReceiveChannelAck::passThruPartyId);
            // The 16-byte form of CallManager 4.x devices has no call reference.
            w.optionalFromHere();
            return new OpenReceiveChannelAck(
                    status, address, port, party, w.u32(m, OpenReceiveChannelAck::callReference));
        }
    }

    /** The port stops to receive. {@code portHandling} 0 closes the UDP port, 1 keeps it for the next opening. */
    record CloseReceiveChannel(int conferenceId, int passThruPartyId, int callReference, int portHandling)
            implements MediaMessage {
        static CloseReceiveChannel wire(Wire w, @Nullable CloseReceiveChannel m) {
            int conference = w.u32(m, CloseReceiveChannel::conferenceId);
            int party = w.u32(m, CloseReceiveChannel::passThruPartyId);
            w.optionalFromHere();
            return new CloseReceiveChannel(
                    conference,
                    party,
                    w.u32(m, CloseReceiveChannel::callReference),
                    w.u32(m, CloseReceiveChannel::portHandling));
        }
    }

    /**
     * The port is to send media.
     *
     * @param precedence IP TOS byte, 184 is DSCP EF
     */
    record StartMediaTransmission(
            int conferenceId,
            int passThruPartyId,
            InetAddress remoteAddress,
            int remotePort,
            int packetMillis,
            Payload payload,
            int precedence,
            int silenceSuppression,
            int maxFramesPerPacket,
            int padding,
            int codecParameters,
            int callReference,
            KeyBlock key,
            int streamPassThroughId,
            int associatedStreamId,
            int rfc2833PayloadType,
            int dtmfType,
            int mixingMode,
            int partyDirection,
            Blob latentCapabilities)
            implements MediaMessage {
        private static final int LARGEST_UNTAGGED = 116;

        static StartMediaTransmission wire(Wire w, @Nullable StartMediaTransmission m) throws MalformedMessage {
            if (m != null || !(w instanceof WireReader reader)) {
                return wire(w, w.since(17, 0), m);
            }
            if (LegacyMediaMessage.isShortStart(reader)) {
                return LegacyMediaMessage.shortStart(reader);
            }
            if (w.bodyLength() <= LARGEST_UNTAGGED) {
                // No known form has the wide address in so short a body, so there is nothing else to try.
                return wire(reader, false, null);
            }
            StartMediaTransmission wide = wire(reader, true, null);
            if (wide.makesSense()) {
                return wide;
            }
            reader.rewind();
            StartMediaTransmission narrow = wire(reader, false, null);
            if (narrow.makesSense()) {
                return narrow;
            }
            reader.rewind();
            return wire(reader, true, null);
        }

        /** A wrong layout gives no error but 0.0.0.0 and a wild port (peers-observed 2). */
        private boolean makesSense() {
            return !remoteAddress.isAnyLocalAddress() && remotePort >= 1024 && remotePort <= 65535;
        }

        private static StartMediaTransmission wire(Wire w, boolean tagged, @Nullable StartMediaTransmission m)
                throws MalformedMessage {
            boolean reading = m == null;
            boolean latent = reading ? w.bodyLength() >= 168 : w.since(21, 0);
            return new StartMediaTransmission(
                    w.u32(m, StartMediaTransmission::conferenceId),
                    w.u32(m, StartMediaTransmission::passThruPartyId),
                    w.address(tagged, m, StartMediaTransmission::remoteAddress),
                    w.u32(m, StartMediaTransmission::remotePort),
                    w.u32(m, StartMediaTransmission::packetMillis),
                    w.code(Payload::new, m, StartMediaTransmission::payload),
                    w.u32(m, StartMediaTransmission::precedence),
                    w.u32(m, StartMediaTransmission::silenceSuppression),
                    w.u16(m, StartMediaTransmission::maxFramesPerPacket),
                    w.u16(m, StartMediaTransmission::padding),
                    w.u32(m, StartMediaTransmission::codecParameters),
                    w.u32(m, StartMediaTransmission::callReference),
                    KeyBlock.wire(w, m == null ? null : m.key),
                    w.u32(m, StartMediaTransmission::streamPassThroughId),
                    w.u32(m, StartMediaTransmission::associatedStreamId),
                    w.u32(m, StartMediaTransmission::rfc2833PayloadType),
                    w.u32(m, StartMediaTransmission::dtmfType),
                    w.u32(m, StartMediaTransmission::mixingMode),
                    w.u32If(reading || w.since(15, 0), m, StartMediaTransmission::partyDirection),
                    latent
                            ? w.blob(LATENT_CAPABILITIES, m, StartMediaTransmission::latentCapabilities)
                            : NO_LATENT_CAPABILITIES);
        }
    }

    /** The port sends from that address, or why it can't. */
    record StartMediaTransmissionAck(
            int conferenceId, int passThruPartyId, int callReference, InetAddress address, int port, MediaStatus status)
            implements MediaMessage {
        static StartMediaTransmissionAck wire(Wire w, @Nullable StartMediaTransmissionAck m) throws MalformedMessage {
            return new StartMediaTransmissionAck(
                    w.u32(m, StartMediaTransmissionAck::conferenceId),
                    w.u32(m, StartMediaTransmissionAck::passThruPartyId),
                    w.u32(m, StartMediaTransmissionAck::callReference),
                    w.address(w.since(17, 40), m, StartMediaTransmissionAck::address),
                    w.u32(m, StartMediaTransmissionAck::port),
                    w.code(MediaStatus::new, m, StartMediaTransmissionAck::status));
        }
    }

    /**
     * The port stops to send. {@code portHandling} 0 closes the UDP port, 1 keeps it. CallManager 2.x sends 4 bytes of
     * old memory where the conference id stands, and ends there.
     */
    record StopMediaTransmission(int conferenceId, int passThruPartyId, int callReference, int portHandling)
            implements MediaMessage {
        static StopMediaTransmission wire(Wire w, @Nullable StopMediaTransmission m) {
            int conference = w.u32(m, StopMediaTransmission::conferenceId);
            w.optionalFromHere();
            return new StopMediaTransmission(
                    conference,
                    w.u32(m, StopMediaTransmission::passThruPartyId),
                    w.u32(m, StopMediaTransmission::callReference),
                    w.u32(m, StopMediaTransmission::portHandling));
        }
    }

    /** The call manager asks what became of the packets. {@code processing} 0 clears the counters, 1 keeps them. */
    record ConnectionStatisticsReq(String directoryNumber, int callReference, int processing) implements MediaMessage {
        private static final int WIDE_LENGTH = 36;

        static ConnectionStatisticsReq wire(Wire w, @Nullable ConnectionStatisticsReq m) {
            // Sources disagree on version 18: 24 or 28 bytes, which the length tells.
            boolean wide = w.since(18, WIDE_LENGTH) && w.bodyLength() >= WIDE_LENGTH;
            return new ConnectionStatisticsReq(
                    w.text(wide ? 28 : 24, m, ConnectionStatisticsReq::directoryNumber),
                    w.u32(m, ConnectionStatisticsReq::callReference),
                    w.u32(m, ConnectionStatisticsReq::processing));
        }
    }

    /**
     * What became of the packets. Jitter and latency in milliseconds; packed at odd offsets from version 18.
     *
     * @param data free text, at most 600 bytes
     */
    record ConnectionStatisticsRes(
            String directoryNumber,
            int callReference,
            int processing,
            int packetsSent,
            int octetsSent,
            int packetsReceived,
            int octetsReceived,
            int packetsLost,
            int jitter,
            int latency,
            String data)
            implements MediaMessage {
        private static final int LONGEST_DATA = 600;

        static ConnectionStatisticsRes wire(Wire w, @Nullable ConnectionStatisticsRes m) throws MalformedMessage {
            boolean packed = w.since(18, Integer.MAX_VALUE);
            String number = w.text(packed ? 28 : 24, m, ConnectionStatisticsRes::directoryNumber);
            int reference = w.u32(m, ConnectionStatisticsRes::callReference);
            int processing = packed
                    ? w.u8(m, ConnectionStatisticsRes::processing)
                    : w.u32(m, ConnectionStatisticsRes::processing);
            int packetsSent = w.u32(m, ConnectionStatisticsRes::packetsSent);
            int octetsSent = w.u32(m, ConnectionStatisticsRes::octetsSent);
            int packetsReceived = w.u32(m, ConnectionStatisticsRes::packetsReceived);
            int octetsReceived = w.u32(m, ConnectionStatisticsRes::octetsReceived);
            int packetsLost = w.u32(m, ConnectionStatisticsRes::packetsLost);
            int jitter = w.u32(m, ConnectionStatisticsRes::jitter);
            int latency = w.u32(m, ConnectionStatisticsRes::latency);
            w.optionalFromHere();
            int size = w.u32(m, r -> r.data.length());
            if (size < 0 || size > LONGEST_DATA) {
                throw MalformedMessage.body("more than the " + LONGEST_DATA + " bytes of data that are allowed");
            }
            String data = w.exactText(size, m, ConnectionStatisticsRes::data);
            return new ConnectionStatisticsRes(
                    number,
                    reference,
                    processing,
                    packetsSent,
                    octetsSent,
                    packetsReceived,
                    octetsReceived,
                    packetsLost,
                    jitter,
                    latency,
                    data);
        }
    }
}
