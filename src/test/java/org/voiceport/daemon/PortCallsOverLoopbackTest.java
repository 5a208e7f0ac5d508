package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Level;
import org.voiceport.audio.Source;
import org.voiceport.event.CallReport;
import org.voiceport.event.MediaProtection;
import org.voiceport.port.CallEvent;
import org.voiceport.port.Outgoing;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedPhone;

/** What a port of ours does in calls, with a call manager, keys and packets: each step is told by the far side. */
class PortCallsOverLoopbackTest {
    private static final int BEEP = 8000;

    /** A tone of 1 kHz without end, for which the simulated phones listen. */
    private static Source beeping() {
        return new Source() {
            private int at;

            @Override
            public int read(short[] into, int offset, int count) {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (short) (BEEP * Math.sin(2 * Math.PI * (at++ % 8) / 8));
                }
                return count;
            }
        };
    }

    /** A call of the port that Bob has answered, both sides of it; the port plays the tone. */
    private record Talk(PortLab.PlacedCall out, PhoneCall in) {
        static Talk of(PortLab lab) throws InterruptedException {
            CompletableFuture<PhoneCall> ringing = lab.phone(PortLab.BOB).incoming();
            PortLab.PlacedCall out = lab.place(PortLab.to(PortLab.BOB_NUMBER));
            out.call.play(beeping());
            PhoneCall in = PortLab.await(ringing);
            in.answer();
            return new Talk(out, in);
        }
    }

    /** Waits until the phone hears the tone from now on, under a key. */
    private static void hearsTheBeep(PhoneCall call) {
        int before = call.heard().length;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            short[] heard = call.heard();
            return heard.length > before + 1600 && Level.dbov(heard, heard.length - 800, 800) > -25;
        });
        assertEquals(MediaProtection.AES_CM_128_HMAC_SHA1_32, call.receiveProtection());
        assertEquals(MediaProtection.AES_CM_128_HMAC_SHA1_32, call.transmitProtection());
    }

    @Test
    void a_port_calls_somebody_who_answers_and_hears_it() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            SimulatedPhone bob = lab.phone(PortLab.BOB);
            CompletableFuture<PhoneCall> ringing = bob.incoming();
            PortLab.PlacedCall out = lab.place(PortLab.to(PortLab.BOB_NUMBER));
            out.call.play(beeping());
            PhoneCall in = PortLab.await(ringing);
            out.hears(CallEvent.Alerting.class);
            in.answer();
            out.hears(CallEvent.Answered.class);
            hearsTheBeep(in);
            assertEquals(PortLab.BOB_NUMBER, out.call.details().called().number());
            out.call.hangUp();
            out.hears(CallEvent.Ended.class);
            PortLab.await(in.ended());
        }
    }

    @Test
    void a_port_hears_that_nobody_has_the_number() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            PortLab.PlacedCall out = lab.place(PortLab.to("777"));
            assertEquals(
                    CallEvent.Failure.INVALID_NUMBER,
                    out.hears(CallEvent.Failed.class).why());
            out.hears(CallEvent.Ended.class);
        }
    }

    @Test
    void a_port_hears_that_the_far_end_is_not_there() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            PortLab.PlacedCall out = lab.place(PortLab.to(PortLab.BOB_NUMBER));
            assertEquals(
                    CallEvent.Failure.CONGESTION,
                    out.hears(CallEvent.Failed.class).why());
        }
    }

    @Test
    void a_number_goes_en_bloc() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            SimulatedPhone bob = lab.phone(PortLab.BOB);
            CompletableFuture<PhoneCall> ringing = bob.incoming();
            PortLab.PlacedCall out =
                    lab.place(new Outgoing(PortLab.BOB_NUMBER, Optional.empty(), true, Duration.ofSeconds(10)));
            PortLab.await(ringing).answer();
            out.hears(CallEvent.Answered.class);
        }
    }

    @Test
    void a_held_call_comes_back_under_new_keys() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            Talk talk = Talk.of(lab);
            PortLab.PlacedCall out = talk.out();
            PhoneCall in = talk.in();
            hearsTheBeep(in);
            out.call.hold();
            out.hears(CallEvent.Held.class);
            out.call.resume();
            out.hears(CallEvent.Resumed.class);
            hearsTheBeep(in);
        }
    }

    @Test
    void keys_in_the_sound_are_heard_while_something_plays_until_the_call_manager_tells_one() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            Talk talk = Talk.of(lab);
            PortLab.PlacedCall out = talk.out();
            PhoneCall in = talk.in();
            out.hears(CallEvent.Answered.class);
            PortLab.await(in.say(key(770, 1336)));
            PortLab.await(in.say(key(770, 1336)));
            PortLab.await(in.say(key(941, 1477)));
            assertEquals("55#", keys(out, 3));
            in.press('7');
            assertEquals("7", keys(out, 1));
            PortLab.await(in.say(key(770, 1336)));
            in.press('2');
            assertEquals("2", keys(out, 1), "the tone doesn't count any more");
        }
    }

    private static String keys(PortLab.PlacedCall call, int count) throws InterruptedException {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append(call.hears(CallEvent.Digit.class).key().symbol());
        }
        return keys.toString();
    }

    /** A key that is pressed for 100 ms, and as long a pause. */
    private static short[] key(int low, int high) {
        short[] samples = new short[1600];
        for (int i = 0; i < 800; i++) {
            double angle = 2 * Math.PI * i / 8000;
            samples[i] = (short) (6000 * (Math.sin(low * angle) + Math.sin(high * angle)));
        }
        return samples;
    }

    @Test
    void a_caller_is_transferred_blindly() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            SimulatedPhone alice = lab.phone(PortLab.ALICE);
            SimulatedPhone bob = lab.phone(PortLab.BOB);
            CompletableFuture<PhoneCall> ringing = bob.incoming();
            PhoneCall caller = alice.call(PortLab.PORT_NUMBER);
            PortLab.PlacedCall first = lab.next();
            first.call.answer();
            first.hears(CallEvent.Answered.class);
            first.call.transfer(PortLab.to(PortLab.BOB_NUMBER));
            PhoneCall called = PortLab.await(ringing);
            first.hears(CallEvent.Transferred.class);
            first.hears(CallEvent.Ended.class);
            called.answer();
            PortLab.await(called.connected());
            var unused = called.say(tone());
            hearsTheBeep(caller);
            // The port is free again.
            lab.event(CallReport.Ended.class, ended -> ended.reference() == first.call.reference());
            PortLab.PlacedCall next = lab.place(PortLab.to("777"));
            next.hears(CallEvent.Failed.class);
        }
    }

    private static short[] tone() {
        short[] samples = new short[8 * 8000];
        beeping().read(samples, 0, samples.length);
        return samples;
    }

    @Test
    void a_caller_is_transferred_after_a_word_with_the_other_one() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            SimulatedPhone alice = lab.phone(PortLab.ALICE);
            SimulatedPhone bob = lab.phone(PortLab.BOB);
            CompletableFuture<PhoneCall> ringing = bob.incoming();
            PhoneCall caller = alice.call(PortLab.PORT_NUMBER);
            PortLab.PlacedCall first = lab.next();
            first.call.answer();
            first.hears(CallEvent.Answered.class);
            first.call.consult(PortLab.to(PortLab.BOB_NUMBER), lab.handler());
            PortLab.PlacedCall second = lab.next();
            second.call.play(beeping());
            PhoneCall called = PortLab.await(ringing);
            called.answer();
            second.hears(CallEvent.Answered.class);
            hearsTheBeep(called);
            first.call.completeTransfer();
            first.hears(CallEvent.Transferred.class);
            second.hears(CallEvent.Ended.class);
            var unused = caller.say(tone());
            hearsTheBeep(called);
        }
    }

    @Test
    void a_consultation_given_up_brings_the_caller_back() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            SimulatedPhone alice = lab.phone(PortLab.ALICE);
            SimulatedPhone bob = lab.phone(PortLab.BOB);
            CompletableFuture<PhoneCall> ringing = bob.incoming();
            PhoneCall caller = alice.call(PortLab.PORT_NUMBER);
            PortLab.PlacedCall first = lab.next();
            first.call.play(beeping());
            first.call.answer();
            first.hears(CallEvent.Answered.class);
            first.call.consult(PortLab.to(PortLab.BOB_NUMBER), lab.handler());
            PortLab.PlacedCall second = lab.next();
            PhoneCall called = PortLab.await(ringing);
            second.call.hangUp();
            PortLab.await(called.ended());
            first.hears(CallEvent.NotTransferred.class);
            first.hears(CallEvent.Resumed.class);
            hearsTheBeep(caller);
        }
    }

    @Test
    void a_lamp_is_switched_for_the_calling_number() throws Exception {
        try (PortLab lab = new PortLab(false)) {
            PortLab.PlacedCall out = lab.place(
                    new Outgoing(PortLab.LAMP_ON, Optional.of(PortLab.BOB_NUMBER), false, Duration.ofSeconds(10)));
            SimEvent.Lamp lamp = PortLab.await(lab.callManager.event(SimEvent.Lamp.class, any -> true));
            assertEquals(PortLab.BOB_NUMBER, lamp.subscriber());
            assertTrue(lamp.on() && lamp.known());
            assertEquals("far end", out.hears(CallEvent.Ended.class).by());
        }
    }

    @Test
    void a_lamp_is_switched_for_the_number_behind_the_prefix() throws Exception {
        try (PortLab lab = new PortLab(true)) {
            PortLab.PlacedCall out = lab.place(PortLab.to(PortLab.LAMP_OFF + PortLab.BOB_NUMBER));
            SimEvent.Lamp lamp = PortLab.await(lab.callManager.event(SimEvent.Lamp.class, any -> true));
            assertEquals(PortLab.BOB_NUMBER, lamp.subscriber());
            assertTrue(!lamp.on() && lamp.known());
            out.hears(CallEvent.Dialled.class);
            assertEquals("far end", out.hears(CallEvent.Ended.class).by());
            assertTrue(lab.callManager.events().stream()
                    .noneMatch(event -> event instanceof SimEvent.CallProgress progress
                            && progress.phase().equals(CallPhase.CONNECTED)));
        }
    }
}
