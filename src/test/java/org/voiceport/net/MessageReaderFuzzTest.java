package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.FrameCutter;

/**
 * Wherever TCP splits a stream, a connection's reader tells the same of it, and keeps no buffer. An input is a byte whose
 * lower six bits say how many bytes follow that are sizes of pieces, then the stream; as FramingFuzzTest has them.
 */
class MessageReaderFuzzTest {
    private static final int MOST_PIECES = 64;
    private static final LinkFaults FAULTS = LinkFaults.to(new Server("cm1", 2000, 2443), SecurityMode.NON_SECURE);

    @FuzzTest
    void pieces_are_told_as_the_whole_is(byte[] input) {
        int sizes = input.length == 0 ? 0 : input[0] & (MOST_PIECES - 1);
        if (input.length < 1 + sizes) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1 + sizes, input.length);
        assertEquals(told(stream, new byte[0]), told(stream, Arrays.copyOfRange(input, 1, 1 + sizes)));
    }

    private static List<String> told(byte[] stream, byte[] sizes) {
        Told told = new Told();
        EmbeddedChannel channel =
                new EmbeddedChannel(new MessageReader(FrameCutter.DEFAULT_LIMIT, Duration.ofHours(1), FAULTS, told));
        List<ByteBuf> given = new ArrayList<>();
        int at = 0;
        for (int piece = 0; at < stream.length; piece++) {
            int size = piece < sizes.length ? (sizes[piece] & 0xFF) + 1 : stream.length - at;
            int end = Math.min(stream.length, at + size);
            ByteBuf buffer = Unpooled.copiedBuffer(stream, at, end - at);
            given.add(buffer);
            channel.writeInbound(buffer);
            at = end;
        }
        channel.checkException();
        channel.finishAndReleaseAll();
        assertTrue(given.stream().allMatch(buffer -> buffer.refCnt() == 0), "a buffer is kept");
        return told.lines;
    }

    private static final class Told implements MessageReader.Outlet {
        final List<String> lines = new ArrayList<>();
        private boolean over;

        @Override
        public void message(Decoded decoded) {
            lines.add(decoded.toString());
        }

        @Override
        public void dropped(Fault fault) {
            lines.add("dropped: " + fault.what());
        }

        @Override
        public void broken(Fault fault) {
            lines.add("broken: " + fault.what());
            over = true;
        }

        @Override
        public boolean listens() {
            return !over;
        }
    }
}
