package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Whatever a header and a body hold, the message is read or malformed, prints none of its secrets, and can be written
 * again. An input is a message as it stands in the stream without its length field: version, id, body.
 */
class DecoderFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int HEADER = 8;
    private static final int LONGEST_LINE = 4000;
    /** Bytes of the heap that one message may cost: some times its own longest size. */
    private static final long MOST_ALLOCATED = 16L * FrameCutter.DEFAULT_LIMIT;

    private static final int NEWEST = 22;

    @FuzzTest
    void any_message_is_read_or_malformed(byte[] input) throws MalformedMessage {
        if (input.length < HEADER || input.length > FrameCutter.DEFAULT_LIMIT - 4) {
            return;
        }
        Decoded decoded;
        try {
            decoded = decode(input);
        } catch (MalformedMessage malformed) {
            assertFalse(malformed.framingLost());
            return;
        }
        assertTrue(decoded.missing() == 0 || decoded.surplus() == 0, "too short and too long");
        costs_no_more_than_some_messages(input, decoded);
        prints_one_line_without_secrets(decoded, new Random(Arrays.hashCode(input)));
        int version = decoded.headerVersion();
        is_written_alike_again_and_again(decoded.message(), version > 0 && version <= 0xFF ? version : 0);
        is_written_without_loss_in_the_newest_version(decoded.message());
    }

    private static Decoded decode(byte[] input) throws MalformedMessage {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        return MessageCodec.decode(new Frame(in.readIntLE(), in.readIntLE(), in.readSlice(in.readableBytes())));
    }

    /** The second time, because the first time loads classes. */
    private static void costs_no_more_than_some_messages(byte[] input, Decoded first) throws MalformedMessage {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Decoded again = decode(input);
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(cost <= MOST_ALLOCATED, () -> again.message().name() + " costs " + cost + " bytes");
        assertEquals(first, again);
    }

    private static void prints_one_line_without_secrets(Decoded decoded, Random random) {
        String line = WireLine.of(decoded);
        assertTrue(line.length() <= LONGEST_LINE, line);
        assertTrue(line.codePoints().noneMatch(Character::isISOControl), line);
        Message one = OtherSecrets.in(decoded.message(), random);
        Message other = OtherSecrets.in(decoded.message(), random);
        assertEquals(one.toString(), other.toString());
        assertEquals(WireLine.of(new Decoded(one, 0, 0, 0)), WireLine.of(new Decoded(other, 0, 0, 0)));
    }

    /** What is written is whole, and what is read of it is written alike. */
    private static void is_written_alike_again_and_again(Message message, int version) throws MalformedMessage {
        byte[] written = encode(message, version);
        Decoded again = Frames.decode(written);
        assertEquals(0, again.missing(), message.name());
        assertEquals(0, again.surplusBehindPadding(), message.name());
        if (!isAmbiguous(message, version)) {
            assertArrayEquals(written, encode(again.message(), version), message.name());
        }
    }

    private static void is_written_without_loss_in_the_newest_version(Message message) throws MalformedMessage {
        Message again = Frames.decode(encode(message, NEWEST)).message();
        if (!again.equals(message) && !isAmbiguous(message, NEWEST)) {
            Map<String, String> before = Leaves.of(message);
            Leaves.of(again).forEach((path, value) -> assertTrue(isKept(before.get(path), value), path));
        }
    }

    /** Strings are cut to what the layout allows, bytes without a length of their own are padded. */
    private static boolean isKept(String before, String now) {
        return before.startsWith(now) || (now.startsWith(before) && Leaves.isDefault(now.substring(before.length())));
    }

    private static byte[] encode(Message message, int version) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, out);
        return ByteBufUtil.getBytes(out);
    }

    /** True of the few messages that say something else once they are written; docs/protocol.md tells why. */
    private static boolean isAmbiguous(Message message, int version) {
        if (message instanceof CallMessage.CallInfoV2) {
            // The alternate calling party isn't written; 12 strings may look like 13.
            return version < 16;
        } else if (message instanceof MediaMessage.StartMediaTransmission start) {
            // The beginning of an IPv6 address may look like a port.
            boolean usable = start.remotePort() >= 1024 && start.remotePort() <= 65535;
            return version >= 17 && !usable && start.remoteAddress() instanceof Inet6Address;
        } else if (message instanceof CallMessage.EnblocCall enbloc) {
            // Its fourth byte stands where the aligned line would begin.
            return version >= 18 && enbloc.line() >>> 24 != 0;
        } else if (message instanceof MediaMessage.ConnectionStatisticsRes statistics) {
            // The field has one byte there.
            return version >= 18 && statistics.processing() >>> 8 != 0;
        }
        return false;
    }
}
