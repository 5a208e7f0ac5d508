package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Dtmf;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.KeypadButton;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.StreamMessage;
import org.voiceport.sccp.Tone;

/** Keys of the telephone as in the wire reference 6.7: in the media, and told by the call manager. */
class PortMachineKeysTest {
    private static final int CALL = Scene.CALL;

    private Scene scene = Scene.talking(SecurityMode.NON_SECURE);

    /** One of the three. */
    @FunctionalInterface
    private interface Way {
        Scene press(char key);
    }

    @Test
    void a_key_in_the_media_reaches_the_application() {
        inMedia('7').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        assertEquals(Dtmf.of('7'), toldLast());
    }

    @Test
    void a_key_from_the_call_manager_does_so_in_each_of_its_forms() {
        assertTold('0', new CallMessage.StartTone(new Tone(10), 0, 1, CALL));
        assertTold('*', new StreamMessage.NotifyDtmfTone(new Tone(14), CALL, Said.PARTY));
        assertTold('#', new StreamMessage.SendDtmfTone(new Tone(15), CALL, Said.PARTY));
        assertTold('0', new KeypadButton(KeypadKey.of('0'), 1, CALL));
        assertTold('D', new KeypadButton(KeypadKey.of('D'), 0, 0));
    }

    @Test
    void tones_that_are_no_keys_and_keys_that_are_on_no_telephone_are_none() {
        scene.said(new CallMessage.StartTone(Tone.ALERTING, 0, 1, CALL)).leadsTo();
        scene.said(new CallMessage.StartTone(new Tone(12), 0, 1, CALL)).leadsTo();
        scene.said(new KeypadButton(KeypadKey.of('+'), 1, CALL)).leadsTo();
    }

    @Test
    void the_same_press_told_in_both_ways_counts_once_whichever_comes_first() {
        inMedia('7');
        fromCallManager('7').leadsTo();
        fromCallManager('8').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        inMedia('8').leadsTo();
    }

    @Test
    void the_same_key_twice_in_one_way_is_two_presses_of_which_each_has_its_twin() {
        inMedia('5');
        inMedia('5').leadsTo("tell Digit");
        fromCallManager('5').leadsTo();
        fromCallManager('5').leadsTo();
        fromCallManager('5').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
    }

    @Test
    void a_tone_is_a_press() {
        inSound('7').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        assertEquals(Dtmf.of('7'), toldLast());
        inSound('7').leadsTo("tell Digit");
        inSound('8').leadsTo("tell Digit");
    }

    @Test
    void a_press_told_in_all_three_ways_counts_once_in_whatever_order() {
        for (List<Way> order : List.of(
                List.<Way>of(this::inSound, this::inMedia, this::fromCallManager),
                List.<Way>of(this::inSound, this::fromCallManager, this::inMedia),
                List.<Way>of(this::inMedia, this::inSound, this::fromCallManager),
                List.<Way>of(this::fromCallManager, this::inSound, this::inMedia),
                List.<Way>of(this::inMedia, this::fromCallManager, this::inSound),
                List.<Way>of(this::fromCallManager, this::inMedia, this::inSound))) {
            scene = Scene.talking(SecurityMode.NON_SECURE);
            order.get(0).press('7').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
            order.get(1).press('7').leadsTo();
            order.get(2).press('7').leadsTo();
        }
    }

    @Test
    void two_tones_have_their_twins_each() {
        inSound('5');
        inSound('5').leadsTo("tell Digit");
        inMedia('5').leadsTo();
        inMedia('5').leadsTo();
        fromCallManager('5').leadsTo();
        fromCallManager('5').leadsTo();
        inMedia('5').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
    }

    @Test
    void tones_count_no_more_once_a_key_was_told_otherwise() {
        for (Way other : List.<Way>of(this::inMedia, this::fromCallManager)) {
            scene = Scene.talking(SecurityMode.NON_SECURE);
            other.press('1').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
            inSound('2').leadsTo();
            scene.fired(Timer.Kind.KEY_TWIN);
            scene.fired(Timer.Kind.KEY_TWIN);
            inSound('1').leadsTo();
        }
    }

    @Test
    void tones_count_again_when_the_media_is_opened_anew() {
        fromCallManager('1');
        inSound('2').leadsTo();
        scene.said(Said.open(CALL, Said.PARTY, KeyBlock.CLEAR));
        inSound('2').leadsTo("tell Digit");
    }

    @Test
    void another_key_is_another_press() {
        inMedia('1');
        fromCallManager('2').leadsTo("tell Digit");
        fromCallManager('1').leadsTo();
    }

    @Test
    void a_twin_is_awaited_for_two_rounds_of_the_timer() {
        inMedia('1');
        scene.fired(Timer.Kind.KEY_TWIN).leadsTo("start KEY_TWIN 150 ms");
        fromCallManager('1').leadsTo();
        inMedia('1').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        scene.fired(Timer.Kind.KEY_TWIN);
        scene.fired(Timer.Kind.KEY_TWIN).leadsTo();
        fromCallManager('1').leadsTo("start KEY_TWIN 150 ms", "tell Digit");
    }

    @Test
    void what_is_awaited_is_bounded() {
        for (int i = 0; i < Keys.MOST; i++) {
            inMedia('1');
        }
        inMedia('2').leadsTo("tell Digit");
        for (int i = 0; i < Keys.MOST - 1; i++) {
            fromCallManager('1').leadsTo();
        }
        fromCallManager('1').leadsTo("tell Digit");
    }

    @Test
    void keys_of_another_call_and_before_the_answer_are_nothing() {
        scene.said(new CallMessage.StartTone(new Tone(1), 0, 1, 99)).leadsTo();
        scene.on(new Input.Media(99, new MediaEvent.Digit(Dtmf.of('1')))).leadsTo();
        Scene ringing = Scene.registered(SecurityMode.NON_SECURE);
        ringing.ring(CALL);
        ringing.on(new Input.Media(CALL, new MediaEvent.Digit(Dtmf.of('1')))).leadsTo();
        ringing.on(new Input.Press(CALL, Dtmf.of('1'))).leadsTo();
    }

    @Test
    void nothing_is_awaited_after_the_call() {
        inMedia('1');
        scene.said(Said.state(CallPhase.ON_HOOK, CALL));
        assertFalse(scene.running.keySet().stream().anyMatch(timer -> timer.kind() == Timer.Kind.KEY_TWIN));
    }

    @Test
    void our_keys_go_into_the_media_if_the_call_manager_gave_a_payload_type() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.on(new Input.Press(CALL, Dtmf.of('9'))).leadsTo("press");
        assertEquals(Dtmf.of('9'), scene.asked(Action.Press.class).key());
    }

    @Test
    void our_keys_go_to_the_call_manager_otherwise() {
        scene.on(new Input.Press(CALL, Dtmf.of('*'))).leadsTo("send KeypadButton");
        assertEquals(new KeypadButton(KeypadKey.of('*'), 1, CALL), scene.sent(KeypadButton.class));
    }

    @Test
    void digits_print_as_stars() {
        for (Object told : new Object[] {
            new CallEvent.Digit(Dtmf.of('4')),
            new MediaEvent.Digit(Dtmf.of('4')),
            new MediaEvent.Tone(Dtmf.of('4')),
            new Input.Press(0, Dtmf.of('4')),
            new Action.Press(0, Dtmf.of('4'))
        }) {
            assertEquals(false, told.toString().contains("4"), told.getClass().getName());
        }
    }

    private Scene inMedia(char key) {
        return scene.on(new Input.Media(CALL, new MediaEvent.Digit(Dtmf.of(key))));
    }

    private Scene inSound(char key) {
        return scene.on(new Input.Media(CALL, new MediaEvent.Tone(Dtmf.of(key))));
    }

    private Scene fromCallManager(char key) {
        return scene.said(new KeypadButton(KeypadKey.of(key), 1, CALL));
    }

    private void assertTold(char key, org.voiceport.sccp.Message message) {
        Scene other = Scene.talking(SecurityMode.NON_SECURE);
        other.said(message).leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        assertEquals(
                new CallEvent.Digit(Dtmf.of(key)),
                other.asked(Action.Tell.class).event());
    }

    private Dtmf toldLast() {
        return ((CallEvent.Digit) scene.asked(Action.Tell.class).event()).key();
    }
}
