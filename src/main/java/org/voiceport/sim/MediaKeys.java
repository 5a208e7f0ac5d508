package org.voiceport.sim;

import java.security.SecureRandom;
import java.util.Arrays;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Secret;

/** Makes media keys: fresh random bytes for each direction of each call. */
final class MediaKeys {
    private static final int FIELD = 16;

    private final SecureRandom random = new SecureRandom();
    private final EncryptionAlgorithm algorithm;
    private final int saltLength;

    MediaKeys(EncryptionAlgorithm algorithm) {
        this.algorithm = algorithm;
        saltLength = algorithm.equals(EncryptionAlgorithm.AEAD_AES_128_GCM) ? 12 : 14;
    }

    KeyBlock fresh() {
        byte[] key = new byte[FIELD];
        byte[] salt = new byte[saltLength];
        random.nextBytes(key);
        random.nextBytes(salt);
        byte[] saltField = Arrays.copyOf(salt, FIELD);
        KeyBlock block = new KeyBlock(algorithm, FIELD, saltLength, Secret.of(key), Secret.of(saltField), 0, 0);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(saltField, (byte) 0);
        return block;
    }
}
