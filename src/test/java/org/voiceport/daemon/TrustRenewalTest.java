package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.event.TrustEvent;
import org.voiceport.sccp.ResetType;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.TftpServer;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.TrustRule;

/** A renewed CTL or certificate is put to use by a running daemon, a bad one isn't, and no port notices more than it must. */
class TrustRenewalTest {
    private static final Duration NEWER = Duration.ofHours(1);

    @TempDir
    Path directory;

    /** What the TFTP server has. */
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();

    private final AtomicInteger asked = new AtomicInteger();
    private Exchange exchange;
    private TftpServer tftp;
    private Installation installation;

    @BeforeEach
    void begin() throws IOException {
        exchange = Exchange.start();
        tftp = TftpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), name -> {
            asked.incrementAndGet();
            return Optional.ofNullable(served.get(name));
        });
        served.put(Ctl.FILE_NAME, Keys.ctl());
        installation = Installation.in(directory).callManager(exchange.callManager());
        trust("signers: [" + Keys.signerFingerprint() + "], ");
    }

    @AfterEach
    void end() throws IOException {
        tftp.close();
        exchange.close();
    }

    private void trust(String more) {
        installation.section(
                "trust",
                "{ " + more + "ctlFile: certs/CTLFile.tlv, tftp: [\"127.0.0.1:"
                        + tftp.address().getPort() + "\"] }");
    }

    /** The call manager gets a new certificate, and the cluster a CTL that says so. */
    private void callManagerIsRenewed() {
        exchange.callManager().presentCertificate(Keys.renewedCallManager());
        served.put(Ctl.FILE_NAME, Keys.newerCtl(NEWER, Keys.renewedCallManager(), Keys.signer()));
    }

    /** Waits until that port is registered with the renewed call manager. */
    private static void registeredWithTheRenewed(TestDaemon daemon, SecurityMode mode) {
        String renewed = Fingerprint.sha256(Keys.renewedCallManager().certificate());
        daemon.events()
                .await(
                        PortEvent.Registered.class,
                        e -> e.device().equals(DemoLab.port(mode))
                                && Optional.ofNullable(e.tls())
                                        .map(TlsFacts::peerFingerprint)
                                        .filter(renewed::equals)
                                        .isPresent());
    }

    private static List<PortEvent.Left> left(TestDaemon daemon, SecurityMode mode) {
        return daemon.events().all(PortEvent.Left.class, e -> e.device().equals(DemoLab.port(mode)));
    }

    @Test
    void a_renewed_call_manager_that_resets_its_ports_is_trusted_without_a_restart() {
        installation.port(ENCRYPTED).port(AUTHENTICATED).port(NON_SECURE);
        try (TestDaemon daemon = installation.start()) {
            List.of(SecurityMode.values()).forEach(daemon::registered);
            callManagerIsRenewed();
            exchange.callManager().reset(DemoLab.port(ENCRYPTED), ResetType.RESET);

            registeredWithTheRenewed(daemon, ENCRYPTED);
            registeredWithTheRenewed(daemon, AUTHENTICATED);
            assertEquals(
                    1,
                    daemon.events()
                            .all(TrustEvent.CtlInForce.class, e -> e.because().contains("tftp://"))
                            .size(),
                    "one decision, told once");
            assertEquals(List.of(), left(daemon, NON_SECURE), "a port in clear has nothing to do with it");
        }
    }

    @Test
    void ports_in_clear_do_not_wait_for_the_ctl_of_the_others() throws IOException {
        served.put(Ctl.FILE_NAME, Keys.ctl());
        Files.delete(installation.ctl());
        installation.port(ENCRYPTED).port(NON_SECURE);
        assertTrue(
                TrustKeeper.first(installation.config(), event -> {}).clients().isEmpty(),
                "the fetch, which may take half a minute, comes later");
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(NON_SECURE);
            daemon.registered(ENCRYPTED);
        }
    }

    @Test
    void a_port_that_mistrusts_its_call_manager_has_the_ctl_fetched() {
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            callManagerIsRenewed();
            exchange.callManager().dropConnection(DemoLab.port(ENCRYPTED));
            registeredWithTheRenewed(daemon, ENCRYPTED);
        }
    }

    @Test
    void a_port_with_a_call_takes_the_new_ctl_after_it() {
        installation.port(ENCRYPTED).port(AUTHENTICATED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            daemon.registered(AUTHENTICATED);
            PhoneCall call = exchange.phoneOf(ENCRYPTED).call(Exchange.mailbox(ENCRYPTED));
            await(call.beep());
            callManagerIsRenewed();
            exchange.callManager().reset(DemoLab.port(AUTHENTICATED), ResetType.RESET);
            registeredWithTheRenewed(daemon, AUTHENTICATED);
            assertEquals(List.of(), left(daemon, ENCRYPTED), "the other port talks on");
            await(call.say(Exchange.SPEECH));
            call.hangUp();
            daemon.stored(DemoLab.port(ENCRYPTED));
            registeredWithTheRenewed(daemon, ENCRYPTED);
        }
    }

    @Test
    void a_ctl_by_a_stranger_changes_nothing_and_is_kept_for_the_administrator() throws IOException {
        served.put(Ctl.FILE_NAME, Keys.newerCtl(NEWER, Keys.stranger(), Keys.otherSigner()));
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            TrustEvent.CtlQuarantined refused = daemon.events().await(TrustEvent.CtlQuarantined.class, e -> true);
            assertTrue(Files.exists(Path.of(refused.quarantine())), refused::toString);
            assertEquals(List.of(), left(daemon, ENCRYPTED));
            assertTrue(exchange.callManager().isRegistered(DemoLab.port(ENCRYPTED)));
        }
    }

    @Test
    void a_ctl_that_is_accepted_while_the_daemon_runs_is_used_and_until_then_the_old_one_is() throws Exception {
        trust("");
        installation.section("trust", "{ ctlFile: certs/CTLFile.tlv }");
        store().accept();
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            exchange.callManager().presentCertificate(Keys.renewedCallManager());
            Files.write(installation.ctl(), Keys.newerCtl(NEWER, Keys.renewedCallManager(), Keys.otherSigner()));
            daemon.events().await(TrustEvent.CtlRefused.class, e -> true);
            daemon.events().await(TrustEvent.MaterialKept.class, e -> true);
            assertTrue(exchange.callManager().isRegistered(DemoLab.port(ENCRYPTED)));

            store().accept();
            registeredWithTheRenewed(daemon, ENCRYPTED);
        }
    }

    private CtlStore store() {
        return new CtlStore(installation.ctl(), new TrustRule(Set.of(), false, false));
    }

    @Test
    void a_renewed_port_certificate_is_used_without_a_restart_by_that_port_alone() throws IOException {
        installation.port(ENCRYPTED).port(AUTHENTICATED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            daemon.registered(AUTHENTICATED);
            var again = exchange.callManager()
                    .nextEvent(SimEvent.Registered.class, e -> e.device().equals(DemoLab.port(ENCRYPTED)));
            Keys.savePort(installation.certs(), DemoLab.port(ENCRYPTED), Keys.renewed(DemoLab.port(ENCRYPTED)));

            TrustEvent.PortCertificateRenewed renewed =
                    daemon.events().await(TrustEvent.PortCertificateRenewed.class, e -> true);
            assertEquals(
                    Fingerprint.sha256(Keys.renewed(DemoLab.port(ENCRYPTED)).certificate()), renewed.fingerprint());
            await(again);
            daemon.registered(DemoLab.port(ENCRYPTED), 2);
            assertEquals(List.of(), left(daemon, AUTHENTICATED));
        }
    }

    @Test
    void ports_without_a_ctl_start_as_soon_as_a_server_has_one() throws Exception {
        Files.delete(installation.ctl());
        served.remove(Ctl.FILE_NAME);
        installation.section(
                "trust",
                "{ refreshEvery: 1s, ctlFile: certs/CTLFile.tlv, signers: [" + Keys.signerFingerprint()
                        + "], tftp: [\"127.0.0.1:" + tftp.address().getPort() + "\"] }");
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            daemon.events().await(TrustEvent.CtlUnavailable.class, e -> true);
            daemon.events().await(PortEvent.Offline.class, e -> true);
            served.put(Ctl.FILE_NAME, Keys.ctl());
            daemon.registered(ENCRYPTED);
        }
    }

    @Test
    void a_reload_that_has_nothing_to_do_with_trust_fetches_nothing_and_repeats_no_warning() throws Exception {
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(ENCRYPTED);
            daemon.events().await(TrustEvent.CertificateEndsSoon.class, TrustRenewalTest::isOfTheRoot);
            installation.port(NON_SECURE).section("log", "{ level: warn }");
            installation.config();
            assertEquals(List.of(), daemon.reload());
            daemon.registered(NON_SECURE);
            // The keeper still keeps, and has had its turn by then.
            Keys.savePort(installation.certs(), DemoLab.port(ENCRYPTED), Keys.renewed(DemoLab.port(ENCRYPTED)));
            daemon.events().await(TrustEvent.PortCertificateRenewed.class, e -> true);
            daemon.registered(DemoLab.port(ENCRYPTED), 2);
            assertEquals(1, asked.get(), "the retrieval at the start");
            assertEquals(
                    1,
                    daemon.events()
                            .all(TrustEvent.CertificateEndsSoon.class, TrustRenewalTest::isOfTheRoot)
                            .size());
        }
    }

    private static boolean isOfTheRoot(TrustEvent.CertificateEndsSoon event) {
        return event.whose().equals("the server root");
    }

    @Test
    void a_port_certificate_that_ends_soon_is_told_at_the_start() {
        installation.port(ENCRYPTED);
        try (TestDaemon daemon = installation.start()) {
            TrustEvent.CertificateEndsSoon soon = daemon.events()
                    .await(TrustEvent.CertificateEndsSoon.class, e -> e.whose().contains("VI3"));
            assertFalse(soon.todo().isEmpty());
        }
    }
}
