package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Room, key lifetime and what is left when a context or a key is closed. */
class SrtpLimitsTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_32;

    @Test
    void a_packet_without_room_for_the_tag_stays_as_it_is() {
        SrtpSender sender = TestPackets.sender(PROFILE);
        byte[] packet = Arrays.copyOf(TestPackets.rtp(1, 1, 20), 32 + 3);
        byte[] before = packet.clone();
        assertEquals(SrtpStatus.NO_ROOM, sender.protect(packet, 0, 32));
        assertArrayEquals(before, packet);
    }

    @Test
    void a_tag_fits_exactly() {
        byte[] packet = Arrays.copyOf(TestPackets.rtp(1, 1, 20), 32 + 4);
        assertEquals(36, TestPackets.sender(PROFILE).protect(packet, 0, 32));
    }

    @Test
    void a_control_packet_without_room_for_index_and_tag_stays_as_it_is() {
        byte[] packet = Arrays.copyOf(TestPackets.hex("80C9000100000001"), 8 + 13);
        byte[] before = packet.clone();
        assertEquals(SrtpStatus.NO_ROOM, TestPackets.sender(PROFILE).protectControl(packet, 0, 8));
        assertArrayEquals(before, packet);
    }

    @Test
    void what_is_no_rtp_is_not_protected() {
        byte[] buffer = new byte[100];
        assertEquals(SrtpStatus.MALFORMED, TestPackets.sender(PROFILE).protect(buffer, 0, 32));
        assertEquals(SrtpStatus.MALFORMED, TestPackets.sender(PROFILE).protectControl(buffer, 0, 32));
    }

    @Test
    void the_sender_stops_when_the_key_is_used_up() {
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            SrtpSender sender = SrtpSender.create(PROFILE, key, new KeyLifetime(2, 1000), SrtpEngine.chosen());
            TestPackets.protect(sender, TestPackets.rtp(1, 1, 20));
            TestPackets.protect(sender, TestPackets.rtp(2, 1, 20));
            byte[] third = Arrays.copyOf(TestPackets.rtp(1, 2, 20), 50);
            byte[] before = third.clone();
            assertEquals(SrtpStatus.KEY_EXPIRED, sender.protect(third, 0, 32));
            assertArrayEquals(before, third);
        }
    }

    @Test
    void the_receiver_stops_when_the_key_is_used_up() {
        SrtpSender sender = TestPackets.sender(PROFILE);
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            SrtpReceiver receiver = SrtpReceiver.create(PROFILE, key, new KeyLifetime(1, 1000), SrtpEngine.chosen());
            byte[] first = TestPackets.protect(sender, TestPackets.rtp(1, 1, 20));
            byte[] second = TestPackets.protect(sender, TestPackets.rtp(1, 2, 20));
            assertEquals(0, TestPackets.verdict(receiver, first));
            assertEquals(SrtpStatus.KEY_EXPIRED, TestPackets.verdict(receiver, second));
        }
    }

    @Test
    void control_packets_use_the_key_up_for_all() {
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            SrtpSender sender = SrtpSender.create(PROFILE, key, new KeyLifetime(1000, 1), SrtpEngine.chosen());
            TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"));
            byte[] packet = Arrays.copyOf(TestPackets.rtp(1, 2, 20), 50);
            assertEquals(SrtpStatus.KEY_EXPIRED, sender.protect(packet, 0, 32));
        }
    }

    @Test
    void a_closed_sender_protects_nothing() {
        SrtpSender sender = TestPackets.sender(PROFILE);
        sender.close();
        byte[] packet = Arrays.copyOf(TestPackets.rtp(1, 1, 20), 50);
        byte[] before = packet.clone();
        assertEquals(SrtpStatus.KEY_EXPIRED, sender.protect(packet, 0, 32));
        assertEquals(SrtpStatus.KEY_EXPIRED, sender.protectControl(packet, 0, 32));
        assertArrayEquals(before, packet);
    }

    @Test
    void a_closed_receiver_lets_nothing_pass() {
        byte[] packet = TestPackets.protect(TestPackets.sender(PROFILE), TestPackets.rtp(1, 1, 20));
        byte[] control = TestPackets.protectControl(TestPackets.sender(PROFILE), TestPackets.rtcp(1, "port"));
        SrtpReceiver receiver = TestPackets.receiver(PROFILE);
        receiver.close();
        assertEquals(SrtpStatus.KEY_EXPIRED, TestPackets.verdict(receiver, packet));
        assertEquals(SrtpStatus.KEY_EXPIRED, TestPackets.controlVerdict(receiver, control));
    }

    @Test
    void a_context_outlives_its_master_key() {
        SrtpSender sender = TestPackets.sender(PROFILE); // has closed the master key already
        byte[] packet = TestPackets.protect(sender, TestPackets.rtp(1, 1, 20));
        assertEquals(0, TestPackets.verdict(TestPackets.receiver(PROFILE), packet));
    }

    @Test
    void a_closed_master_key_makes_no_context() {
        MasterKey key = TestPackets.masterKey(PROFILE);
        key.close();
        assertThrows(IllegalStateException.class, () -> SrtpSender.create(PROFILE, key));
    }

    @Test
    void a_master_key_of_a_wrong_length_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new MasterKey(new byte[15], new byte[14]));
        assertThrows(IllegalArgumentException.class, () -> new MasterKey(new byte[16], new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> new MasterKey(new byte[16], new byte[13]));
    }

    @Test
    void a_master_salt_of_another_profile_makes_no_context() {
        try (MasterKey key = TestPackets.masterKey(SrtpProfile.AEAD_AES_128_GCM)) {
            assertThrows(IllegalArgumentException.class, () -> SrtpSender.create(PROFILE, key));
        }
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            assertThrows(IllegalArgumentException.class, () -> SrtpReceiver.create(SrtpProfile.AEAD_AES_128_GCM, key));
        }
    }

    @Test
    void secrets_print_as_stars() {
        try (MasterKey key = TestPackets.masterKey(PROFILE)) {
            assertEquals("***", key.toString());
            assertEquals("***", new SessionKeys(PROFILE, key, SrtpEngine.DIGEST).toString());
        }
    }

    @Test
    void every_status_has_words_of_its_own() {
        assertEquals(
                8,
                IntStream.rangeClosed(SrtpStatus.TOO_MANY_SSRCS, 0)
                        .mapToObj(SrtpStatus::words)
                        .filter(words -> !words.startsWith("unknown"))
                        .distinct()
                        .count());
    }
}
