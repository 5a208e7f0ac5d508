package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;
import static org.voiceport.sim.SimLab.ALICE;
import static org.voiceport.sim.SimLab.BOB;
import static org.voiceport.sim.SimLab.BOB_NUMBER;
import static org.voiceport.sim.SimLab.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Tones;
import org.voiceport.event.MediaProtection;

class LeaveMessageTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void a_caller_waits_for_the_beep_speaks_and_hangs_up() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            SimulatedPhone alice = lab.registered(ALICE, ENCRYPTED);
            SimulatedPhone bob = lab.registered(lab.phone(BOB, ENCRYPTED).withAutoAnswer());
            CompletableFuture<PhoneCall> answered = bob.incoming();
            CompletableFuture<LeftMessage> left = alice.leaveMessage(BOB_NUMBER, Tones.sine(440, 500, -16), LIMIT);
            PhoneCall machine = await(answered);
            await(machine.say(Tones.sine(600, 200, -16)));
            await(machine.say(Tones.beep()));

            LeftMessage message = await(left);
            assertEquals(LeftMessage.Outcome.LEFT, message.outcome(), message.failure());
            assertEquals(MediaProtection.AES_CM_128_HMAC_SHA1_32, message.receive());
            assertEquals(MediaProtection.AES_CM_128_HMAC_SHA1_32, message.transmit());
            assertTrue(message.heard().length >= 4000);
            assertTrue(message.packetsSent() >= 50);
        }
    }

    @Test
    void a_caller_who_hears_no_beep_gives_up() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone alice = lab.registered(ALICE, NON_SECURE);
            lab.registered(lab.phone(BOB, NON_SECURE).withAutoAnswer());

            LeftMessage message = await(alice.leaveMessage(BOB_NUMBER, new short[800], Duration.ofMillis(400)));
            assertEquals(LeftMessage.Outcome.NO_BEEP, message.outcome());
        }
    }

    @Test
    void a_caller_whose_number_does_not_exist_is_told_so() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            LeftMessage message = await(lab.registered(ALICE, NON_SECURE).leaveMessage("999", new short[800], LIMIT));

            assertEquals(LeftMessage.Outcome.NOT_CONNECTED, message.outcome());
        }
    }

    @Test
    void a_caller_who_is_cut_off_says_so() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone alice = lab.registered(ALICE, NON_SECURE);
            SimulatedPhone bob = lab.registered(lab.phone(BOB, NON_SECURE).withAutoAnswer());
            CompletableFuture<PhoneCall> answered = bob.incoming();
            CompletableFuture<LeftMessage> left = alice.leaveMessage(BOB_NUMBER, Tones.sine(440, 3000, -16), LIMIT);
            PhoneCall machine = await(answered);
            await(machine.say(Tones.beep()));
            await(machine.say(new short[1600]));
            machine.hangUp();

            assertEquals(LeftMessage.Outcome.CUT_OFF, await(left).outcome());
        }
    }
}
