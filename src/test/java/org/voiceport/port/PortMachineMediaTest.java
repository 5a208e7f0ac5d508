package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.audio.Codec;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaMessage.StartMediaTransmissionAck;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.Payload;

/** Incoming calls as in the wire reference 6.3: media. */
class PortMachineMediaTest {
    private static final int CALL = Scene.CALL;
    private static final int PARTY = Said.PARTY;
    private static final String[] HUNG_UP = {
        "report Refused", "mute", "deafen", "send OnHook", "cancel MEDIA_START", "start CALL_END 2 s"
    };

    private final Scene scene = Scene.talking(SecurityMode.NON_SECURE);

    private static String[] after(String first) {
        String[] all = new String[HUNG_UP.length + 1];
        all[0] = first;
        System.arraycopy(HUNG_UP, 0, all, 1, HUNG_UP.length);
        return all;
    }

    private Scene listening() {
        return scene.on(new Input.Media(CALL, new MediaEvent.Listening(Scene.MEDIA)));
    }

    private Scene talking() {
        return scene.on(new Input.Media(CALL, new MediaEvent.Talking(Scene.MEDIA)));
    }

    @Test
    void receives_and_sends_what_the_call_manager_says() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        assertEquals(
                new ReceiveSpec(
                        Codec.G711U, 20, Optional.empty(), 101, Addresses.UNSPECIFIED, Scene.LOCAL.getAddress()),
                scene.asked(Action.Listen.class).spec());
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        assertEquals(
                new TransmitSpec(
                        new InetSocketAddress(Said.PHONE, Said.PHONE_PORT),
                        Codec.G711U,
                        20,
                        Optional.empty(),
                        101,
                        184),
                scene.asked(Action.Talk.class).spec());
    }

    @Test
    void acknowledges_with_our_address_and_the_stream_that_was_named() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        assertEquals(
                new OpenReceiveChannelAck(MediaStatus.OK, Scene.MEDIA.getAddress(), Scene.MEDIA.getPort(), PARTY, CALL),
                listening().sent(OpenReceiveChannelAck.class));
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR));
        assertEquals(
                new StartMediaTransmissionAck(
                        CALL, PARTY, CALL, Scene.MEDIA.getAddress(), Scene.MEDIA.getPort(), MediaStatus.OK),
                talking().sent(StartMediaTransmissionAck.class));
    }

    @Test
    void below_version_17_a_transmission_is_not_acknowledged() {
        Scene old = Scene.talking(Scene.settings(SecurityMode.NON_SECURE, false, 11, Scene.FIRST));
        old.said(Said.start(CALL, PARTY, KeyBlock.CLEAR));
        old.on(new Input.Media(CALL, new MediaEvent.Talking(Scene.MEDIA))).leadsTo("report MediaOpened");
    }

    /** As chan_skinny does (peers-observed). */
    @Test
    void media_without_a_call_reference_is_of_the_call_there_is() {
        scene.said(Said.open(0, PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        assertEquals(CALL, listening().sent(OpenReceiveChannelAck.class).callReference(), "the call's own reference");
        scene.said(Said.start(0, PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.said(Said.close(0, PARTY)).leadsTo("deafen");
        scene.said(Said.stop(0, PARTY)).leadsTo("mute");
    }

    @Test
    void media_of_another_call_opens_nothing_in_this_one() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        OpenReceiveChannelAck ack = scene.said(Said.open(CALL + 1, PARTY + 1, KeyBlock.CLEAR))
                .leadsTo("send OpenReceiveChannelAck")
                .sent(OpenReceiveChannelAck.class);
        assertEquals(MediaStatus.INVALID_CALL_REFERENCE, ack.status());
        assertEquals(PARTY + 1, ack.passThruPartyId());
        assertEquals(CALL + 1, ack.callReference());
        scene.said(Said.start(CALL + 1, PARTY + 1, KeyBlock.CLEAR)).leadsTo("send StartMediaTransmissionAck");
        assertEquals(
                MediaStatus.INVALID_CALL_REFERENCE,
                scene.sent(StartMediaTransmissionAck.class).status());
    }

    @Test
    void the_channel_may_open_before_the_call_is_answered() {
        Scene ringing = Scene.registered(SecurityMode.NON_SECURE);
        ringing.ring(CALL);
        ringing.said(Said.open(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        ringing.on(new Input.Media(CALL, new MediaEvent.Listening(Scene.MEDIA)))
                .leadsTo("send OpenReceiveChannelAck", "report MediaOpened");
        ringing.said(Said.start(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP");
        ringing.on(new Input.Answer(CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
        ringing.said(Said.state(CallPhase.CONNECTED, CALL))
                .leadsTo(
                        "cancel ANSWERED",
                        "report Answered",
                        "tell Answered",
                        "start MEDIA_START 10 s",
                        "cancel MEDIA_START");
        assertTrue(ringing.running.keySet().stream().noneMatch(Timer::isOfCall), "media is there: nothing to wait for");
    }

    @Test
    void transmission_may_start_before_the_channel_opens() {
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
    }

    @Test
    void a_channel_opened_again_gets_the_new_key() {
        Scene encrypted = Scene.talking(SecurityMode.ENCRYPTED);
        encrypted.media(Said.key(), Said.key());
        encrypted.said(Said.open(CALL, PARTY, Said.key(2, 16, 14, 0, 0))).leadsTo("listen SRTP");
        MediaKey key = encrypted.asked(Action.Listen.class).spec().key().orElseThrow();
        assertEquals(MediaProtection.AES_CM_128_HMAC_SHA1_80, key.suite());
        encrypted.said(Said.start(CALL, PARTY, Said.key())).leadsTo("talk SRTP");
    }

    @Test
    void the_key_is_the_one_of_the_message() {
        Scene encrypted = Scene.talking(SecurityMode.ENCRYPTED);
        KeyBlock block = Said.key();
        byte[] key = block.key().first(16);
        byte[] salt = block.salt().first(14);
        encrypted.said(Said.open(CALL, PARTY, block));
        MediaKey taken = encrypted.asked(Action.Listen.class).spec().key().orElseThrow();
        assertArrayEquals(key, taken.key());
        assertArrayEquals(salt, taken.salt());
    }

    @Test
    void hold_and_resume_close_and_open_both_directions() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.said(Said.close(CALL, PARTY)).leadsTo("deafen");
        scene.said(Said.stop(CALL, PARTY)).leadsTo("mute");
        scene.said(Said.state(CallPhase.REMOTE_HOLD, CALL)).leadsTo();
        scene.said(Said.open(CALL, PARTY + 1, KeyBlock.CLEAR)).leadsTo("listen RTP");
        scene.said(Said.start(CALL, PARTY + 1, KeyBlock.CLEAR)).leadsTo("talk RTP");
    }

    @Test
    void a_closed_channel_does_not_stop_transmission() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.said(Said.close(CALL, PARTY)).leadsTo("deafen");
        scene.said(Said.close(CALL, PARTY)).leadsTo();
        scene.said(Said.stop(CALL, PARTY)).leadsTo("mute");
    }

    @Test
    void a_stopped_transmission_does_not_close_the_channel() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.said(Said.stop(CALL, PARTY)).leadsTo("mute");
        scene.said(Said.stop(CALL, PARTY)).leadsTo();
        scene.said(Said.close(CALL, PARTY)).leadsTo("deafen");
    }

    @Test
    void the_end_of_another_stream_is_not_the_end_of_this_one() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.said(Said.close(CALL, PARTY + 1)).leadsTo();
        scene.said(Said.stop(CALL, PARTY + 1)).leadsTo();
    }

    @Test
    void a_stream_is_found_by_its_id_whatever_the_conference() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.said(new MediaMessage.CloseReceiveChannel(0, PARTY, CALL, 0)).leadsTo("deafen");
        scene.said(new MediaMessage.StopMediaTransmission(0, PARTY, CALL, 0)).leadsTo("mute");
    }

    @Test
    void media_that_opens_after_its_channel_closed_is_not_acknowledged() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        scene.said(Said.close(CALL, PARTY));
        listening().leadsTo();
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR));
        scene.said(Said.stop(CALL, PARTY));
        talking().leadsTo();
    }

    @Test
    void a_codec_of_the_settings_is_listened_and_talked_in() {
        Scene wide = Scene.talking(Scene.settings(SecurityMode.NON_SECURE, List.of(Codec.G711U, Codec.G722)));
        wide.said(Said.open(CALL, PARTY, KeyBlock.CLEAR, Payload.G722, 20)).leadsTo("listen RTP");
        assertEquals(Codec.G722, wide.asked(Action.Listen.class).spec().codec());
        wide.said(Said.start(CALL, PARTY, KeyBlock.CLEAR, Said.PHONE, Said.PHONE_PORT, Payload.G722, 20));
        assertEquals(Codec.G722, wide.asked(Action.Talk.class).spec().codec());
    }

    @Test
    void a_codec_that_the_settings_leave_out_is_refused() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR, Payload.G722, 20))
                .leadsTo(after("send OpenReceiveChannelAck"));
        assertEquals(
                MediaStatus.INVALID_CODEC,
                scene.sent(OpenReceiveChannelAck.class).status());
    }

    @Test
    void a_codec_that_is_not_ours_is_refused_and_the_call_released() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR, Payload.G729A, 20))
                .leadsTo(after("send OpenReceiveChannelAck"));
        assertEquals(
                MediaStatus.INVALID_CODEC,
                scene.sent(OpenReceiveChannelAck.class).status());
        assertTrue(scene.reported(CallReport.Refused.class).fault() instanceof Fault.PeerIncompatible);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 15, 70, 1000, -20, Integer.MAX_VALUE})
    void a_packet_length_that_is_not_ours_is_refused(int millis) {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR, Payload.G711A, millis))
                .leadsTo(after("send OpenReceiveChannelAck"));
        assertEquals(
                MediaStatus.INVALID_PACKET_SIZE,
                scene.sent(OpenReceiveChannelAck.class).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void whole_packets_of_10_to_60_ms_are_taken(int millis) {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR, Payload.G711A, millis))
                .leadsTo("listen RTP");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 20000", "10.0.0.99, 0", "10.0.0.99, 65536", "10.0.0.99, -1"})
    void nothing_is_sent_to_an_address_that_is_none(String address, int port) throws Exception {
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR, InetAddress.getByName(address), port, Payload.G711U, 20))
                .leadsTo(after("send StartMediaTransmissionAck"));
        assertEquals(
                MediaStatus.UNKNOWN, scene.sent(StartMediaTransmissionAck.class).status());
        assertTrue(scene.reported(CallReport.Refused.class).fault() instanceof Fault.PeerMisbehaved);
    }

    @Test
    void a_channel_that_we_cannot_open_is_told_and_the_call_released() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        scene.on(new Input.Media(CALL, new MediaEvent.Failed(true, new Fault.Misconfigured("no UDP port", ""))))
                .leadsTo(after("send OpenReceiveChannelAck"));
        assertEquals(
                MediaStatus.OUT_OF_SOCKETS,
                scene.sent(OpenReceiveChannelAck.class).status());
    }

    @Test
    void a_transmission_that_we_cannot_begin_is_told_and_the_call_released() {
        scene.said(Said.start(CALL, PARTY, KeyBlock.CLEAR));
        scene.on(new Input.Media(CALL, new MediaEvent.Failed(false, new Fault.Misconfigured("no UDP port", ""))))
                .leadsTo(
                        "send StartMediaTransmissionAck",
                        "report Refused",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "start CALL_END 2 s");
        assertEquals(
                MediaStatus.OUT_OF_SOCKETS,
                scene.sent(StartMediaTransmissionAck.class).status());
    }

    @Test
    void what_happens_to_the_media_of_another_call_changes_nothing() {
        scene.said(Said.open(CALL, PARTY, KeyBlock.CLEAR));
        scene.on(new Input.Media(CALL + 1, new MediaEvent.Listening(Scene.MEDIA)))
                .leadsTo();
    }
}
