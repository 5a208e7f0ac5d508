package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Lays a body out in the form of one version. */
final class WireWriter extends Wire {
    private final ByteBuf out;
    private final int version;

    WireWriter(ByteBuf out, int version) {
        this.out = out;
        this.version = version;
    }

    private static <M> M present(@Nullable M message) {
        return Objects.requireNonNull(message, "a writer needs the message");
    }

    @Override
    <M> int u8(@Nullable M message, ToIntFunction<M> field) {
        int value = field.applyAsInt(present(message));
        out.writeByte(value);
        return value;
    }

    @Override
    <M> int u16(@Nullable M message, ToIntFunction<M> field) {
        int value = field.applyAsInt(present(message));
        out.writeShortLE(value);
        return value;
    }

    @Override
    <M> int u32(@Nullable M message, ToIntFunction<M> field) {
        int value = field.applyAsInt(present(message));
        out.writeIntLE(value);
        return value;
    }

    @Override
    <M> String text(int size, @Nullable M message, Function<M, String> field) {
        String text = field.apply(present(message));
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        // A full field has no NUL; receivers read to the NUL or to the end (wire reference section 0).
        int used = Math.min(bytes.length, size);
        out.writeBytes(bytes, 0, used).writeZero(size - used);
        return text;
    }

    @Override
    <M> String exactText(int size, @Nullable M message, Function<M, String> field) {
        String text = field.apply(present(message));
        out.writeBytes(java.util.Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), size));
        return text;
    }

    @Override
    <M> String dynamic(int max, @Nullable M message, Function<M, String> field) {
        String text = field.apply(present(message));
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.writeBytes(bytes, 0, Math.min(bytes.length, max - 1)).writeByte(0);
        return text;
    }

    @Override
    <M> Secret secret(int size, @Nullable M message, Function<M, Secret> field) {
        Secret secret = field.apply(present(message));
        secret.write(size, out);
        return secret;
    }

    @Override
    <M> Blob blob(int size, @Nullable M message, Function<M, Blob> field) {
        Blob blob = field.apply(present(message));
        blob.write(size, out);
        return blob;
    }

    @Override
    <M> Blob rest(@Nullable M message, Function<M, Blob> field) {
        Blob blob = field.apply(present(message));
        blob.write(blob.length(), out);
        return blob;
    }

    @Override
    <M> InetAddress ipv4(@Nullable M message, Function<M, InetAddress> field) {
        InetAddress address = field.apply(present(message));
        // An IPv6 address can't be said in this field.
        out.writeBytes(address instanceof Inet4Address ? address.getAddress() : new byte[4]);
        return address;
    }

    @Override
    <M> InetAddress address(boolean tagged, @Nullable M message, Function<M, InetAddress> field) {
        if (!tagged) {
            return ipv4(message, field);
        }
        InetAddress address = field.apply(present(message));
        byte[] bytes = address.getAddress();
        out.writeIntLE(bytes.length == 4 ? 0 : 1).writeBytes(bytes).writeZero(16 - bytes.length);
        return address;
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
        List<E> list = field.apply(present(message));
        if (list.size() > slots) {
            throw MalformedMessage.body(list.size() + " entries where " + slots + " are the most");
        }
        for (E element : list) {
            shape.wire(this, element);
        }
        for (int i = list.size(); i < slots; i++) {
            fill(slotSize, filler);
        }
        return list;
    }

    /** {@code filler} is the little-endian pattern of an unused slot; bytes beyond its four are zero. */
    private void fill(int size, int filler) {
        for (int i = 0; i < size; i++) {
            out.writeByte(i < 4 ? filler >>> (8 * i) : 0);
        }
    }

    @Override
    void unused(int size) {
        out.writeZero(size);
    }

    @Override
    boolean since(int since, int bodyAtLeast) {
        return version >= since;
    }

    @Override
    List<String> strings(int most) {
        return List.of();
    }

    @Override
    int bodyLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    boolean more() {
        return true;
    }

    @Override
    void optionalFromHere() {}
}
