package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Similarity;
import org.voiceport.event.DeviceName;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.SimulatedPhone;

/** In whatever codec a call is, caller and voicemail understand each other. */
class CodecOfCallTest {
    @TempDir
    Path directory;

    /** The greeting has the beep behind it, so it isn't all that is heard. */
    @ParameterizedTest
    @CsvSource({"G722, ENCRYPTED", "G711A, NON_SECURE"})
    void a_message_in_any_codec_is_what_was_said(Codec codec, SecurityMode mode) {
        DeviceName port = DemoLab.port(mode);
        try (Exchange exchange = Exchange.start()) {
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(mode)
                    .section("media", "{ address: 127.0.0.1, codecs: [g711u, g711a, g722] }");
            try (TestDaemon daemon = installation.start()) {
                daemon.registered(mode);
                SimulatedPhone phone = exchange.phoneOf(mode, codec);
                LeftMessage left =
                        await(phone.leaveMessage(Exchange.mailbox(mode), Exchange.SPEECH, Exchange.CALL_LIMIT));

                assertEquals(LeftMessage.Outcome.LEFT, left.outcome(), left::toString);
                assertEquals(codec.encodingName(), daemon.listening(port).codec());
                assertEquals(codec.encodingName(), daemon.talking(port).codec());
                assertSame(Installation.GREETING, left.heard());
                MessageEvent.Stored stored = daemon.stored(port);
                assertSame(Exchange.SPEECH, TestDaemon.sound(stored));
                assertEquals(0, left.packetsRefused(), left::toString);
            }
        }
    }

    private static void assertSame(short[] said, short[] heard) {
        double score = Similarity.compare(said, heard).score();
        assertTrue(score >= 0.97, () -> "similarity " + score);
    }
}
