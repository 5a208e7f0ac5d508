package org.voiceport.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.opentest4j.TestAbortedException;

/** The headers of packets on the loopback interface, as the kernel shows them to a small C program. */
public final class TosCapture implements AutoCloseable {
    /** The exit code of the program if it may not capture. */
    private static final int NOT_ALLOWED = 77;

    private final Process process;
    private final List<Packet> packets = new ArrayList<>();
    private boolean ended;

    /**
     * One packet.
     *
     * @param protocol {@code udp} or {@code tcp}
     * @param tos the TOS byte: DSCP in the upper six bits
     * @param payload octets behind the UDP or TCP header
     */
    public record Packet(String protocol, int from, int to, int tos, int payload) {}

    private TosCapture(Process process) {
        this.process = process;
    }

    /**
     * Compiles the program and begins to capture.
     *
     * @throws TestAbortedException with a printed reason where that can't be done: no C compiler, no Linux, no right to it
     */
    public static TosCapture start(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("tos-capture.c");
        Path program = directory.resolve("tos-capture");
        try (InputStream in = Objects.requireNonNull(TosCapture.class.getResourceAsStream("tos-capture.c"))) {
            Files.copy(in, source);
        }
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-O1", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("cc.log").toFile())
                    .start();
        } catch (IOException e) {
            throw skip("there is no C compiler 'cc' here: " + e.getMessage());
        }
        if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw skip("AF_PACKET is Linux's alone: " + Files.readString(directory.resolve("cc.log")));
        }
        TosCapture capture = new TosCapture(new ProcessBuilder(program.toString()).start());
        capture.begin();
        return capture;
    }

    private void begin() throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        if (!"ready".equals(lines.readLine())) {
            int status = process.waitFor();
            if (status == NOT_ALLOWED) {
                throw skip("capturing needs root, or the capability CAP_NET_RAW");
            }
            throw new AssertionError("tos-capture ended with " + status);
        }
        Thread reader = new Thread(() -> read(lines), "tos-capture");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader lines) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(" ", -1);
                add(new Packet(
                        fields[0],
                        Integer.parseInt(fields[1]),
                        Integer.parseInt(fields[2]),
                        Integer.parseInt(fields[3]),
                        Integer.parseInt(fields[4])));
            }
        } catch (IOException e) {
            // The program was ended.
        }
        synchronized (packets) {
            ended = true;
            packets.notifyAll();
        }
    }

    private void add(Packet packet) {
        synchronized (packets) {
            packets.add(packet);
            packets.notifyAll();
        }
    }

    /** All packets so far that fit, once there are at least so many. */
    public List<Packet> await(int count, Predicate<Packet> fits) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (packets) {
            while (true) {
                List<Packet> found = packets.stream().filter(fits).toList();
                if (found.size() >= count) {
                    return found;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError(
                            "only " + found.size() + " of " + count + " packets, of " + packets.size());
                }
                packets.wait(left);
            }
        }
    }

    private static TestAbortedException skip(String reason) {
        System.out.println("DSCP on the wire not tested: " + reason);
        return new TestAbortedException(reason);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
