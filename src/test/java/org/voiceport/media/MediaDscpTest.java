package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Codec;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.TransmitSpec;

/** What routers see of media packets. The engine is configured with DSCP 46. */
class MediaDscpTest {
    @TempDir
    private Path directory;

    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private TosCapture capture;

    @BeforeEach
    void begin() throws Exception {
        capture = TosCapture.start(directory);
    }

    @AfterEach
    void close() {
        if (capture != null) {
            capture.close();
        }
        peer.close();
        lab.close();
    }

    @Test
    void what_the_configuration_says_if_the_call_manager_asks_for_nothing() throws Exception {
        assertEquals(Set.of(46 << 2), sentWith(0));
    }

    @Test
    void what_the_call_manager_asks_for_before_what_the_configuration_says() throws Exception {
        assertEquals(Set.of(34 << 2), sentWith(34 << 2));
    }

    @Test
    void the_bits_of_congestion_notification_are_nobodys_to_ask_for() throws Exception {
        assertEquals(Set.of(34 << 2), sentWith(34 << 2 | 3));
    }

    /** The TOS bytes of RTP and RTCP of one stream. */
    private Set<Integer> sentWith(int asked) throws InterruptedException {
        MediaLab.TestStream stream = lab.open();
        int port = stream.talk(new TransmitSpec(peer.address(), Codec.G711U, 20, Optional.empty(), 0, asked))
                .getPort();
        peer.receive();
        stream.run(MediaEngine.Stream::mute);
        Set<Integer> marks = capture.await(1, packet -> packet.from() == port).stream()
                .map(TosCapture.Packet::tos)
                .collect(Collectors.toSet());
        marks.addAll(capture.await(1, packet -> packet.from() == port + 1).stream()
                .map(TosCapture.Packet::tos)
                .toList());
        return marks;
    }
}
