package org.voiceport.trust;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenSSL's {@code s_server} as a call manager that shares no code with us: it demands a certificate from one root and
 * takes one connection after the other.
 */
final class OpensslServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Pattern ACCEPT = Pattern.compile("ACCEPT .*:(\\d+)");
    private static final int START_SECONDS = 60;

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private OpensslServer(Process process) {
        this.process = process;
    }

    /**
     * A server that presents {@code identity} and, to clients that want its kind of key, {@code second}.
     *
     * @param directory for its files
     * @param clientRoot that the client's certificate must lead to
     */
    static OpensslServer start(
            Path directory, X509Certificate clientRoot, Identity identity, Identity second, String... options)
            throws IOException {
        Path root = directory.resolve("root.pem");
        PrivateFile.write(root, PemCertificates.write(clientRoot).getBytes(StandardCharsets.US_ASCII));
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_server", "-accept", LOOPBACK.getHostAddress() + ":0"));
        command.addAll(List.of("-cert", certificate(directory, identity), "-key", key(directory, identity)));
        command.addAll(List.of("-dcert", certificate(directory, second), "-dkey", key(directory, second)));
        command.addAll(List.of("-CAfile", root.toString(), "-Verify", "2", "-verify_return_error"));
        command.addAll(List.of(options));
        OpensslServer server = new OpensslServer(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread reader = new Thread(server::read, "openssl-output");
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    /** Where it listens, as soon as it does. */
    InetSocketAddress address() {
        return new InetSocketAddress(
                LOOPBACK, port.orTimeout(START_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Waits until it has printed {@code text}. */
    void awaitOutput(String text) {
        await("openssl to print " + text)
                .atMost(Duration.ofSeconds(START_SECONDS))
                .until(() -> output.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher accept = ACCEPT.matcher(line);
                if (accept.matches()) {
                    port.complete(Integer.valueOf(accept.group(1)));
                }
            }
        } catch (IOException ended) {
            output.add(ended.toString());
        }
        port.completeExceptionally(new IOException("openssl didn't start: " + output));
    }

    private static String certificate(Path directory, Identity identity) throws IOException {
        return pem(directory, identity, "pem", PemCertificates.write(identity.certificate()));
    }

    private static String key(Path directory, Identity identity) throws IOException {
        return pem(
                directory,
                identity,
                "key",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(identity.key().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static String pem(Path directory, Identity identity, String suffix, String text) throws IOException {
        Path file = directory.resolve(Fingerprint.sha256(identity.certificate()) + "." + suffix);
        PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        return file.toString();
    }
}
