package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.MediaProtection.AES_CM_128_HMAC_SHA1_32;
import static org.voiceport.event.MediaProtection.AES_CM_128_HMAC_SHA1_80;
import static org.voiceport.event.MediaProtection.RTP;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;
import static org.voiceport.sim.SimLab.ALICE;
import static org.voiceport.sim.SimLab.BOB;
import static org.voiceport.sim.SimLab.BOB_NUMBER;
import static org.voiceport.sim.SimLab.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.audio.Codec;
import org.voiceport.event.SecurityMode;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Secret;

class SimMediaTest {
    private static SimLab.Connected call(SimLab lab, SecurityMode alice, SecurityMode bob) {
        return SimLab.connect(lab.registered(ALICE, alice), lab.registered(BOB, bob), BOB_NUMBER);
    }

    /** Noise, so that no stretch of it is like another. */
    private static short[] noise(int seed) {
        short[] samples = new short[1600];
        Random random = new Random(seed);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt();
        }
        return samples;
    }

    private static short[] coded(Codec codec, short[] samples) {
        short[] through = new short[samples.length];
        byte[] payload = new byte[samples.length];
        codec.encoder().encode(samples, 0, payload, 0, samples.length);
        codec.decoder().decode(payload, 0, through, 0, samples.length);
        return through;
    }

    private static boolean contains(short[] heard, short[] said) {
        for (int at = 0; at + said.length <= heard.length; at++) {
            if (Arrays.equals(heard, at, at + said.length, said, 0, said.length)) {
                return true;
            }
        }
        return false;
    }

    /** Both say something at the same time; the call ends when all of it has been heard, in both directions. */
    private static void assertHearsEveryBit(SimLab.Connected call, Codec codec) {
        var one = call.caller().say(noise(1));
        var other = call.called().say(noise(2));
        await(one);
        await(other);
        // What is in flight comes before the next packets that are sent after it.
        await(call.caller().say(new short[320]));
        await(call.called().say(new short[320]));
        assertTrue(contains(call.called().heard(), coded(codec, noise(1))));
        assertTrue(contains(call.caller().heard(), coded(codec, noise(2))));
    }

    @Test
    void non_secure_phones_hear_every_bit_over_rtp() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimLab.Connected call = call(lab, NON_SECURE, NON_SECURE);

            assertHearsEveryBit(call, Codec.G711U);
            assertEquals(RTP, call.caller().receiveProtection());
        }
    }

    @Test
    void the_codec_is_one_that_both_have() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone alice = lab.registered(ALICE, NON_SECURE);
            SimulatedPhone bob = lab.registered(lab.phone(BOB, NON_SECURE).withCodecs(Codec.G711A));

            assertHearsEveryBit(SimLab.connect(alice, bob, BOB_NUMBER), Codec.G711A);
        }
    }

    @Test
    void encrypted_phones_hear_every_bit_over_srtp() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            SimLab.Connected call = call(lab, ENCRYPTED, ENCRYPTED);

            assertHearsEveryBit(call, Codec.G711U);
            assertProtected(call, AES_CM_128_HMAC_SHA1_32);
            assertEquals(0, call.called().packetsRefused());
        }
    }

    @Test
    void keys_for_a_long_tag_are_given_on_demand() throws IOException {
        try (SimLab lab = new SimLab(SimLab.settings(ENCRYPTED, ENCRYPTED)
                .mediaKeys(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80)
                .build())) {
            SimLab.Connected call = call(lab, ENCRYPTED, ENCRYPTED);

            assertHearsEveryBit(call, Codec.G711U);
            assertProtected(call, AES_CM_128_HMAC_SHA1_80);
        }
    }

    private static void assertProtected(SimLab.Connected call, org.voiceport.event.MediaProtection as) {
        assertEquals(
                List.of(as, as, as, as),
                List.of(
                        call.caller().receiveProtection(),
                        call.caller().transmitProtection(),
                        call.called().receiveProtection(),
                        call.called().transmitProtection()));
    }

    @ParameterizedTest
    @CsvSource({"ENCRYPTED,NON_SECURE", "NON_SECURE,ENCRYPTED", "ENCRYPTED,AUTHENTICATED", "AUTHENTICATED,AUTHENTICATED"
    })
    void no_key_is_given_unless_both_ends_are_encrypted(SecurityMode alice, SecurityMode bob) throws IOException {
        try (SimLab lab = SimLab.of(alice, bob)) {
            SimLab.Connected call = call(lab, alice, bob);

            assertHearsEveryBit(call, Codec.G711U);
            assertProtected(call, RTP);
            assertTrue(lab.callManager().events().stream()
                    .noneMatch(event -> event instanceof SimEvent.MediaAsked asked && asked.key()));
        }
    }

    @Test
    void each_direction_of_each_call_has_a_key_of_its_own() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            SimulatedPhone alice = lab.registered(ALICE, ENCRYPTED);
            SimulatedPhone bob = lab.registered(BOB, ENCRYPTED);
            for (int i = 0; i < 2; i++) {
                SimLab.Connected call = SimLab.connect(alice, bob, BOB_NUMBER);
                await(call.called().say(new short[160]));
                call.caller().hangUp();
                await(call.called().ended());
                await(call.caller().ended());
            }

            Set<Secret> keys = new HashSet<>();
            keysOf(alice).forEach(block -> keys.add(block.key()));
            keysOf(bob).forEach(block -> keys.add(block.key()));
            assertEquals(4, keys.size());
            assertFalse(keys.stream().anyMatch(Secret::isZero));
        }
    }

    private static List<KeyBlock> keysOf(SimulatedPhone phone) {
        return phone.received().stream()
                .filter(MediaMessage.OpenReceiveChannel.class::isInstance)
                .map(message -> ((MediaMessage.OpenReceiveChannel) message).key())
                .toList();
    }

    @Test
    void the_key_to_send_with_is_the_one_that_the_other_end_receives_with() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            SimulatedPhone alice = lab.registered(ALICE, ENCRYPTED);
            SimulatedPhone bob = lab.registered(BOB, ENCRYPTED);
            SimLab.connect(alice, bob, BOB_NUMBER);
            KeyBlock sends = await(alice.received(MediaMessage.StartMediaTransmission.class, m -> true))
                    .key();
            KeyBlock receives = await(bob.received(MediaMessage.OpenReceiveChannel.class, m -> true))
                    .key();

            assertEquals(receives, sends);
            assertEquals(14, sends.saltLength());
            assertNotEquals(
                    sends.key(),
                    await(bob.received(MediaMessage.StartMediaTransmission.class, m -> true))
                            .key()
                            .key());
        }
    }

    @Test
    void media_takes_the_path_that_is_set() throws IOException {
        try (SimLab lab = SimLab.clear();
                DatagramSocket between = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            between.setSoTimeout(10_000);
            Set<String> asked = ConcurrentHashMap.newKeySet();
            lab.callManager().mediaPath((sender, listener, listening) -> {
                asked.add(sender + " to " + listener);
                return sender.equals(ALICE) ? (InetSocketAddress) between.getLocalSocketAddress() : listening;
            });
            SimLab.Connected call = call(lab, NON_SECURE, NON_SECURE);
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            between.receive(packet);

            assertEquals(RtpPacket.HEADER_LENGTH, RtpPacket.check(packet.getData(), 0, packet.getLength()));
            await(call.called().say(noise(2)));
            await(call.called().say(new short[320]));
            assertTrue(contains(call.caller().heard(), coded(Codec.G711U, noise(2))));
            assertEquals(0, call.called().packetsReceived());
            assertEquals(Set.of(ALICE + " to " + BOB, BOB + " to " + ALICE), asked);
        }
    }
}
