package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.Event;
import org.voiceport.event.SecurityMode;

/** What is told of a retrieval of the CTL. */
class CtlRefreshTest {
    @TempDir
    Path directory;

    @Test
    void a_retrieval_that_is_broken_off_blames_no_server() throws Exception {
        TestEvents events = new TestEvents(event -> {});
        try (DatagramSocket tftp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            tftp.setSoTimeout(10_000);
            Installation installation = Installation.in(directory)
                    .callManager("127.0.0.1", 9, 10)
                    .port(SecurityMode.ENCRYPTED)
                    .section(
                            "trust",
                            "{ ctlFile: certs/CTLFile.tlv, tftp: [\"127.0.0.1:" + tftp.getLocalPort() + "\"] }");
            CtlRefresh refresh = CtlRefresh.of(installation.config(), events).orElseThrow();
            Thread thread = new Thread(refresh::run);
            thread.start();
            tftp.receive(new DatagramPacket(new byte[600], 600));
            thread.interrupt();
            thread.join(10_000);
            assertEquals(Thread.State.TERMINATED, thread.getState());
            assertEquals(List.of(), events.all(Event.class));
        }
    }
}
