package org.voiceport.port;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.voiceport.audio.Codec;

/**
 * How media is to be sent.
 *
 * @param remote where to
 * @param packetMillis audio in one packet, 10 to 60 ms
 * @param key SRTP key; empty for RTP. The media engine takes it over and wipes it
 * @param telephoneEventPayload RTP payload type of telephone events (RFC 4733), 0 for none
 * @param tos IP TOS byte that the call manager asks for, 0 for the configured one
 */
public record TransmitSpec(
        InetSocketAddress remote,
        Codec codec,
        int packetMillis,
        Optional<MediaKey> key,
        int telephoneEventPayload,
        int tos) {}
