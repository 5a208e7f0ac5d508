package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that share no code with the server: commons-net's, and curl where it is installed. */
class TftpServerTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Map<String, byte[]> FILES =
            Map.of("empty", new byte[0], "short", filled(100), "block", filled(512), "long", filled(70_000));

    @TempDir
    private Path directory;

    private TftpServer server;

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 512);
        }
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        server = TftpServer.start(FREE, name -> Optional.ofNullable(FILES.get(name)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private byte[] fetch(String name) throws IOException {
        TFTPClient client = new TFTPClient();
        client.setDefaultTimeout(Duration.ofSeconds(30));
        client.open();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client.receiveFile(
                    name,
                    TFTP.BINARY_MODE,
                    out,
                    server.address().getAddress(),
                    server.address().getPort());
            return out.toByteArray();
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "short", "block", "long"})
    void another_client_gets_the_file(String name) throws Exception {
        assertArrayEquals(FILES.get(name), fetch(name));
    }

    @Test
    void file_that_is_not_there_is_refused() {
        IOException e = assertThrows(IOException.class, () -> fetch("none"));
        assertTrue(String.valueOf(e.getMessage()).contains("Error code 1"), e.toString());
    }

    @Test
    void one_client_after_the_other_is_served() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertEquals(512, fetch("block").length);
        }
        assertEquals(100, server.answered());
    }

    @Test
    void port_that_is_taken_is_named() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(FREE)) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            IOException e = assertThrows(
                    IOException.class,
                    () -> TftpServer.start(address, name -> Optional.empty()).close());
            assertTrue(String.valueOf(e.getMessage()).contains("UDP 127.0.0.1:" + address.getPort()), e.toString());
        }
    }

    @Test
    @SuppressWarnings("SystemOut")
    void curl_gets_the_file() throws Exception {
        Path file = directory.resolve("file");
        Process curl;
        try {
            curl = new ProcessBuilder(
                            "curl",
                            "--silent",
                            "--show-error",
                            "--max-time",
                            "60",
                            "--output",
                            file.toString(),
                            "tftp://127.0.0.1:" + server.address().getPort() + "/long")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.out.println("skipped: there is no curl on the path, which this test uses as an independent client");
            assumeTrue(false, "curl isn't installed");
            return;
        }
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(curl.waitFor(90, TimeUnit.SECONDS), "curl goes on");
        assumeTrue(!said.contains("not supported"), "this curl has no TFTP");
        assertEquals(0, curl.exitValue(), said);
        assertTrue(Arrays.equals(FILES.get("long"), Files.readAllBytes(file)), "another file");
    }
}
