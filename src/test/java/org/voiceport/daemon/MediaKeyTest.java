package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.MediaProtection.AES_CM_128_HMAC_SHA1_32;
import static org.voiceport.event.MediaProtection.RTP;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.audio.Similarity;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.sim.PhoneCall;

/** Media keys where they must not be, and none where they must be. */
class MediaKeyTest {
    @TempDir
    Path directory;

    private Installation installation(Exchange exchange, SecurityMode mode) {
        return Installation.in(directory).callManager(exchange.callManager()).port(mode);
    }

    private static Installation requireEncryption(Installation installation) {
        return installation.section("media", "{ address: 127.0.0.1, requireEncryption: true }");
    }

    @ParameterizedTest
    @EnumSource(names = {"NON_SECURE", "AUTHENTICATED"})
    void a_key_on_a_link_that_is_not_encrypted_ends_the_call(SecurityMode mode) {
        DeviceName port = DemoLab.port(mode);
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon = installation(exchange, mode).start()) {
            exchange.callManager().misbehave(Misbehaviour.SEND_KEY_ON_ANY_LINK);
            daemon.registered(mode);
            PhoneCall call = exchange.phoneOf(ENCRYPTED).call(Exchange.mailbox(mode));

            assertRefused(Fault.PeerMisbehaved.class, port, exchange, daemon, call);
            assertEquals(List.of(), daemon.events().all(CallReport.MediaOpened.class));
        }
    }

    @Test
    void keys_in_one_direction_are_refused_where_encryption_is_required() {
        DeviceName port = DemoLab.port(ENCRYPTED);
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon =
                        requireEncryption(installation(exchange, ENCRYPTED)).start()) {
            exchange.callManager().misbehave(Misbehaviour.KEY_ONE_DIRECTION_ONLY);
            daemon.registered(ENCRYPTED);
            PhoneCall call = exchange.phoneOf(ENCRYPTED).call(Exchange.mailbox(ENCRYPTED));

            assertInstanceOf(Fault.PeerIncompatible.class, refusal(daemon, port));
            await(call.ended());
            assertEquals(0, daemon.ended(port).packetsSent());
            assertEquals(0, call.packetsReceived());
        }
    }

    @Test
    void keys_in_one_direction_protect_that_direction() {
        DeviceName port = DemoLab.port(ENCRYPTED);
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon = installation(exchange, ENCRYPTED).start()) {
            exchange.callManager().misbehave(Misbehaviour.KEY_ONE_DIRECTION_ONLY);
            daemon.registered(ENCRYPTED);
            LeftMessage left = await(exchange.leave(ENCRYPTED, ENCRYPTED));

            assertEquals(List.of(RTP, AES_CM_128_HMAC_SHA1_32), List.of(left.receive(), left.transmit()));
            CallReport.Ended ended = daemon.ended(port);
            assertEquals(List.of(AES_CM_128_HMAC_SHA1_32, RTP), List.of(ended.receive(), ended.transmit()));
            assertEquals(1, daemon.events().all(CallReport.MediaInClear.class).size());
            short[] stored = TestDaemon.sound(daemon.stored(port));
            assertTrue(Similarity.compare(Exchange.SPEECH, stored).score() >= 0.97);
        }
    }

    @Test
    void a_phone_that_is_not_secure_is_refused_where_encryption_is_required() {
        DeviceName port = DemoLab.port(ENCRYPTED);
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon =
                        requireEncryption(installation(exchange, ENCRYPTED)).start()) {
            daemon.registered(ENCRYPTED);
            PhoneCall call = exchange.phoneOf(NON_SECURE).call(Exchange.mailbox(ENCRYPTED));

            assertRefused(Fault.PeerIncompatible.class, port, exchange, daemon, call);
        }
    }

    private static void assertRefused(
            Class<? extends Fault> fault, DeviceName port, Exchange exchange, TestDaemon daemon, PhoneCall call) {
        OpenReceiveChannelAck ack =
                await(exchange.callManager().receivedFrom(port, OpenReceiveChannelAck.class, m -> true));
        assertEquals(MediaStatus.ENCODER_OR_DECODER_FAILED, ack.status());
        assertInstanceOf(fault, refusal(daemon, port));
        await(call.ended());
        assertTrue(daemon.ended(port).by().startsWith("port"), daemon.ended(port)::by);
        assertEquals(0, daemon.ended(port).packetsSent());
        assertEquals(0, call.packetsReceived() + call.packetsRefused());
    }

    private static Fault refusal(TestDaemon daemon, DeviceName port) {
        return daemon.events()
                .await(CallReport.Refused.class, event -> event.device().equals(port))
                .fault();
    }
}
