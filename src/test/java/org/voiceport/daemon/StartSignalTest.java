package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A service manager that asks for a reload while the daemon still starts doesn't end it. */
@DisabledOnOs(OS.WINDOWS)
class StartSignalTest {
    private static final int TFTP_ERROR = 5;
    private static final int TFTP_NOT_FOUND = 1;

    @TempDir
    private Path directory;

    @Test
    void a_hangup_during_the_start_reloads_after_it() throws Exception {
        Assumptions.assumeFalse(CliProcessTest.isIgnored(CliProcessTest.HANGUP), "started with SIGHUP ignored");
        CliLab lab = CliLab.in(directory);
        Files.delete(lab.ctl());
        try (DatagramSocket tftp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            tftp.setSoTimeout(60_000);
            lab.write(lab.yaml()
                    .replaceAll("  - \\{ name: CiscoUM1-VI[12],.*\n", "")
                    .replace("trust: {", "trust: { tftp: [\"127.0.0.1:" + tftp.getLocalPort() + "\"],"));
            try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
                // A daemon of secure ports alone starts with the CTL, so it waits here.
                DatagramPacket request = new DatagramPacket(new byte[600], 600);
                tftp.receive(request);
                daemon.signal("HUP");
                refuse(tftp, request);
                daemon.awaitErr("DAEMON-009");
                assertTrue(
                        daemon.err().contains("DAEMON-009"),
                        "a signal that ends the JVM does so with 0: " + daemon.err());
                daemon.signal("TERM");
                assertEquals(Exit.FINE, daemon.exit(Duration.ofSeconds(10)), daemon.err());
            }
        }
    }

    private static void refuse(DatagramSocket tftp, DatagramPacket request) throws Exception {
        byte[] why = "File not found\0".getBytes(StandardCharsets.US_ASCII);
        byte[] error = ByteBuffer.allocate(4 + why.length)
                .putShort((short) TFTP_ERROR)
                .putShort((short) TFTP_NOT_FOUND)
                .put(why)
                .array();
        tftp.send(new DatagramPacket(error, error.length, request.getSocketAddress()));
    }
}
