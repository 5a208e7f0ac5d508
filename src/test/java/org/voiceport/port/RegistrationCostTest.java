package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;

/** What a registration costs: docs/architecture.md says it with these numbers. */
class RegistrationCostTest {
    private final Scene scene = Scene.of(SecurityMode.ENCRYPTED);
    private final List<String> dialogue = new ArrayList<>();

    @BeforeEach
    void register() {
        scene.on(new Input.Start());
        scene.opened();
        noteSent();
        says(Said.registerAck(30, 17));
        says(new SetupMessage.CapabilitiesReq());
        says(Said.buttons());
        says(Said.softKeys());
        says(Said.softKeySets());
        says(Said.line());
        says(Said.time());
    }

    private void says(Message message) {
        dialogue.add("< " + message.name());
        scene.said(message);
        noteSent();
    }

    private void noteSent() {
        scene.lines().stream()
                .filter(line -> line.startsWith("send "))
                .forEach(line -> dialogue.add("> " + line.substring("send ".length())));
    }

    @Test
    void a_registration_is_eight_messages_out_and_seven_in() {
        assertEquals(
                List.of(
                        "> Register",
                        "< RegisterAck",
                        "< CapabilitiesReq",
                        "> CapabilitiesRes",
                        "> ButtonTemplateReq",
                        "< ButtonTemplateRes",
                        "> SoftKeyTemplateReq",
                        "< SoftKeyTemplateRes",
                        "> SoftKeySetReq",
                        "< SoftKeySetRes",
                        "> LineStatReq",
                        "< LineStatV2Res",
                        "> RegisterAvailableLines",
                        "> TimeDateReq",
                        "< TimeDateRes"),
                dialogue);
    }

    @Test
    void a_registration_is_six_round_trips() {
        int roundTrips = 0;
        for (int i = 1; i < dialogue.size(); i++) {
            boolean answer =
                    dialogue.get(i).startsWith("<") && dialogue.get(i - 1).startsWith(">");
            roundTrips += answer ? 1 : 0;
        }
        assertEquals(6, roundTrips);
    }

    @Test
    void staying_registered_is_one_message_each_way_per_interval() {
        scene.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
        scene.said(new RegistrationMessage.KeepAliveAck()).leadsTo();
    }
}
