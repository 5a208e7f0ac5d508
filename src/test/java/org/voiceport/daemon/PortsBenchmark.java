package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.voiceport.trust.TlsProperty;

/**
 * A great many encrypted ports of one daemon, registered and idle, and what they need; {@code scripts/bench-ports} runs it,
 * {@code docs/performance.md} explains it. The call manager is {@code voiceportd simulate call-manager}, in a process of
 * its own, and so is the daemon.
 */
public final class PortsBenchmark {
    private static final List<Integer> USUAL = List.of(250, 500, 1000, 2500);
    private static final int FIRST_UDP = 16_384;
    private static final int LAST_UDP = 21_511;
    /** Two keepalives of each port. */
    private static final long SECONDS = 60;

    private PortsBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        LoadOptions options = LoadOptions.of(arguments, USUAL, SECONDS);
        SimulateCommand.quiet();
        TlsProperty.install(false);
        List<PortsRow> rows = new ArrayList<>();
        PrintStream progress = System.err;
        for (int ports : options.series()) {
            Path directory = Files.createTempDirectory("bench-ports");
            progress.println(ports + " ports: making certificates");
            CallsLab lab = CallsLab.make(directory, ports);
            try {
                PortsRow row = measure(lab, options.processor(), options.millis());
                rows.add(row);
                progress.println(row);
            } finally {
                lab.delete();
            }
        }
        System.out.print(options.json() ? PortsRow.json(rows) : PortsRow.table(rows));
    }

    /** One measurement of all ports of a laboratory. */
    static PortsRow measure(CallsLab lab, int processor, long millis) throws Exception {
        try (SimulatedProcess callManager = SimulatedProcess.start(lab)) {
            Path configuration = lab.configure(callManager.address(), callManager.trust(), FIRST_UDP, LAST_UDP, "");
            try (Loaded daemon = LoadedProcess.start(PortsDaemon.class, processor, List.of(configuration.toString()))) {
                daemon.begin();
                Thread.sleep(millis);
                Map<String, Long> used = daemon.end();
                return PortsRow.of(lab.ports().size(), used, daemon.after());
            }
        }
    }

    /** {@code voiceportd simulate call-manager} for all ports of a laboratory. */
    private record SimulatedProcess(Process process, InetSocketAddress address, String trust) implements AutoCloseable {
        private static final String SIGNER = "its signer for trust.signers is ";

        static SimulatedProcess start(CallsLab lab) throws IOException {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            Path files = lab.rootFile().resolveSibling("lab");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "simulate",
                            "call-manager",
                            "@" + lab.devices(),
                            "--port=" + freePort(),
                            "--secure-port=" + address.getPort(),
                            "--lab=" + files,
                            "--root=" + lab.rootFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String signer = "";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains(SIGNER)) {
                    signer = line.substring(line.indexOf(SIGNER) + SIGNER.length());
                } else if (line.startsWith("listening")) {
                    Thread reader = new Thread(() -> out.lines().forEach(told -> {}), "call-manager-output");
                    reader.setDaemon(true);
                    reader.start();
                    return new SimulatedProcess(
                            process, address, "ctlFile: lab/CTLFile.tlv, signers: [ \"" + signer + "\" ]");
                }
            }
            throw new IOException("the simulated call manager has ended");
        }

        private static int freePort() throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            }
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
