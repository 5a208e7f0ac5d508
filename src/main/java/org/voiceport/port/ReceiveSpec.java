package org.voiceport.port;

import java.net.InetAddress;
import java.util.Optional;
import org.voiceport.audio.Codec;

/**
 * How media is to be received.
 *
 * @param packetMillis audio in one packet, 10 to 60 ms; what really comes may differ
 * @param key SRTP key; empty for RTP. The media engine takes it over and wipes it
 * @param telephoneEventPayload RTP payload type of telephone events (RFC 4733), 0 for none
 * @param source address the media will come from, 0.0.0.0 if not told
 * @param local our address, announced to the call manager
 */
public record ReceiveSpec(
        Codec codec,
        int packetMillis,
        Optional<MediaKey> key,
        int telephoneEventPayload,
        InetAddress source,
        InetAddress local) {}
