package org.voiceport.srtp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Debian's libsrtp2 as a peer, behind a small C program that is compiled when the test runs. */
final class Libsrtp implements AutoCloseable {
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    private Libsrtp(Process process) {
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** What libsrtp2 makes of a packet: 0 or one of our {@link SrtpStatus}, and the packet if 0. */
    static final class Answer {
        private final int status;
        private final byte[] packet;

        private Answer(int status, byte[] packet) {
            this.status = status;
            this.packet = packet;
        }

        int status() {
            return status;
        }

        byte[] packet() {
            return packet;
        }
    }

    /**
     * Compiles the program.
     *
     * @throws TestAbortedException with a printed reason if there is no C compiler or no libsrtp2 here
     */
    static Path compile(Path directory) throws IOException, InterruptedException {
        Path probe = Files.writeString(directory.resolve("probe.c"), "#include <srtp2/srtp.h>\n");
        Path source = directory.resolve("libsrtp-driver.c");
        try (InputStream in = Objects.requireNonNull(Libsrtp.class.getResourceAsStream("libsrtp-driver.c"))) {
            Files.copy(in, source);
        }
        try {
            if (run(directory, "cc", "-fsyntax-only", probe.toString()) != 0) {
                throw skip("libsrtp2's header is not here (Debian: libsrtp2-dev)");
            }
        } catch (IOException e) {
            throw skip("there is no C compiler 'cc' here: " + e.getMessage());
        }
        Path program = directory.resolve("libsrtp-driver");
        if (run(directory, "cc", "-O1", "-o", program.toString(), source.toString(), "-lsrtp2") != 0) {
            throw new AssertionError(Files.readString(directory.resolve("cc.log")));
        }
        return program;
    }

    private static TestAbortedException skip(String reason) {
        System.out.println("LibsrtpTest skipped: " + reason);
        return new TestAbortedException(reason);
    }

    private static int run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("cc.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("cc took more than 60 s");
        }
        return process.exitValue();
    }

    static Libsrtp start(Path program, SrtpProfile profile, byte[] key, byte[] salt) throws IOException {
        HexFormat hex = HexFormat.of();
        String name = profile == SrtpProfile.AEAD_AES_128_GCM ? "gcm" : Integer.toString(8 * profile.tagLength());
        return new Libsrtp(new ProcessBuilder(program.toString(), name, hex.formatHex(key) + hex.formatHex(salt))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What is to be done with packets. */
    enum Operation {
        PROTECT('p'),
        UNPROTECT('u'),
        PROTECT_CONTROL('P'),
        UNPROTECT_CONTROL('U');

        private final char letter;

        Operation(char letter) {
            this.letter = letter;
        }
    }

    /** Asks for packets one by one, in order, and then reads all answers: less than 1 MiB in all. */
    List<Answer> ask(Operation operation, List<byte[]> packets) throws IOException {
        for (byte[] packet : packets) {
            requests.writeByte(operation.letter);
            requests.writeShort(packet.length);
            requests.write(packet);
        }
        requests.writeByte('f');
        requests.flush();
        List<Answer> all = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            int status = answers.readUnsignedByte();
            byte[] result = new byte[answers.readUnsignedShort()];
            answers.readFully(result);
            all.add(new Answer(ours(status), result));
        }
        return all;
    }

    /** The numbers of srtp_err_status_t. */
    private static int ours(int status) {
        return switch (status) {
            case 0 -> 0;
            case 7 -> SrtpStatus.AUTH_FAILED;
            case 9 -> SrtpStatus.REPLAYED;
            case 10 -> SrtpStatus.TOO_OLD;
            case 14 -> SrtpStatus.MALFORMED; // 'cannot check': the E flag is not as agreed
            case 15 -> SrtpStatus.KEY_EXPIRED;
            default -> throw new AssertionError("libsrtp2 says " + status);
        };
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.destroy();
    }
}
