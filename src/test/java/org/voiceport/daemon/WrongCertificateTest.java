package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimEvent;
import org.voiceport.trust.Fingerprint;

/** A call manager that presents another certificate than the CTL's is told nothing. */
class WrongCertificateTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void is_refused_with_both_fingerprints_until_the_right_one_is_back(SecurityMode mode) {
        DeviceName port = DemoLab.port(mode);
        try (Exchange exchange = Exchange.start()) {
            exchange.callManager().presentCertificate(Keys.stranger());
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(mode);
            try (TestDaemon daemon = installation.start()) {
                Fault fault = daemon.unregistered(port).fault();
                assertInstanceOf(Fault.Untrusted.class, fault);
                assertTrue(fault.what().contains(fingerprint(Keys.stranger().certificate())), fault.what());
                assertTrue(fault.what().contains(fingerprint(Keys.callManager().certificate())), fault.what());
                for (int more = 0; more < 2; more++) {
                    Exchange.await(exchange.callManager().nextEvent(SimEvent.TlsFailed.class, e -> true));
                }
                assertEquals(List.of(), daemon.events().all(PortEvent.Registered.class));
                assertEquals(List.of(), exchange.callManager().received(port));

                exchange.callManager().presentCertificate(Keys.callManager());
                PortEvent.Registered registered = daemon.registered(mode);
                assertEquals(
                        fingerprint(Keys.callManager().certificate()),
                        registered.tls().peerFingerprint());
            }
        }
    }

    @Test
    void is_tried_again_after_growing_waits() throws InterruptedException {
        BlockingQueue<Long> failures = new LinkedBlockingQueue<>();
        try (Exchange exchange = Exchange.start(Exchange.settings().events(event -> {
            if (event instanceof SimEvent.TlsFailed) {
                failures.add(System.nanoTime());
            }
        }))) {
            exchange.callManager().presentCertificate(Keys.stranger());
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(SecurityMode.ENCRYPTED)
                    .timings("firstRetryLeast: 100ms, firstRetryMost: 100ms, retryMost: 10s");
            try (TestDaemon daemon = installation.start()) {
                long before = next(failures);
                for (int wait = 100; wait <= 800; wait *= 2) {
                    long failure = next(failures);
                    long waited = TimeUnit.NANOSECONDS.toMillis(failure - before);
                    // The call manager sees a failure a little later than the port, not always equally late.
                    assertTrue(waited >= wait * 3 / 4, "waited " + waited + " ms instead of " + wait);
                    before = failure;
                }
                // The same failure is news only once.
                assertEquals(
                        1, daemon.events().all(PortEvent.Unregistered.class).size());
            }
        }
    }

    private static long next(BlockingQueue<Long> failures) throws InterruptedException {
        Long failure = failures.poll(10, TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("not tried again");
        }
        return failure;
    }

    private static String fingerprint(X509Certificate certificate) {
        return Fingerprint.sha256(certificate);
    }
}
