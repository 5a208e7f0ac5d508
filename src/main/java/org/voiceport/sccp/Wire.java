package org.voiceport.sccp;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a message body, reading or writing. Each method stands for one field: a reader ignores the message and
 * returns the field's value, a writer takes the value from the message and lays it out. All integers are little-endian.
 */
abstract sealed class Wire permits WireReader, WireWriter {

    abstract <M> int u8(@Nullable M message, ToIntFunction<M> field);

    abstract <M> int u16(@Nullable M message, ToIntFunction<M> field);

    /** Unsigned 32 bits in an int. */
    abstract <M> int u32(@Nullable M message, ToIntFunction<M> field);

    /** A fixed field of {@code size} bytes: NUL-padded, or full without NUL. Stale bytes behind the NUL are dropped. */
    abstract <M> String text(int size, @Nullable M message, Function<M, String> field);

    /** Text of exactly {@code size} bytes; a NUL in it is one of them. */
    abstract <M> String exactText(int size, @Nullable M message, Function<M, String> field);

    /** A string with its NUL, at most {@code max} bytes with it, the next field right behind. */
    abstract <M> String dynamic(int max, @Nullable M message, Function<M, String> field) throws MalformedMessage;

    abstract <M> Secret secret(int size, @Nullable M message, Function<M, Secret> field);

    abstract <M> Blob blob(int size, @Nullable M message, Function<M, Blob> field);

    /** All bytes that are left, padding included. */
    abstract <M> Blob rest(@Nullable M message, Function<M, Blob> field);

    /** An address of 4 bytes in network order. */
    abstract <M> InetAddress ipv4(@Nullable M message, Function<M, InetAddress> field);

    /** An address of 4 bytes, or in the tagged layout a u32 type and 16 bytes (wire reference 2.2). */
    abstract <M> InetAddress address(boolean tagged, @Nullable M message, Function<M, InetAddress> field)
            throws MalformedMessage;

    /**
     * {@code slots} places of {@code slotSize} bytes of which the first {@code count} are in use.
     *
     * @throws MalformedMessage if {@code count} is more than {@code slots}
     */
    abstract <M, E> List<E> slots(
            int count,
            int slots,
            int slotSize,
            int filler,
            @Nullable M message,
            Function<M, List<E>> field,
            Shape<E> shape)
            throws MalformedMessage;

    /** Bytes without meaning: skipped, written as zeros. */
    abstract void unused(int size);

    /**
     * True if the layout of {@code version} or newer is meant. A reader whose header carries no version decides by the
     * body's length: {@code bodyAtLeast} bytes or more (wire reference 4.4).
     */
    abstract boolean since(int version, int bodyAtLeast);

    /**
     * The NUL-terminated strings that stand here, {@code most} at most, without reading them; bytes of padding are empty
     * strings. None for a writer.
     */
    abstract List<String> strings(int most);

    /** Bytes of the body as a whole; for a writer {@link Integer#MAX_VALUE}. */
    abstract int bodyLength();

    /** True if there is something left to read; always for a writer. */
    abstract boolean more();

    /** Marks the end of the fields that the body's length decides about: what follows is absent without being missed. */
    abstract void optionalFromHere();

    final <M, C extends Code> C code(IntFunction<C> of, @Nullable M message, Function<M, C> field) {
        return of.apply(u32(message, m -> field.apply(m).value()));
    }

    final <M> int u32If(boolean present, @Nullable M message, ToIntFunction<M> field) {
        return present ? u32(message, field) : 0;
    }

    final <M> InetAddress addressIf(
            boolean present, boolean tagged, @Nullable M message, Function<M, InetAddress> field)
            throws MalformedMessage {
        return present ? address(tagged, message, field) : Addresses.UNSPECIFIED;
    }

    final <M> String textIf(boolean present, int size, @Nullable M message, Function<M, String> field) {
        return present ? text(size, message, field) : "";
    }
}
