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
                .orElseGet(() -> new Verdict.Refuse(unsupported(block.algorithm())));
    }

    private static Fault unsupported(EncryptionAlgorithm algorithm) {
        String why = algorithm.equals(EncryptionAlgorithm.AEAD_AES_256_GCM)
                ? ": its key of 32 bytes does not fit in SCCP's field of 16"
                : "";
        return new Fault.PeerIncompatible(
                "media encryption algorithm " + algorithm + " is not supported" + why,
                "let the call manager offer AES_CM_128_HMAC_SHA1_32, AES_CM_128_HMAC_SHA1_80 or AEAD_AES_128_GCM");
    }

    private static Verdict use(MediaProtection suite, KeyBlock block) {
        int saltLength = MediaKey.saltLength(suite);
        if (block.keyLength() != MediaKey.KEY_LENGTH || block.saltLength() != saltLength) {
            return new Verdict.Refuse(new Fault.PeerMisbehaved(
                    "a media key of " + block.keyLength() + " bytes with a salt of " + block.saltLength()
                            + " bytes, must be " + MediaKey.KEY_LENGTH + " and " + saltLength + " for "
                            + block.algorithm(),
                    ""));
        }
        if (block.mkiPresent() != 0) {
            return new Verdict.Refuse(new Fault.PeerIncompatible(
                    "media with a master key identifier (MKI), whose length and value SCCP doesn't carry",
                    "let the call manager and the other party use SRTP without MKI"));
        }
        if (!MediaKey.derivationRateAllowed(block.derivationRate())) {
            return new Verdict.Refuse(new Fault.PeerMisbehaved(
                    "a key derivation rate of " + Integer.toUnsignedString(block.derivationRate())
                            + ", must be 0 or a power of two up to 2^24 (RFC 3711 section 4.3.1)",
                    ""));
        }
        return new Verdict.Use(new MediaKey(
                suite, block.key().first(MediaKey.KEY_LENGTH), block.salt().first(saltLength), block.derivationRate()));
    }

    private static Optional<MediaProtection> suite(EncryptionAlgorithm algorithm) {
        if (algorithm.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32)) {
            return Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_32);
        }
        if (algorithm.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80)) {
            return Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_80);
        }
        if (algorithm.equals(EncryptionAlgorithm.AEAD_AES_128_GCM)) {
            return Optional.of(MediaProtection.AEAD_AES_128_GCM);
        }
        return Optional.empty();
    }
}
