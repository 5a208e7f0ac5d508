package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.MediaProtection.AES_CM_128_HMAC_SHA1_32;
import static org.voiceport.event.MediaProtection.RTP;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;
import static org.voiceport.sim.SimLab.ALICE;
import static org.voiceport.sim.SimLab.BOB;
import static org.voiceport.sim.SimLab.BOB_NUMBER;
import static org.voiceport.sim.SimLab.await;
import static org.voiceport.sim.SimLab.failure;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;

class MisbehaviourTest {
    private static final int A_WHILE_MILLIS = 300;

    @Test
    void sends_keys_to_non_secure_phones() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.SEND_KEY_ON_ANY_LINK);
            SimLab.Connected call =
                    SimLab.connect(lab.registered(ALICE, NON_SECURE), lab.registered(BOB, NON_SECURE), BOB_NUMBER);

            assertEquals(AES_CM_128_HMAC_SHA1_32, call.called().receiveProtection());
        }
    }

    @Test
    void sends_a_key_for_one_direction_only() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            lab.callManager().misbehave(Misbehaviour.KEY_ONE_DIRECTION_ONLY);
            SimLab.Connected call =
                    SimLab.connect(lab.registered(ALICE, ENCRYPTED), lab.registered(BOB, ENCRYPTED), BOB_NUMBER);
            await(call.called().say(new short[160]));

            assertEquals(AES_CM_128_HMAC_SHA1_32, call.called().receiveProtection());
            assertEquals(RTP, call.called().transmitProtection());
        }
    }

    @Test
    void is_silent_after_accept() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            lab.callManager().misbehave(Misbehaviour.SILENT_AFTER_ACCEPT);
            var address = lab.callManager().tlsAddress();
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(A_WHILE_MILLIS);
                socket.getOutputStream().write(new byte[] {0x15, 0x03, 0x03, 0x7F});

                Assertions.assertThrows(
                        SocketTimeoutException.class,
                        () -> socket.getInputStream().read());
            }
        }
    }

    @Test
    void is_silent_after_register() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.SILENT_AFTER_REGISTER);
            try (Mute mute = Mute.register(ALICE, lab.callManager().clearAddress())) {
                mute.say(new RegistrationMessage.KeepAlive());
                mute.say(new SetupMessage.TimeDateReq());
                // Once this is on record, what was said before it has been dealt with.
                await(lab.callManager().receivedFrom(ALICE, SetupMessage.TimeDateReq.class, m -> true));

                assertTrue(lab.callManager().sent(ALICE).isEmpty());
            }
        }
    }

    @Test
    void does_not_answer_keepalive() throws IOException {
        try (SimLab lab = SimLab.clear();
                Mute mute = Mute.register(ALICE, lab.callManager().clearAddress())) {
            await(lab.callManager().registered(ALICE.value()));
            lab.callManager().misbehave(Misbehaviour.NO_KEEPALIVE_ACK);
            mute.say(new RegistrationMessage.KeepAlive());
            mute.say(new SetupMessage.TimeDateReq());
            await(lab.callManager().sentTo(ALICE, SetupMessage.TimeDateRes.class, m -> true));

            assertFalse(SimLab.names(lab.callManager().sent(ALICE)).contains("KeepAliveAck"));
        }
    }

    @Test
    void answers_keepalive_if_it_behaves() throws IOException {
        try (SimLab lab = new SimLab(
                SimLab.settings(NON_SECURE, NON_SECURE).keepAliveSeconds(1).build())) {
            SimulatedPhone phone = lab.registered(ALICE, NON_SECURE);

            await(phone.received(RegistrationMessage.KeepAliveAck.class, m -> true));
        }
    }

    @Test
    void rejects_everybody_in_the_words_that_it_was_given() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().rejectText("Reload in progress");
            lab.callManager().misbehave(Misbehaviour.REJECT_ALL);

            String why = failure(lab.start(lab.phone(ALICE, NON_SECURE)).registered());
            assertTrue(why.endsWith("rejected: Reload in progress"), why);
        }
    }

    @Test
    void answers_register_with_garbage() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.GARBAGE);
            try (Mute mute = Mute.register(ALICE, lab.callManager().clearAddress())) {
                assertEquals("HTTP/1.1", new String(mute.hear(8), StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void a_phone_that_reads_garbage_closes() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.GARBAGE);

            await(lab.start(lab.phone(ALICE, NON_SECURE)).lost());
        }
    }

    @Test
    void closes_at_a_version_above_its_own() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.CLOSE_ON_HIGHER_VERSION);
            var address = lab.callManager().clearAddress();
            try (Mute mute = Mute.register(ALICE, address, 23)) {
                assertEquals(0, mute.hear(1).length);
            }
            try (Mute mute = Mute.register(ALICE, address, 22)) {
                mute.say(new RegistrationMessage.KeepAlive());
                await(lab.callManager().registered(ALICE.value()));
            }
        }
    }

    @Test
    void takes_any_cipher() throws IOException {
        try (SimLab lab = SimLab.of(AUTHENTICATED, NON_SECURE)) {
            lab.callManager().misbehave(Misbehaviour.ACCEPT_ANY_CIPHER);

            lab.registered(ALICE, ENCRYPTED);
        }
    }

    @Test
    void a_wrong_cipher_gets_no_media_key_all_the_same() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            lab.callManager().misbehave(Misbehaviour.ACCEPT_ANY_CIPHER);
            SimLab.Connected call =
                    SimLab.connect(lab.registered(ALICE, AUTHENTICATED), lab.registered(BOB, ENCRYPTED), BOB_NUMBER);

            assertEquals(RTP, call.called().receiveProtection());
        }
    }

    @Test
    void behaves_again_when_told_so() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.callManager().misbehave(Misbehaviour.REJECT_ALL);
            failure(lab.start(lab.phone(ALICE, NON_SECURE)).registered());
            lab.callManager().misbehave();

            lab.registered(ALICE, NON_SECURE);
        }
    }

    @Test
    void a_device_out_of_step_is_closed_and_told() throws IOException {
        try (SimLab lab = SimLab.clear();
                Mute mute = Mute.register(ALICE, lab.callManager().clearAddress())) {
            await(lab.callManager().registered(ALICE.value()));
            CompletableFuture<SimEvent.Unregistered> gone =
                    lab.callManager().nextEvent(SimEvent.Unregistered.class, e -> true);
            mute.sayBytes((byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);

            await(lab.callManager().event(SimEvent.Malformed.class, e -> true));
            await(gone);
        }
    }
}
