package org.voiceport.srtp;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.voiceport.rtp.RtpPacket;

/**
 * What it costs to protect a packet and unprotect it again, for each engine; {@code scripts/bench-srtp --jmh} runs it. With
 * many streams each packet is of another one, as in the daemon.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SrtpBenchmark {
    private static final int ROOM = 256;

    /** One of {@link SrtpEngine}. */
    @Param({"COMPRESSION", "DIGEST"})
    public String engine = "";

    @Param({"cm80", "gcm"})
    public String profile = "";

    /** Octets of payload. */
    @Param({"160", "20"})
    public int octets;

    @Param({"1", "1000"})
    public int streams;

    private final byte[] packet = new byte[ROOM];
    private BenchPeer.Stream[] all = {};
    private int number;

    /** Contexts with a key of their own for each stream. */
    @Setup
    public void begin() {
        SrtpEngine chosen = SrtpEngine.valueOf(engine);
        if (!chosen.usable()) {
            throw new IllegalStateException(SrtpEngine.reason());
        }
        all = new BenchPeer.Stream[streams];
        for (int i = 0; i < streams; i++) {
            all[i] = Objects.requireNonNull(BenchPeer.OurStream.of(profile, i, chosen));
        }
        System.gc(); // contexts lie closer together then, as those of calls do that have lasted for some seconds
    }

    /** The next packet of the next stream, there and back. */
    @Benchmark
    public int protectAndUnprotect() {
        int stream = number % streams;
        int sequence = number / streams;
        number = number == Integer.MAX_VALUE ? 0 : number + 1;
        RtpPacket.writeHeader(packet, 0, 0, false, sequence, sequence * 160, stream);
        int length = all[stream].protect(packet, RtpPacket.HEADER_LENGTH + octets);
        int plain = length < 0 ? length : all[stream].unprotect(packet, length);
        if (plain < 0) {
            throw new IllegalStateException(SrtpStatus.words(plain));
        }
        return plain;
    }
}
