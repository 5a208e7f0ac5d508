package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;

/** Reads and writes whole messages by the {@link Catalogue}. Has no state. */
public final class MessageCodec {
    /** Header versions below this are written as 0 (wire reference section 1). */
    private static final int FIRST_HEADER_VERSION = 10;
    /** Anything above is no version but a peer's oddity. */
    private static final int LAST_HEADER_VERSION = 0xFF;

    private MessageCodec() {}

    /**
     * Reads the body of {@code frame}. An id that isn't in the catalogue becomes {@link Message.Unknown}.
     *
     * @throws MalformedMessage if the body can't be what the id says; the stream can be read on
     */
    public static Decoded decode(Frame frame) throws MalformedMessage {
        Catalogue.Row<?> row = Catalogue.row(frame.id());
        if (row == null) {
            byte[] bytes = new byte[frame.body().readableBytes()];
            frame.body().readBytes(bytes);
            return new Decoded(new Message.Unknown(frame.id(), Secret.owning(bytes)), frame.version(), 0, 0);
        }
        int version = frame.version() >= 0 && frame.version() <= LAST_HEADER_VERSION ? frame.version() : 0;
        WireReader reader = new WireReader(frame.body(), version);
        try {
            Message message = row.shape().wire(reader, null);
            return new Decoded(message, frame.version(), reader.missing(), reader.surplus());
        } catch (MalformedMessage malformed) {
            throw MalformedMessage.body(row.name() + ": " + malformed.what());
        }
    }

    /**
     * Appends {@code message} as the peer of a session in {@code version} expects it, padded to a multiple of 4.
     *
     * @param version the negotiated protocol version; 0 before RegisterAck
     * @throws IllegalArgumentException if the message can't be said in this layout
     */
    public static void encode(Message message, int version, ByteBuf out) {
        encode(message, version, Integer.MAX_VALUE, out);
    }

    /**
     * As {@link #encode(Message, int, ByteBuf)}, with the body cut off at {@code longestBody} bytes: the short forms of
     * old call managers are the newer ones without their tail (wire reference 4.4).
     */
    public static void encode(Message message, int version, int longestBody, ByteBuf out) {
        int start = out.writerIndex();
        if (message instanceof Message.Unknown unknown) {
            unknown.body().write(unknown.body().length(), out.writeZero(FrameCutter.HEADER));
            finish(out, start, headerVersion(version), unknown.id());
            return;
        }
        Catalogue.Row<?> row = Catalogue.row(message);
        out.writeZero(FrameCutter.HEADER);
        try {
            row.write(new WireWriter(out, version), message);
        } catch (MalformedMessage impossible) {
            out.writerIndex(start);
            throw new IllegalArgumentException(row.name() + ": " + impossible.what(), impossible);
        }
        int body = out.writerIndex() - start - FrameCutter.HEADER;
        if (body > longestBody) {
            out.writerIndex(start + FrameCutter.HEADER + longestBody);
        }
        finish(out, start, row.headerZero() ? 0 : headerVersion(version), row.id());
    }

    private static int headerVersion(int negotiated) {
        return negotiated >= FIRST_HEADER_VERSION ? negotiated : 0;
    }

    private static void finish(ByteBuf out, int start, int headerVersion, int id) {
        int body = out.writerIndex() - start - FrameCutter.HEADER;
        out.writeZero(-body & 3);
        out.setIntLE(start, out.writerIndex() - start - 8);
        out.setIntLE(start + 4, headerVersion);
        out.setIntLE(start + 8, id);
    }
}
