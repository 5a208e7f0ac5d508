package org.voiceport.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.CloseReceiveChannel;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.sccp.MediaMessage.StartMediaTransmissionAck;
import org.voiceport.sccp.MediaMessage.StopMediaTransmission;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Payload;

/**
 * Follows the call manager's media messages of one call. No channel is opened and no packet sent before the key block was
 * judged by {@link KeyPolicy}.
 */
final class MediaFlow {
    private static final int FIRST_VERSION_WITH_TRANSMISSION_ACK = 17;

    private MediaFlow() {}

    /** The legs after a step; {@code refusal} is why the call must end, or null. */
    record Step(MediaLegs legs, @Nullable Fault refusal) {
        static Step on(MediaLegs legs) {
            return new Step(legs, null);
        }
    }

    static Step received(CallContext call, MediaLegs legs, MediaMessage message, Actions out) {
        if (message instanceof OpenReceiveChannel open) {
            return isOfAnother(call, open.callReference())
                    ? refuse(call, legs, open, out)
                    : open(call, legs, open, out);
        }
        if (message instanceof StartMediaTransmission start) {
            return isOfAnother(call, start.callReference())
                    ? refuse(call, legs, start, out)
                    : start(call, legs, start, out);
        }
        if (message instanceof CloseReceiveChannel close
                && legs.receive() != null
                && legs.receive().is(close.passThruPartyId())) {
            out.add(new Action.Deafen(call.reference()));
            return Step.on(legs.receiveClosed());
        }
        if (message instanceof StopMediaTransmission stop
                && legs.transmit() != null
                && legs.transmit().is(stop.passThruPartyId())) {
            out.add(new Action.Mute(call.reference()));
            return Step.on(legs.transmitStopped());
        }
        if (message instanceof StopMediaTransmission stop
                && legs.held() != null
                && legs.held().passThruPartyId() == stop.passThruPartyId()) {
            return Step.on(legs.holding(null));
        }
        return Step.on(legs);
    }

    static Step happened(CallContext call, MediaLegs legs, MediaEvent event, Actions out) {
        if (event instanceof MediaEvent.Listening listening && legs.receive() != null) {
            return listening(call, legs, legs.receive(), listening.local(), out);
        }
        if (event instanceof MediaEvent.Talking talking && legs.transmit() != null) {
            return talking(call, legs, legs.transmit(), talking.local(), out);
        }
        if (event instanceof MediaEvent.Failed failed) {
            return failed(call, legs, failed, out);
        }
        return Step.on(legs);
    }

    /** Some call managers give no reference with media: then it is of the call that there is. */
    private static boolean isOfAnother(CallContext call, int reference) {
        return reference != 0 && reference != call.reference();
    }

    /** Media of another call, such as a second one that rings, must not replace this call's. */
    private static Step refuse(CallContext call, MediaLegs legs, OpenReceiveChannel open, Actions out) {
        refuse(call.local(), open, out);
        return Step.on(legs);
    }

    /** Media of a call that the port doesn't have. */
    static void refuse(InetAddress local, OpenReceiveChannel open, Actions out) {
        out.send(new OpenReceiveChannelAck(
                MediaStatus.INVALID_CALL_REFERENCE, local, 0, open.passThruPartyId(), open.callReference()));
    }

    private static Step refuse(CallContext call, MediaLegs legs, StartMediaTransmission start, Actions out) {
        if (call.version() >= FIRST_VERSION_WITH_TRANSMISSION_ACK) {
            out.send(new StartMediaTransmissionAck(
                    start.conferenceId(),
                    start.passThruPartyId(),
                    start.callReference(),
                    call.local(),
                    0,
                    MediaStatus.INVALID_CALL_REFERENCE));
        }
        return Step.on(legs);
    }

    private static Step open(CallContext call, MediaLegs legs, OpenReceiveChannel open, Actions out) {
        Optional<Codec> codec = codec(call, open.payload());
        if (codec.isEmpty() || !isPacketLength(open.packetMillis())) {
            MediaStatus status = codec.isEmpty() ? MediaStatus.INVALID_CODEC : MediaStatus.INVALID_PACKET_SIZE;
            acknowledge(call, open, status, out);
            return new Step(legs, unusable(open.payload(), open.packetMillis()));
        }
        KeyPolicy.Verdict verdict =
                KeyPolicy.judge(call.settings().mode(), call.settings().requireEncryption(), open.key());
        if (verdict instanceof KeyPolicy.Verdict.Refuse refuse) {
            acknowledge(call, open, MediaStatus.ENCODER_OR_DECODER_FAILED, out);
            return new Step(legs, refuse.fault());
        }
        Optional<MediaKey> key = key(verdict);
        MediaLegs now = clear(call, legs, key, out)
                .receiving(open, protection(key), codec.get().encodingName());
        out.add(new Action.Listen(
                call.reference(),
                new ReceiveSpec(
                        codec.get(),
                        open.packetMillis(),
                        key,
                        open.rfc2833PayloadType(),
                        open.sourceAddress(),
                        call.local())));
        return now.held() == null ? Step.on(now) : start(call, now, now.held(), out);
    }

    private static Step start(CallContext call, MediaLegs legs, StartMediaTransmission start, Actions out) {
        InetAddress remote = start.remoteAddress();
        if (remote.isAnyLocalAddress() || start.remotePort() < 1 || start.remotePort() > 65535) {
            acknowledge(call, start, MediaStatus.UNKNOWN, out);
            return new Step(
                    legs,
                    new Fault.PeerMisbehaved(
                            "media is to be sent to " + remote.getHostAddress() + " port "
                                    + Integer.toUnsignedString(start.remotePort()),
                            ""));
        }
        Optional<Codec> codec = codec(call, start.payload());
        if (codec.isEmpty() || !isPacketLength(start.packetMillis())) {
            MediaStatus status = codec.isEmpty() ? MediaStatus.INVALID_CODEC : MediaStatus.INVALID_PACKET_SIZE;
            acknowledge(call, start, status, out);
            return new Step(legs, unusable(start.payload(), start.packetMillis()));
        }
        boolean both = call.settings().mode() == SecurityMode.ENCRYPTED
                && call.settings().requireEncryption();
        if (both && start.key().present() && legs.receive() == null) {
            // Keys in one direction are not enough: nothing is sent until the other direction has its key too.
            return Step.on(legs.holding(start));
        }
        KeyPolicy.Verdict verdict =
                KeyPolicy.judge(call.settings().mode(), call.settings().requireEncryption(), start.key());
        if (verdict instanceof KeyPolicy.Verdict.Refuse refuse) {
            acknowledge(call, start, MediaStatus.ENCODER_OR_DECODER_FAILED, out);
            return new Step(legs, refuse.fault());
        }
        Optional<MediaKey> key = key(verdict);
        MediaLegs now = clear(call, legs, key, out)
                .transmitting(start, protection(key), codec.get().encodingName());
        out.add(new Action.Talk(
                call.reference(),
                new TransmitSpec(
                        new InetSocketAddress(remote, start.remotePort()),
                        codec.get(),
                        start.packetMillis(),
                        key,
                        start.rfc2833PayloadType(),
                        start.precedence() & 0xFF),
                call.local()));
        return Step.on(now);
    }

    private static Step listening(
            CallContext call, MediaLegs legs, MediaLegs.Leg leg, InetSocketAddress local, Actions out) {
        out.send(new OpenReceiveChannelAck(
                MediaStatus.OK, local.getAddress(), local.getPort(), leg.passThruPartyId(), call.reference()));
        out.report(opened(call, "receive", leg, local));
        return Step.on(legs.receiveAcknowledged());
    }

    private static Step talking(
            CallContext call, MediaLegs legs, MediaLegs.Leg leg, InetSocketAddress local, Actions out) {
        if (call.version() >= FIRST_VERSION_WITH_TRANSMISSION_ACK) {
            out.send(new StartMediaTransmissionAck(
                    leg.conferenceId(),
                    leg.passThruPartyId(),
                    call.reference(),
                    local.getAddress(),
                    local.getPort(),
                    MediaStatus.OK));
        }
        out.report(opened(call, "transmit", leg, local));
        return Step.on(legs.transmitAcknowledged());
    }

    private static Step failed(CallContext call, MediaLegs legs, MediaEvent.Failed failed, Actions out) {
        if (failed.receiving() && legs.receive() != null) {
            out.send(new OpenReceiveChannelAck(
                    MediaStatus.OUT_OF_SOCKETS, call.local(), 0, legs.receive().passThruPartyId(), call.reference()));
            return new Step(legs.receiveClosed(), failed.fault());
        }
        if (!failed.receiving() && legs.transmit() != null && call.version() >= FIRST_VERSION_WITH_TRANSMISSION_ACK) {
            MediaLegs.Leg leg = legs.transmit();
            out.send(new StartMediaTransmissionAck(
                    leg.conferenceId(),
                    leg.passThruPartyId(),
                    call.reference(),
                    call.local(),
                    0,
                    MediaStatus.OUT_OF_SOCKETS));
        }
        return new Step(failed.receiving() ? legs : legs.transmitStopped(), failed.fault());
    }

    private static CallReport.MediaOpened opened(
            CallContext call, String direction, MediaLegs.Leg leg, InetSocketAddress local) {
        return new CallReport.MediaOpened(
                call.settings().device(),
                call.reference(),
                direction,
                leg.protection(),
                leg.codec(),
                local.getAddress().getHostAddress() + ":" + local.getPort());
    }

    /** Says once for each call of an encrypted port that its media isn't. */
    private static MediaLegs clear(CallContext call, MediaLegs legs, Optional<MediaKey> key, Actions out) {
        if (call.settings().mode() != SecurityMode.ENCRYPTED || key.isPresent() || legs.clearTold()) {
            return legs;
        }
        out.report(new CallReport.MediaInClear(call.settings().device(), call.reference()));
        return legs.withClearTold();
    }

    private static void acknowledge(CallContext call, OpenReceiveChannel open, MediaStatus status, Actions out) {
        out.send(new OpenReceiveChannelAck(status, call.local(), 0, open.passThruPartyId(), call.reference()));
    }

    private static void acknowledge(CallContext call, StartMediaTransmission start, MediaStatus status, Actions out) {
        if (call.version() >= FIRST_VERSION_WITH_TRANSMISSION_ACK) {
            out.send(new StartMediaTransmissionAck(
                    start.conferenceId(), start.passThruPartyId(), call.reference(), call.local(), 0, status));
        }
    }

    private static Fault unusable(Payload payload, int packetMillis) {
        return new Fault.PeerIncompatible(
                "media as " + payload + " in packets of " + Integer.toUnsignedString(packetMillis) + " ms",
                "let the call manager's region between port and phone use a codec of media.codecs, 10 to 60 ms");
    }

    private static Optional<Codec> codec(CallContext call, Payload payload) {
        return call.settings().codecs().stream()
                .filter(codec -> Dialogue.payload(codec).equals(payload))
                .findFirst();
    }

    private static boolean isPacketLength(int millis) {
        return millis >= 10 && millis <= 60 && millis % 10 == 0;
    }

    private static Optional<MediaKey> key(KeyPolicy.Verdict verdict) {
        return verdict instanceof KeyPolicy.Verdict.Use use ? Optional.of(use.key()) : Optional.empty();
    }

    private static MediaProtection protection(Optional<MediaKey> key) {
        return key.map(MediaKey::suite).orElse(MediaProtection.RTP);
    }
}
