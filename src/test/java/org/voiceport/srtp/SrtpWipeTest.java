package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of keys when a context is closed. PacketMacTest looks at the keys of tags. */
class SrtpWipeTest {
    @Test
    void wiping_leaves_an_aes_of_zeros() {
        AesCounterMode wiped = new AesCounterMode(TestPackets.KEY, TestPackets.SALT);
        wiped.wipe();
        byte[] left = new byte[16];
        wiped.apply(Scratch.ofThread(), 1, 1, left, 0, 16);
        byte[] zeros = new byte[16];
        new AesCounterMode(new byte[16], new byte[14]).apply(Scratch.ofThread(), 1, 1, zeros, 0, 16);
        assertArrayEquals(zeros, left);
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"})
    void wiping_session_keys_wipes_those_of_both_kinds_and_all_periods(SrtpProfile profile) {
        try (MasterKey key = TestPackets.masterKey(profile, 1)) {
            SessionKeys keys = new SessionKeys(profile, key, SrtpEngine.chosen());
            PacketTransform first = keys.packets().at(0);
            PacketTransform second = keys.packets().at(1);
            keys.packets().passed();
            PacketTransform trial = keys.packets().at(2);
            PacketTransform control = keys.control().at(0);
            keys.wipe();
            byte[] expected = protectedBy(first, profile);
            assertArrayEquals(expected, protectedBy(second, profile), "different keys are alike now");
            assertArrayEquals(expected, protectedBy(trial, profile), "different keys are alike now");
            assertArrayEquals(expected, protectedBy(control, profile), "different keys are alike now");
        }
    }

    private static byte[] protectedBy(PacketTransform transform, SrtpProfile profile) {
        byte[] packet = new byte[60];
        transform.protectControl(5, 1, packet, 0, 32);
        assertEquals(32 + profile.controlOverhead(), lengthOf(packet), "octets are written up to there");
        return packet;
    }

    private static int lengthOf(byte[] packet) {
        int length = packet.length;
        while (packet[length - 1] == 0) {
            length--;
        }
        return length;
    }
}
