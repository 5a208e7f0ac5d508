package org.voiceport.srtp;

import java.util.Arrays;
import java.util.Locale;

/**
 * How this process computes the HMAC-SHA1 of packets. Both ways give the same octets; the fast one needs an inside of the
 * JDK, which the launcher opens. Chosen once, at first use: the fast one where the JDK allows it and it passes a test
 * against the other.
 */
public enum SrtpEngine {
    /** The JDK's public message digest, keyed anew for each packet. */
    DIGEST("SHA-1 by the public digest of the JDK"),
    /** The JDK's own SHA-1 compression on kept keyed states ({@code --add-opens=java.base/sun.security.provider=ALL-UNNAMED}). */
    COMPRESSION("the SHA-1 compression of the JDK on kept keys");

    /** System property that names the engine: {@code digest} or {@code compression}; for tests and measurements. */
    public static final String PROPERTY = "voiceportd.srtp.engine";

    private static final String FAULT = fault();
    private static final SrtpEngine CHOSEN = choose();

    private final String words;

    SrtpEngine(String words) {
        this.words = words;
    }

    /** The engine that contexts of this process use. */
    public static SrtpEngine chosen() {
        return CHOSEN;
    }

    /** Why the fast engine is not used, in words for a log; empty if it is. */
    public static String reason() {
        if (CHOSEN == COMPRESSION) {
            return "";
        }
        return FAULT.isEmpty() ? "-D" + PROPERTY + " says so" : FAULT;
    }

    /** For a log: what computes. */
    public String words() {
        return words;
    }

    /** True if it works in this process. */
    boolean usable() {
        return this == DIGEST || FAULT.isEmpty();
    }

    /** Copies the key, which has at most 64 octets. */
    PacketMac mac(byte[] key) {
        return this == COMPRESSION ? new RestoredMac(key) : new DigestMac(key);
    }

    private static SrtpEngine choose() {
        String wanted = System.getProperty(PROPERTY, "").toUpperCase(Locale.ROOT);
        return FAULT.isEmpty() && !wanted.equals(DIGEST.name()) ? COMPRESSION : DIGEST;
    }

    /** Empty if the inside of the JDK is open and does what it is taken for, else why it isn't used. */
    @SuppressWarnings("CatchingUnchecked") // whatever goes wrong in there, the other engine is as good
    private static String fault() {
        if (!JdkSha1.UNAVAILABLE.isEmpty()) {
            return JdkSha1.UNAVAILABLE;
        }
        try {
            byte[] octets = new byte[300];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) (i * i + 7 * i);
            }
            byte[] key = Arrays.copyOf(octets, PacketMac.LENGTH);
            PacketMac known = new DigestMac(key);
            PacketMac tried = new RestoredMac(key);
            for (int length = 0; length <= octets.length; length++) {
                if (!alike(known, tried, octets, length)) {
                    return "the JDK's SHA-1 compression computes something else";
                }
            }
            return "";
        } catch (Exception | LinkageError e) {
            return "the JDK's SHA-1 compression failed: " + e;
        }
    }

    private static boolean alike(PacketMac known, PacketMac tried, byte[] octets, int length) {
        Scratch scratch = Scratch.ofThread();
        byte[] result = new byte[PacketMac.LENGTH];
        known.compute(scratch, octets, 0, length, length);
        known.write(scratch, result, 0, result.length);
        tried.compute(scratch, octets, 0, length, length);
        return tried.matches(scratch, result, 0, result.length);
    }
}
