package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads a body. What is missing at its end reads as zero or empty and is counted. */
final class WireReader extends Wire {
    private final ByteBuf body;
    private final int start;
    private final int length;
    private final int headerVersion;
    private boolean optional;
    private int missing;

    /** Reads {@code body} to its end; {@code headerVersion} is 0 if the header carries none. */
    WireReader(ByteBuf body, int headerVersion) {
        this.body = body;
        this.start = body.readerIndex();
        this.length = body.readableBytes();
        this.headerVersion = headerVersion;
    }

    /** Bytes of required fields that the body was too short for. */
    int missing() {
        return missing;
    }

    /** Bytes behind the last field. */
    int surplus() {
        return body.readableBytes();
    }

    private boolean has(int size) {
        int left = body.readableBytes();
        if (left >= size) {
            return true;
        }
        if (!optional) {
            missing += size - left;
        }
        if (left > 0) {
            body.skipBytes(left);
        }
        return false;
    }

    @Override
    <M> int u8(@Nullable M message, ToIntFunction<M> field) {
        return has(1) ? body.readUnsignedByte() : 0;
    }

    @Override
    <M> int u16(@Nullable M message, ToIntFunction<M> field) {
        return has(2) ? body.readUnsignedShortLE() : 0;
    }

    @Override
    <M> int u32(@Nullable M message, ToIntFunction<M> field) {
        return has(4) ? body.readIntLE() : 0;
    }

    @Override
    <M> String text(int size, @Nullable M message, Function<M, String> field) {
        int there = Math.min(size, body.readableBytes());
        if (there < size && !optional) {
            missing += size - there;
        }
        int nul = body.indexOf(body.readerIndex(), body.readerIndex() + there, (byte) 0);
        int end = nul < 0 ? there : nul - body.readerIndex();
        String text = body.toString(body.readerIndex(), end, StandardCharsets.ISO_8859_1);
        body.skipBytes(there);
        return text;
    }

    @Override
    <M> String exactText(int size, @Nullable M message, Function<M, String> field) {
        int there = Math.min(size, body.readableBytes());
        if (there < size && !optional) {
            missing += size - there;
        }
        return body.readCharSequence(there, StandardCharsets.ISO_8859_1).toString();
    }

    @Override
    <M> String dynamic(int max, @Nullable M message, Function<M, String> field) throws MalformedMessage {
        int left = body.readableBytes();
        if (left == 0) {
            if (!optional) {
                missing++;
            }
            return "";
        }
        int nul = body.indexOf(body.readerIndex(), body.readerIndex() + left, (byte) 0);
        int size = nul < 0 ? left : nul - body.readerIndex();
        if (size > LONGEST_TEXT) {
            throw MalformedMessage.body("a string longer than " + LONGEST_TEXT + " bytes");
        }
        String text = body.toString(body.readerIndex(), size, StandardCharsets.ISO_8859_1);
        body.skipBytes(nul < 0 ? size : size + 1);
        return text;
    }

    /** Strings may be longer than the reference says, but not without bound. */
    private static final int LONGEST_TEXT = 512;

    @Override
    <M> Secret secret(int size, @Nullable M message, Function<M, Secret> field) {
        return Secret.owning(bytes(size));
    }

    @Override
    <M> Blob blob(int size, @Nullable M message, Function<M, Blob> field) {
        return Blob.owning(bytes(size));
    }

    @Override
    <M> Blob rest(@Nullable M message, Function<M, Blob> field) {
        return Blob.owning(bytes(body.readableBytes()));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        int there = Math.min(size, body.readableBytes());
        body.readBytes(bytes, 0, there);
        if (there < size && !optional) {
            missing += size - there;
        }
        return bytes;
    }

    @Override
    <M> InetAddress ipv4(@Nullable M message, Function<M, InetAddress> field) {
        return Addresses.of(bytes(4));
    }

    @Override
    <M> InetAddress address(boolean tagged, @Nullable M message, Function<M, InetAddress> field)
            throws MalformedMessage {
        if (!tagged) {
            return Addresses.of(bytes(4));
        }
        int type = has(4) ? body.readIntLE() : 0;
        // 0 IPv4, 1 IPv6, 2 both (read as IPv6, as the independent dissector does), 3 invalid.
        if (type == 1 || type == 2) {
            return Addresses.of(bytes(16));
        }
        byte[] ipv4 = bytes(4);
        unused(12);
        return Addresses.of(ipv4);
    }

    @Override
    <M, E> List<E> slots(
            int count,
            int slots,
            int slotSize,
            int filler,
            @Nullable M message,
            Function<M, List<E>> field,
            Shape<E> shape)
            throws MalformedMessage {
        if (count < 0 || count > slots) {
            throw MalformedMessage.body("more than the " + slots + " entries that there is room for");
        }
        List<E> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(shape.wire(this, null));
        }
        boolean before = optional;
        optional = true;
        unused((slots - count) * slotSize);
        optional = before;
        return List.copyOf(list);
    }

    @Override
    void unused(int size) {
        int there = Math.min(size, body.readableBytes());
        if (there < size && !optional) {
            missing += size - there;
        }
        body.skipBytes(there);
    }

    @Override
    boolean since(int version, int bodyAtLeast) {
        return headerVersion != 0 ? headerVersion >= version : length >= bodyAtLeast;
    }

    @Override
    List<String> strings(int most) {
        List<String> strings = new ArrayList<>();
        int at = body.readerIndex();
        while (strings.size() < most && at < body.writerIndex()) {
            int nul = body.indexOf(at, body.writerIndex(), (byte) 0);
            int end = nul < 0 ? body.writerIndex() : nul;
            strings.add(body.toString(at, end - at, StandardCharsets.ISO_8859_1));
            at = end + 1;
        }
        return strings;
    }

    @Override
    int bodyLength() {
        return length;
    }

    @Override
    boolean more() {
        return body.isReadable();
    }

    @Override
    void optionalFromHere() {
        optional = true;
    }

    /** The u32 at {@code offset} of the body, which must be that long; nothing is read. */
    int u32At(int offset) {
        return body.getIntLE(start + offset);
    }

    /** Back to the first byte, for a second reading in another layout. */
    void rewind() {
        body.readerIndex(start);
        missing = 0;
        optional = false;
    }
}
