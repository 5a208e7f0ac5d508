package org.voiceport.sim;

import java.util.Arrays;
import java.util.Optional;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpReceiver;
import org.voiceport.srtp.SrtpSender;

/** A media key that a simulated phone can use. */
record PhoneKey(SrtpProfile profile, MasterKey key) {

    /** The key in {@code block}, empty if there is none or it is of no kind that SRTP here knows. */
    static Optional<PhoneKey> of(KeyBlock block) {
        SrtpProfile profile;
        if (block.algorithm().equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32)) {
            profile = SrtpProfile.AES_CM_128_HMAC_SHA1_32;
        } else if (block.algorithm().equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80)) {
            profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        } else if (block.algorithm().equals(EncryptionAlgorithm.AEAD_AES_128_GCM)) {
            profile = SrtpProfile.AEAD_AES_128_GCM;
        } else {
            return Optional.empty();
        }
        boolean known = block.keyLength() == MasterKey.KEY_LENGTH
                && block.saltLength() == profile.saltLength()
                && block.mkiPresent() == 0
                && MasterKey.derivationRateAllowed(block.derivationRate());
        if (!known) {
            return Optional.empty();
        }
        byte[] key = block.key().first(MasterKey.KEY_LENGTH);
        byte[] salt = block.salt().first(profile.saltLength());
        PhoneKey usable = new PhoneKey(profile, new MasterKey(key, salt, block.derivationRate()));
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        return Optional.of(usable);
    }

    /** A context to send with; the key is used up. */
    SrtpSender sender() {
        try (key) {
            return SrtpSender.create(profile, key);
        }
    }

    /** A context to receive with; the key is used up. */
    SrtpReceiver receiver() {
        try (key) {
            return SrtpReceiver.create(profile, key);
        }
    }
}
