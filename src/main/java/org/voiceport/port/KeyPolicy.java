package org.voiceport.port;

import java.util.Optional;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage.KeyBlock;

/**
 * Decides what a key block means on a port of one mode. Keys are used only on an encrypted port; on another, a key is
 * misbehaviour of the call manager, as anybody on the path could have read or set it.
 */
final class KeyPolicy {
    private KeyPolicy() {}

    /** What a key block comes to. */
    sealed interface Verdict {
        /** Media in clear. */
        record Clear() implements Verdict {}

        /** SRTP with this key. */
        record Use(MediaKey key) implements Verdict {}

        /** Neither: the direction isn't opened. */
        record Refuse(Fault fault) implements Verdict {}
    }

    /** The verdict; whatever it is, the key is gone from the block afterwards. */
    static Verdict judge(SecurityMode mode, boolean requireEncryption, KeyBlock block) {
        try {
            return verdict(mode, requireEncryption, block);
        } finally {
            block.key().wipe();
            block.salt().wipe();
        }
    }

    private static Verdict verdict(SecurityMode mode, boolean requireEncryption, KeyBlock block) {
        if (!block.present()) {
            return mode == SecurityMode.ENCRYPTED && requireEncryption
                    ? new Verdict.Refuse(new Fault.PeerIncompatible(
                            "media without keys, and media.requireEncryption is set",
                            "set the other party, and every transcoder or gateway between, to encrypted"))
                    : new Verdict.Clear();
        }
        if (!mode.mayUseMediaKeys()) {
            return new Verdict.Refuse(new Fault.PeerMisbehaved(
                    "the call manager sent a media key on a link that is " + mode + ": it is not used",
                    "set the device security mode in the call manager to " + mode
                            + "; if it is, somebody else may be speaking in its name"));
        }
        return suite(block.algorithm())
                .map(suite -> use(suite, block))
                .orElseGet(() -> new Verdict.Refuse(new Fault.PeerIncompatible(
                        "media encryption algorithm " + block.algorithm() + " is not supported",
                        "AES_CM_128_HMAC_SHA1_32 and _80 are")));
    }

    private static Verdict use(MediaProtection suite, KeyBlock block) {
        if (block.keyLength() != MediaKey.KEY_LENGTH || block.saltLength() != MediaKey.SALT_LENGTH) {
            return new Verdict.Refuse(new Fault.PeerMisbehaved(
                    "a media key of " + block.keyLength() + " bytes with a salt of " + block.saltLength()
                            + " bytes, must be " + MediaKey.KEY_LENGTH + " and " + MediaKey.SALT_LENGTH,
                    ""));
        }
        if (block.mkiPresent() != 0) {
            return new Verdict.Refuse(new Fault.PeerIncompatible(
                    "media with a master key identifier, whose value SCCP doesn't carry", ""));
        }
        if (block.derivationRate() != 0) {
            return new Verdict.Refuse(new Fault.PeerIncompatible(
                    "a key derivation rate of " + Integer.toUnsignedString(block.derivationRate()) + ", 0 is supported",
                    ""));
        }
        return new Verdict.Use(new MediaKey(
                suite, block.key().first(MediaKey.KEY_LENGTH), block.salt().first(MediaKey.SALT_LENGTH)));
    }

    private static Optional<MediaProtection> suite(EncryptionAlgorithm algorithm) {
        if (algorithm.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32)) {
            return Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_32);
        }
        if (algorithm.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80)) {
            return Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_80);
        }
        return Optional.empty();
    }
}
