package org.voiceport.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The JDK's own SHA-1 compression, on a state that the caller may set and read: what {@link MessageDigest} does inside, and
 * the JVM replaces by the processor's SHA instructions. Only there if the JVM was started with
 * {@code --add-opens=java.base/sun.security.provider=ALL-UNNAMED} and the JDK's class has the members that are known here
 * (JDK 17 to 25 do); {@link #UNAVAILABLE} says why not.
 */
final class JdkSha1 {
    static final int BLOCK = 64;
    /** Ints of a state. */
    static final int WORDS = 5;

    /** Empty if the JDK let us in, else why not, in words for a log. */
    static final String UNAVAILABLE;

    /** {@code (Object digest, byte[] octets, int offset) void}: compresses one block. */
    private static final MethodHandle ONE;
    /** {@code (Object digest, byte[] octets, int offset, int lastOffset) int}: compresses whole blocks. */
    private static final MethodHandle MANY;

    private static final MethodHandle NEW;
    private static final VarHandle STATE;

    static {
        MethodHandle one =
                MethodHandles.empty(MethodType.methodType(void.class, Object.class, byte[].class, int.class));
        MethodHandle many =
                MethodHandles.empty(MethodType.methodType(int.class, Object.class, byte[].class, int.class, int.class));
        MethodHandle make = MethodHandles.empty(MethodType.methodType(Object.class));
        VarHandle state = MethodHandles.arrayElementVarHandle(int[].class);
        String unavailable = "";
        try {
            Class<?> sha = Class.forName("sun.security.provider.SHA");
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(sha, MethodHandles.lookup());
            Class<?> base = sha.getSuperclass();
            MethodHandles.Lookup insideBase = MethodHandles.privateLookupIn(base, MethodHandles.lookup());
            one = inside.findVirtual(sha, "implCompress0", MethodType.methodType(void.class, byte[].class, int.class))
                    .asType(one.type());
            many = insideBase
                    .findVirtual(
                            base,
                            "implCompressMultiBlock0",
                            MethodType.methodType(int.class, byte[].class, int.class, int.class))
                    .asType(many.type());
            make = inside.findConstructor(sha, MethodType.methodType(void.class))
                    .asType(make.type());
            state = inside.findVarHandle(sha, "state", int[].class);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            unavailable = "the JDK's SHA-1 is not open to this program: " + e.getMessage();
        }
        ONE = one;
        MANY = many;
        NEW = make;
        STATE = state;
        UNAVAILABLE = unavailable;
    }

    private final Object digest;
    private final int[] state;

    /** A state of zeros. Only where {@link #UNAVAILABLE} is empty. */
    JdkSha1() {
        try {
            digest = (Object) NEW.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK's SHA-1 can't be made", e);
        }
        state = (int[]) STATE.get(digest);
        Arrays.fill(state, 0);
    }

    /** The state itself, {@value #WORDS} ints, for the caller to set and to read; always the same array. */
    int[] state() {
        return state;
    }

    /** Moves the state on by the 64 octets at an offset, which the caller has checked to be within the array. */
    void compress(byte[] octets, int offset) {
        try {
            ONE.invokeExact(digest, octets, offset);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Moves the state on by so many blocks, one or more, all within the array. */
    void compress(byte[] octets, int offset, int blocks) {
        try {
            int ignored = (int) MANY.invokeExact(digest, octets, offset, offset + (blocks - 1) * BLOCK);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("the JDK's SHA-1 compression throws nothing", e);
    }
}
