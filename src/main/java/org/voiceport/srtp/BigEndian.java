package org.voiceport.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, most significant octet first. */
final class BigEndian {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int shortAt(byte[] octets, int offset) {
        return (short) SHORTS.get(octets, offset);
    }

    static void putShort(byte[] octets, int offset, int value) {
        SHORTS.set(octets, offset, (short) value);
    }

    static int intAt(byte[] octets, int offset) {
        return (int) INTS.get(octets, offset);
    }

    static void putInt(byte[] octets, int offset, int value) {
        INTS.set(octets, offset, value);
    }

    static long longAt(byte[] octets, int offset) {
        return (long) LONGS.get(octets, offset);
    }

    static void putLong(byte[] octets, int offset, long value) {
        LONGS.set(octets, offset, value);
    }
}
