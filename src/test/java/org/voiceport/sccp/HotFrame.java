package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A whole message of a session, as bytes. */
final class HotFrame {
    private final int version;
    private final int longestBody;
    private final byte[] bytes;

    private HotFrame(int version, int longestBody, byte[] bytes) {
        this.version = version;
        this.longestBody = longestBody;
        this.bytes = bytes;
    }

    /**
     * What a port registers with, waits with and takes a call with: each verified vector laid out again at the version of
     * the session. From version 17 on a call manager sends CallInfoV2 instead of CallInfo.
     */
    static List<HotFrame> all() {
        Map<String, String> vectors = VectorsTest.vectors().stream()
                .collect(Collectors.toMap(vector -> (String) vector.get("name"), vector -> (String) vector.get("hex")));
        return List.of(
                of(vectors, "Register (header 0, announces v17, 124-byte body)", 17),
                of(vectors, "KeepAlive v17", 17),
                of(vectors, "KeepAliveAck", 17),
                of(vectors, "SetLamp line on", 17),
                of(vectors, "CallState RingIn", 17),
                of(vectors, "CallInfoV2 (>=17, 15 strings)", 17),
                of(vectors, "DisplayPromptStatusV2", 17),
                of(vectors, "StartTone inside dial", 17),
                of(vectors, "OpenReceiveChannel v17 SRTP AES_CM_128_HMAC_SHA1_32", 17),
                of(vectors, "OpenReceiveChannelAck v17", 17),
                of(vectors, "StartMediaTransmission v17 SRTP", 17),
                of(vectors, "StartMediaTransmissionAck v17", 17),
                of(vectors, "CloseReceiveChannel", 17),
                of(vectors, "StopMediaTransmission", 17),
                of(vectors, "ConnectionStatisticsReq <=17", 17),
                of(vectors, "ConnectionStatisticsRes <=17", 17),
                of(vectors, "CallInfo (static V1)", 3),
                of(vectors, "OpenReceiveChannel CM4-style short (header 0, no crypto, 68-byte body)", 3, 68),
                of(vectors, "OpenReceiveChannel v22 SRTP AES_CM_128_HMAC_SHA1_80 (168-byte body)", 22),
                of(vectors, "StartMediaTransmission v22 clear (168-byte body)", 22),
                of(vectors, "ConnectionStatisticsRes >=18 packed", 22));
    }

    private static HotFrame of(Map<String, String> vectors, String name, int version) {
        return of(vectors, name, version, Integer.MAX_VALUE);
    }

    private static HotFrame of(Map<String, String> vectors, String name, int version, int longestBody) {
        String hex = vectors.get(name);
        if (hex == null) {
            throw new IllegalStateException("no vector is named '" + name + "'");
        }
        Message message = new HotFrame(version, longestBody, HexFormat.of().parseHex(hex)).message();
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, longestBody, out);
        HotFrame frame = new HotFrame(version, longestBody, ByteBufUtil.getBytes(out));
        if (!frame.message().equals(message)) {
            throw new IllegalStateException("'" + name + "' can't be said in version " + version);
        }
        return frame;
    }

    /** The session's protocol version. */
    int version() {
        return version;
    }

    /** Where the sender cuts the body off. */
    int longestBody() {
        return longestBody;
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    Message message() {
        try {
            return Frames.decode(bytes).message();
        } catch (MalformedMessage malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
