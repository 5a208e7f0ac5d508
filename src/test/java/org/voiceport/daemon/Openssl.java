package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TrustException;

/** OpenSSL's {@code s_server}: a TLS port that shares no code with us, and can do what the simulator can't. */
final class Openssl implements AutoCloseable {
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

    private final Process process;
    private final int port;

    private Openssl(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("openssl", "version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * One that presents {@code server} and demands certificates under {@code clientRoot}; its files go to a directory of
     * its own below {@code parent}.
     */
    static Openssl start(Path parent, Identity server, X509Certificate clientRoot, String options) {
        try {
            Path directory = Files.createTempDirectory(parent, "openssl");
            Path p12 = directory.resolve("server.p12");
            server.save(p12, Keys.PASSWORD.toCharArray());
            Path pem = directory.resolve("server.pem");
            run("openssl", "pkcs12", "-in", p12, "-passin", "pass:" + Keys.PASSWORD, "-nodes", "-out", pem);
            Path root = directory.resolve("root.pem");
            Files.writeString(root, PemCertificates.write(clientRoot));
            int port = freePort();
            List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", LOOPBACK + ":" + port));
            command.addAll(List.of("-key", pem.toString(), "-cert", pem.toString(), "-CAfile", root.toString()));
            command.addAll(List.of("-Verify", "2", "-verify_return_error"));
            command.addAll(List.of(options.split(" ")));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitListening(process);
            return new Openssl(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TrustException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return port;
    }

    private static void run(Object... command) throws IOException {
        List<String> words = List.of(command).stream().map(Object::toString).toList();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads until it listens; what it says later is read and forgotten, or it would stop in the middle. */
    private static void awaitListening(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line == null || !line.startsWith("ACCEPT"); line = output.readLine()) {
            if (line == null) {
                throw new AssertionError("openssl s_server ended: " + said);
            }
            said.append(line).append('\n');
        }
        Thread drain = new Thread(() -> output.lines().forEach(line -> {}), "openssl-output");
        drain.setDaemon(true);
        drain.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
