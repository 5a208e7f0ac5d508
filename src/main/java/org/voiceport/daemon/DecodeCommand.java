package org.voiceport.daemon;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "decode",
        description = {
            "Prints the SCCP messages of a capture or of hex digits, one line each; exit code 1 if one is malformed or"
                    + " unknown.",
            "Captures are pcap or pcapng files with SCCP in clear over Ethernet, Linux cooked, BSD loopback or raw IP;"
                    + " the times are UTC. SCCP over TLS can't be read from a capture: log.wire prints the same lines"
                    + " for a port. Keys, salts and digits are hidden; numbers and names of callers are not."
        },
        mixinStandardHelpOptions = true)
final class DecodeCommand implements Callable<Integer> {
    private static final int LONGEST_HEX = 1 << 20;
    private static final int READ_AHEAD = 64 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|HEX|-",
            description =
                    "A capture; or messages in hex, also with spaces, colons or 0x between; or '-': either of both"
                            + " from standard input.")
    private List<String> input = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "TCP port of call managers, 1 to 65535; may be given more than once. 2000 if not given.")
    private List<Integer> ports = List.of(2000);

    @Override
    public Integer call() throws CommandFailure {
        if (ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
            throw new ParameterException(spec.commandLine(), "--port must be 1 to 65535");
        }
        DecodePrinter printer = new DecodePrinter(spec.commandLine().getOut());
        String first = input.get(0);
        Optional<Path> file = input.size() == 1 && !first.equals("-") ? file(first) : Optional.empty();
        try {
            if (file.isPresent()) {
                try (InputStream in = Files.newInputStream(file.get())) {
                    return stream(first, in, printer);
                }
            }
            if (input.size() == 1 && first.equals("-")) {
                return stream("standard input", System.in, printer);
            }
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, "voiceportd: " + first + ": " + reason(e));
        }
        byte[] bytes = HexText.parse(String.join(" ", input))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        input.size() == 1
                                ? "'" + first + "' is neither a file nor pairs of hex digits"
                                : "these are no pairs of hex digits; a capture is one file"));
        return hex(bytes, printer);
    }

    private static Optional<Path> file(String name) {
        try {
            // The empty path would be the working directory.
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(name)).filter(Files::exists);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private int stream(String name, InputStream source, DecodePrinter printer) throws IOException, CommandFailure {
        BufferedInputStream in = new BufferedInputStream(source, READ_AHEAD);
        in.mark(READ_AHEAD);
        byte[] magic = in.readNBytes(CaptureFile.MAGIC_SIZE);
        in.reset();
        if (CaptureFile.begins(magic)) {
            return capture(name, in, printer);
        }
        byte[] text = in.readNBytes(LONGEST_HEX + 1);
        if (text.length > LONGEST_HEX) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: " + name + " is neither a pcap nor a pcapng file, nor short enough for hex");
        }
        return hex(
                HexText.parse(new String(text, StandardCharsets.ISO_8859_1))
                        .orElseThrow(() -> new CommandFailure(
                                Exit.FAILED,
                                "voiceportd: " + name
                                        + " is neither a pcap nor a pcapng file, nor pairs of hex digits")),
                printer);
    }

    private int capture(String name, InputStream in, DecodePrinter printer) throws CommandFailure {
        CaptureDecoder decoder = new CaptureDecoder(new TreeSet<>(ports), printer);
        Optional<String> error = Optional.empty();
        try {
            decoder.read(CaptureFile.open(new CaptureInput(in)));
        } catch (IOException e) {
            error = Optional.of("voiceportd: " + name + ": " + reason(e));
        }
        decoder.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
        if (error.isPresent()) {
            throw new CommandFailure(Exit.FAILED, error.get());
        }
        return printer.allWell() && decoder.messages() > 0 ? Exit.FINE : Exit.FAILED;
    }

    private int hex(byte[] bytes, DecodePrinter printer) {
        SccpStream stream = new SccpStream(true, printer);
        stream.bytes(bytes);
        if (stream.unfinishedBytes() > 0) {
            printer.malformed("the last " + stream.unfinishedBytes() + " bytes are no whole message");
        }
        return printer.allWell() ? Exit.FINE : Exit.FAILED;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null || !(e instanceof CaptureException)
                ? "can't be read (" + e.getClass().getSimpleName() + ")"
                : message;
    }
}
