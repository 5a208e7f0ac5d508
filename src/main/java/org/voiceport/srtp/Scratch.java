package org.voiceport.srtp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What transforming one packet needs and the next one overwrites, one for each thread: a thousand contexts of one event loop
 * share it, so that the processor's cache has room for what is really theirs.
 */
final class Scratch {
    /** Octets of keystream made in one run of the cipher, so that any packet of audio takes one run. */
    static final int KEYSTREAM = 1024;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    final byte[] counters = new byte[KEYSTREAM];
    final byte[] keystream = new byte[KEYSTREAM];

    /** For {@link DigestMac}: the digest, and its result. */
    final MessageDigest digest = sha1();

    final byte[] result = new byte[PacketMac.LENGTH];
    /** For {@link RestoredMac}, null where that can't be. */
    final RestoredMac.@Nullable Blocks blocks = JdkSha1.UNAVAILABLE.isEmpty() ? new RestoredMac.Blocks() : null;

    private Scratch() {}

    /** This thread's own. */
    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    /** Overwrites what the last packet of this thread has left. */
    void wipe() {
        Arrays.fill(keystream, (byte) 0);
        Arrays.fill(result, (byte) 0);
        digest.reset();
        if (blocks != null) {
            blocks.wipe();
        }
    }
}
