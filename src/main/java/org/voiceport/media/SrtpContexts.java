package org.voiceport.media;

import org.voiceport.event.MediaProtection;
import org.voiceport.port.MediaKey;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpReceiver;
import org.voiceport.srtp.SrtpSender;

/** SRTP contexts from the keys of the call manager. The key is wiped as soon as the context exists. */
final class SrtpContexts {
    private SrtpContexts() {}

    static SrtpSender sender(MediaKey key) {
        try (key;
                MasterKey master = new MasterKey(key.key(), key.salt(), key.derivationRate())) {
            return SrtpSender.create(profile(key.suite()), master);
        }
    }

    static SrtpReceiver receiver(MediaKey key) {
        try (key;
                MasterKey master = new MasterKey(key.key(), key.salt(), key.derivationRate())) {
            return SrtpReceiver.create(profile(key.suite()), master);
        }
    }

    private static SrtpProfile profile(MediaProtection suite) {
        return switch (suite) {
            case AES_CM_128_HMAC_SHA1_32 -> SrtpProfile.AES_CM_128_HMAC_SHA1_32;
            case AES_CM_128_HMAC_SHA1_80 -> SrtpProfile.AES_CM_128_HMAC_SHA1_80;
            case AEAD_AES_128_GCM -> SrtpProfile.AEAD_AES_128_GCM;
            case NONE, RTP -> throw new IllegalArgumentException(suite + " has no key");
        };
    }
}
