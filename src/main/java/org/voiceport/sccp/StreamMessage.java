package org.voiceport.sccp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Media streams beside the plain ones: ports by request, multicast, telephone events, quality of service. */
public sealed interface StreamMessage extends Message {

    /** The port can't send to that address. */
    record MediaTransmissionFailure(
            int conferenceId, int passThruPartyId, InetAddress remoteAddress, int remotePort, int callReference)
            implements StreamMessage {
        static MediaTransmissionFailure wire(Wire w, @Nullable MediaTransmissionFailure m) throws MalformedMessage {
            return new MediaTransmissionFailure(
                    w.u32(m, MediaTransmissionFailure::conferenceId),
                    w.u32(m, MediaTransmissionFailure::passThruPartyId),
                    w.address(w.since(17, 36), m, MediaTransmissionFailure::remoteAddress),
                    w.u32(m, MediaTransmissionFailure::remotePort),
                    w.u32(m, MediaTransmissionFailure::callReference));
        }
    }

    record StartMediaFailureDetection(
            int conferenceId,
            int passThruPartyId,
            int packetMillis,
            Payload payload,
            int echoCancellation,
            int codecParameters,
            int callReference)
            implements StreamMessage {
        static StartMediaFailureDetection wire(Wire w, @Nullable StartMediaFailureDetection m) {
            return new StartMediaFailureDetection(
                    w.u32(m, StartMediaFailureDetection::conferenceId),
                    w.u32(m, StartMediaFailureDetection::passThruPartyId),
                    w.u32(m, StartMediaFailureDetection::packetMillis),
                    w.code(Payload::new, m, StartMediaFailureDetection::payload),
                    w.u32(m, StartMediaFailureDetection::echoCancellation),
                    w.u32(m, StartMediaFailureDetection::codecParameters),
                    w.u32(m, StartMediaFailureDetection::callReference));
        }
    }

    record PortReq(
            int conferenceId, int callReference, int passThruPartyId, int transport, int addressType, int mediaType)
            implements StreamMessage {
        static PortReq wire(Wire w, @Nullable PortReq m) {
            return new PortReq(
                    w.u32(m, PortReq::conferenceId),
                    w.u32(m, PortReq::callReference),
                    w.u32(m, PortReq::passThruPartyId),
                    w.u32(m, PortReq::transport),
                    w.u32(m, PortReq::addressType),
                    w.u32(m, PortReq::mediaType));
        }
    }

    /** Where the station would receive. Sources disagree on the address below version 19: read by the body's length. */
    record PortRes(
            int conferenceId,
            int callReference,
            int passThruPartyId,
            InetAddress address,
            int port,
            int controlPort,
            int mediaType)
            implements StreamMessage {
        private static final int TAGGED_LENGTH = 40;

        static PortRes wire(Wire w, @Nullable PortRes m) throws MalformedMessage {
            boolean tagged = m == null ? w.bodyLength() >= TAGGED_LENGTH : w.since(17, 0);
            int conference = w.u32(m, PortRes::conferenceId);
            int call = w.u32(m, PortRes::callReference);
            int party = w.u32(m, PortRes::passThruPartyId);
            InetAddress address = w.address(tagged, m, PortRes::address);
            int port = w.u32(m, PortRes::port);
            int control = w.u32(m, PortRes::controlPort);
            w.optionalFromHere();
            return new PortRes(
                    conference,
                    call,
                    party,
                    address,
                    port,
                    control,
                    w.u32If(m == null ? w.more() : w.since(19, 0), m, PortRes::mediaType));
        }
    }

    record PortClose(int conferenceId, int callReference, int passThruPartyId, int mediaType) implements StreamMessage {
        static PortClose wire(Wire w, @Nullable PortClose m) {
            return new PortClose(
                    w.u32(m, PortClose::conferenceId),
                    w.u32(m, PortClose::callReference),
                    w.u32(m, PortClose::passThruPartyId),
                    w.u32(m, PortClose::mediaType));
        }
    }

    record StartMulticastMediaReception(
            int conferenceId,
            int passThruPartyId,
            InetAddress address,
            int port,
            int packetMillis,
            Payload payload,
            int echoCancellation,
            int codecParameters,
            int callReference)
            implements StreamMessage {
        static StartMulticastMediaReception wire(Wire w, @Nullable StartMulticastMediaReception m)
                throws MalformedMessage {
            return new StartMulticastMediaReception(
                    w.u32(m, StartMulticastMediaReception::conferenceId),
                    w.u32(m, StartMulticastMediaReception::passThruPartyId),
                    w.address(w.since(17, 52), m, StartMulticastMediaReception::address),
                    w.u32(m, StartMulticastMediaReception::port),
                    w.u32(m, StartMulticastMediaReception::packetMillis),
                    w.code(Payload::new, m, StartMulticastMediaReception::payload),
                    w.u32(m, StartMulticastMediaReception::echoCancellation),
                    w.u32(m, StartMulticastMediaReception::codecParameters),
                    w.u32(m, StartMulticastMediaReception::callReference));
        }
    }

    /** Whether the station joined; one source has no call reference. */
    record MulticastMediaReceptionAck(int status, int passThruPartyId, int callReference) implements StreamMessage {
        static MulticastMediaReceptionAck wire(Wire w, @Nullable MulticastMediaReceptionAck m) {
            int status = w.u32(m, MulticastMediaReceptionAck::status);
            int party = w.u32(m, MulticastMediaReceptionAck::passThruPartyId);
            w.optionalFromHere();
            return new MulticastMediaReceptionAck(status, party, w.u32(m, MulticastMediaReceptionAck::callReference));
        }
    }

    record StartMulticastMediaTransmission(
            int conferenceId,
            int passThruPartyId,
            InetAddress address,
            int port,
            int packetMillis,
            Payload payload,
            int precedence,
            int silenceSuppression,
            int maxFramesPerPacket,
            int padding,
            int codecParameters,
            int callReference)
            implements StreamMessage {
        static StartMulticastMediaTransmission wire(Wire w, @Nullable StartMulticastMediaTransmission m)
                throws MalformedMessage {
            return new StartMulticastMediaTransmission(
                    w.u32(m, StartMulticastMediaTransmission::conferenceId),
                    w.u32(m, StartMulticastMediaTransmission::passThruPartyId),
                    w.address(w.since(17, 60), m, StartMulticastMediaTransmission::address),
                    w.u32(m, StartMulticastMediaTransmission::port),
                    w.u32(m, StartMulticastMediaTransmission::packetMillis),
                    w.code(Payload::new, m, StartMulticastMediaTransmission::payload),
                    w.u32(m, StartMulticastMediaTransmission::precedence),
                    w.u32(m, StartMulticastMediaTransmission::silenceSuppression),
                    w.u16(m, StartMulticastMediaTransmission::maxFramesPerPacket),
                    w.u16(m, StartMulticastMediaTransmission::padding),
                    w.u32(m, StartMulticastMediaTransmission::codecParameters),
                    w.u32(m, StartMulticastMediaTransmission::callReference));
        }
    }

    record StopMulticastMediaReception(int conferenceId, int passThruPartyId, int callReference)
            implements StreamMessage {
        static StopMulticastMediaReception wire(Wire w, @Nullable StopMulticastMediaReception m) {
            return new StopMulticastMediaReception(
                    w.u32(m, StopMulticastMediaReception::conferenceId),
                    w.u32(m, StopMulticastMediaReception::passThruPartyId),
                    w.u32(m, StopMulticastMediaReception::callReference));
        }
    }

    record StopMulticastMediaTransmission(int conferenceId, int passThruPartyId, int callReference)
            implements StreamMessage {
        static StopMulticastMediaTransmission wire(Wire w, @Nullable StopMulticastMediaTransmission m) {
            return new StopMulticastMediaTransmission(
                    w.u32(m, StopMulticastMediaTransmission::conferenceId),
                    w.u32(m, StopMulticastMediaTransmission::passThruPartyId),
                    w.u32(m, StopMulticastMediaTransmission::callReference));
        }
    }

    /** Somebody pressed a key. */
    record NotifyDtmfTone(Tone tone, int conferenceId, int passThruPartyId) implements StreamMessage {
        static NotifyDtmfTone wire(Wire w, @Nullable NotifyDtmfTone m) {
            return new NotifyDtmfTone(
                    w.code(Tone::new, m, NotifyDtmfTone::tone),
                    w.u32(m, NotifyDtmfTone::conferenceId),
                    w.u32(m, NotifyDtmfTone::passThruPartyId));
        }
    }

    record SendDtmfTone(Tone tone, int conferenceId, int passThruPartyId) implements StreamMessage {
        static SendDtmfTone wire(Wire w, @Nullable SendDtmfTone m) {
            return new SendDtmfTone(
                    w.code(Tone::new, m, SendDtmfTone::tone),
                    w.u32(m, SendDtmfTone::conferenceId),
                    w.u32(m, SendDtmfTone::passThruPartyId));
        }
    }

    record SubscribeDtmfPayloadReq(int payloadType, int conferenceId, int passThruPartyId, int dtmfType)
            implements StreamMessage {
        static SubscribeDtmfPayloadReq wire(Wire w, @Nullable SubscribeDtmfPayloadReq m) {
            return new SubscribeDtmfPayloadReq(
                    w.u32(m, SubscribeDtmfPayloadReq::payloadType),
                    w.u32(m, SubscribeDtmfPayloadReq::conferenceId),
                    w.u32(m, SubscribeDtmfPayloadReq::passThruPartyId),
                    w.u32(m, SubscribeDtmfPayloadReq::dtmfType));
        }
    }

    record SubscribeDtmfPayloadRes(int payloadType, int conferenceId, int passThruPartyId) implements StreamMessage {
        static SubscribeDtmfPayloadRes wire(Wire w, @Nullable SubscribeDtmfPayloadRes m) {
            return new SubscribeDtmfPayloadRes(
                    w.u32(m, SubscribeDtmfPayloadRes::payloadType),
                    w.u32(m, SubscribeDtmfPayloadRes::conferenceId),
                    w.u32(m, SubscribeDtmfPayloadRes::passThruPartyId));
        }
    }

    record SubscribeDtmfPayloadErr(int payloadType, int conferenceId, int passThruPartyId) implements StreamMessage {
        static SubscribeDtmfPayloadErr wire(Wire w, @Nullable SubscribeDtmfPayloadErr m) {
            return new SubscribeDtmfPayloadErr(
                    w.u32(m, SubscribeDtmfPayloadErr::payloadType),
                    w.u32(m, SubscribeDtmfPayloadErr::conferenceId),
                    w.u32(m, SubscribeDtmfPayloadErr::passThruPartyId));
        }
    }

    record UnSubscribeDtmfPayloadReq(int payloadType, int conferenceId, int passThruPartyId, int dtmfType)
            implements StreamMessage {
        static UnSubscribeDtmfPayloadReq wire(Wire w, @Nullable UnSubscribeDtmfPayloadReq m) {
            return new UnSubscribeDtmfPayloadReq(
                    w.u32(m, UnSubscribeDtmfPayloadReq::payloadType),
                    w.u32(m, UnSubscribeDtmfPayloadReq::conferenceId),
                    w.u32(m, UnSubscribeDtmfPayloadReq::passThruPartyId),
                    w.u32(m, UnSubscribeDtmfPayloadReq::dtmfType));
        }
    }

    record UnSubscribeDtmfPayloadRes(int payloadType, int conferenceId, int passThruPartyId) implements StreamMessage {
        static UnSubscribeDtmfPayloadRes wire(Wire w, @Nullable UnSubscribeDtmfPayloadRes m) {
            return new UnSubscribeDtmfPayloadRes(
                    w.u32(m, UnSubscribeDtmfPayloadRes::payloadType),
                    w.u32(m, UnSubscribeDtmfPayloadRes::conferenceId),
                    w.u32(m, UnSubscribeDtmfPayloadRes::passThruPartyId));
        }
    }

    record UnSubscribeDtmfPayloadErr(int payloadType, int conferenceId, int passThruPartyId) implements StreamMessage {
        static UnSubscribeDtmfPayloadErr wire(Wire w, @Nullable UnSubscribeDtmfPayloadErr m) {
            return new UnSubscribeDtmfPayloadErr(
                    w.u32(m, UnSubscribeDtmfPayloadErr::payloadType),
                    w.u32(m, UnSubscribeDtmfPayloadErr::conferenceId),
                    w.u32(m, UnSubscribeDtmfPayloadErr::passThruPartyId));
        }
    }

    record UpdateDSCP(
            int conferenceId,
            int callReference,
            int passThruPartyId,
            InetAddress remoteAddress,
            int remotePort,
            int dscp)
            implements StreamMessage {
        static UpdateDSCP wire(Wire w, @Nullable UpdateDSCP m) throws MalformedMessage {
            return new UpdateDSCP(
                    w.u32(m, UpdateDSCP::conferenceId),
                    w.u32(m, UpdateDSCP::callReference),
                    w.u32(m, UpdateDSCP::passThruPartyId),
                    w.address(w.since(17, 40), m, UpdateDSCP::remoteAddress),
                    w.u32(m, UpdateDSCP::remotePort),
                    w.u32(m, UpdateDSCP::dscp));
        }
    }

    record QoSResvNotify(
            int conferenceId,
            int callReference,
            int passThruPartyId,
            InetAddress remoteAddress,
            int remotePort,
            int direction)
            implements StreamMessage {
        static QoSResvNotify wire(Wire w, @Nullable QoSResvNotify m) throws MalformedMessage {
            return new QoSResvNotify(
                    w.u32(m, QoSResvNotify::conferenceId),
                    w.u32(m, QoSResvNotify::callReference),
                    w.u32(m, QoSResvNotify::passThruPartyId),
                    w.address(w.since(17, 40), m, QoSResvNotify::remoteAddress),
                    w.u32(m, QoSResvNotify::remotePort),
                    w.u32(m, QoSResvNotify::direction));
        }
    }

    record QoSListen(
            int conferenceId,
            int callReference,
            int passThruPartyId,
            InetAddress remoteAddress,
            int remotePort,
            int style,
            int maxRetries,
            int retryTimer,
            int confirmRequired,
            int preemptionPriority,
            int defendingPriority,
            Payload payload,
            int averageBitRate,
            int burstSize,
            int peakRate,
            String vendor,
            String version,
            String application,
            String subApplication)
            implements StreamMessage {
        static QoSListen wire(Wire w, @Nullable QoSListen m) throws MalformedMessage {
            return new QoSListen(
                    w.u32(m, QoSListen::conferenceId),
                    w.u32(m, QoSListen::callReference),
                    w.u32(m, QoSListen::passThruPartyId),
                    w.address(w.since(17, 188), m, QoSListen::remoteAddress),
                    w.u32(m, QoSListen::remotePort),
                    w.u32(m, QoSListen::style),
                    w.u32(m, QoSListen::maxRetries),
                    w.u32(m, QoSListen::retryTimer),
                    w.u32(m, QoSListen::confirmRequired),
                    w.u32(m, QoSListen::preemptionPriority),
                    w.u32(m, QoSListen::defendingPriority),
                    w.code(Payload::new, m, QoSListen::payload),
                    w.u32(m, QoSListen::averageBitRate),
                    w.u32(m, QoSListen::burstSize),
                    w.u32(m, QoSListen::peakRate),
                    w.text(32, m, QoSListen::vendor),
                    w.text(16, m, QoSListen::version),
                    w.text(32, m, QoSListen::application),
                    w.text(32, m, QoSListen::subApplication));
        }
    }
}
