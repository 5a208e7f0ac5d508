package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What reading and writing the hot messages costs, beside a plain copy of their bytes: every iteration takes the next one of
 * {@link HotFrame#all()}. {@link CodecBenchmarkTable} runs it.
 *
 * <p>Before anything is measured, the JVM has read and written all of them: in the daemon none has the codec to itself, and
 * code that the JVM compiled for one message alone is faster than anybody will see.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final int ROUNDS_OF_ALL = 20_000;

    private final List<HotFrame> frames = HotFrame.all();
    private final FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
    private final ByteBuf out = Unpooled.buffer(FrameCutter.DEFAULT_LIMIT);
    private int iteration;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private Message message = new RegistrationMessage.KeepAlive();
    private int version;
    private int longestBody;

    /** Copies, reads and writes all messages, often enough to be compiled. */
    @Setup
    public void meetAll(Blackhole nothing) throws MalformedMessage {
        for (int i = 0; i < ROUNDS_OF_ALL * frames.size(); i++) {
            takeNext();
            nothing.consume(copy());
            nothing.consume(decode());
            nothing.consume(encode());
        }
    }

    /** The message of this iteration. */
    @Setup(Level.Iteration)
    public void takeNext() throws MalformedMessage {
        HotFrame frame = frames.get(iteration % frames.size());
        iteration++;
        in = Unpooled.wrappedBuffer(frame.bytes());
        message = decode().message();
        version = frame.version();
        longestBody = frame.longestBody();
    }

    /** The least that anybody could do with a message: its bytes into an array of their own. */
    @Benchmark
    public byte[] copy() {
        in.readerIndex(0);
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }

    /** Cuts the message from the stream and reads it. */
    @Benchmark
    public Decoded decode() throws MalformedMessage {
        in.readerIndex(0);
        return MessageCodec.decode(Objects.requireNonNull(cutter.next(in)));
    }

    /** Lays the message out in a buffer that is there. */
    @Benchmark
    public ByteBuf encode() {
        out.clear();
        MessageCodec.encode(message, version, longestBody, out);
        return out;
    }
}
