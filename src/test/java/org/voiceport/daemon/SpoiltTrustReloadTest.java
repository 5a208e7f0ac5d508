package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TrustEvent;
import org.voiceport.sim.PhoneCall;
import org.voiceport.trust.PortCertificates;

/** Ports that go on with trust material whose files are spoilt: no reload takes them out of service. */
class SpoiltTrustReloadTest {
    private static final DeviceName SECURE = DemoLab.port(ENCRYPTED);

    @TempDir
    Path directory;

    private Exchange exchange;
    private Installation installation;
    private TestDaemon daemon;

    @BeforeEach
    void start() {
        exchange = Exchange.start();
        installation = Installation.in(directory).callManager(exchange.callManager());
        installation.port(ENCRYPTED).port(AUTHENTICATED);
        daemon = installation.start();
        daemon.registered(ENCRYPTED);
        daemon.registered(AUTHENTICATED);
    }

    @AfterEach
    void close() {
        daemon.close();
        exchange.close();
    }

    private Path certificate() {
        return PortCertificates.portFile(installation.certs(), SECURE);
    }

    /** The port's key file holds nothing of use by now, and the daemon has seen it. */
    private byte[] spoil() throws IOException {
        byte[] good = Files.readAllBytes(certificate());
        Files.writeString(certificate(), "rubbish");
        TrustEvent.MaterialKept kept = daemon.events().await(TrustEvent.MaterialKept.class, any -> true);
        assertEquals(SECURE.value(), kept.first());
        return good;
    }

    /** The encrypted port in another mode or with other roles; its files stay as they are. */
    private void configure(SecurityMode mode, String more) throws IOException {
        byte[] asTheyAre = Files.readAllBytes(certificate());
        installation.withoutPorts().port(SECURE, mode, more).port(AUTHENTICATED);
        Files.write(certificate(), asTheyAre);
        installation.config();
    }

    private List<PortEvent.Left> left() {
        return daemon.events().all(PortEvent.Left.class, event -> event.device().equals(SECURE));
    }

    private void assertStays() {
        assertEquals(List.of(), left());
        assertTrue(exchange.callManager().isRegistered(SECURE));
    }

    @Test
    void a_change_of_such_a_port_is_refused_until_its_files_are_right() throws IOException {
        byte[] good = spoil();
        configure(ENCRYPTED, ", roles: [answer, notify]");
        List<String> errors = daemon.reload();
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains("port " + SECURE + ": "), errors::toString);
        assertTrue(errors.get(0).contains(certificate().toString()), errors::toString);
        assertStays();

        Files.write(certificate(), good);
        assertEquals(List.of(), daemon.reload());
        daemon.registered(SECURE, 2);
    }

    @Test
    void a_change_of_its_mode_is_refused_too() throws IOException {
        spoil();
        configure(AUTHENTICATED, "");
        assertEquals(1, daemon.reload().size());
        assertStays();
    }

    @Test
    void what_does_not_concern_such_a_port_is_taken_over() throws IOException {
        spoil();
        installation.port(NON_SECURE);
        installation.config();
        assertEquals(List.of(), daemon.reload());
        daemon.registered(NON_SECURE);
        assertStays();
    }

    /** Or the port would go on by rules that are no longer those of the configuration in force. */
    @Test
    void other_rules_of_trust_are_refused_while_a_port_can_not_follow_them() throws IOException {
        spoil();
        installation.section(
                "trust",
                "{ ctlFile: certs/CTLFile.tlv, rejectExpired: true, signers: [" + Keys.signerFingerprint() + "] }");
        installation.config();
        List<String> errors = daemon.reload();
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains(SECURE.value()), errors::toString);
        assertStays();
    }

    @Test
    void a_port_that_leaves_after_its_call_comes_back_with_what_it_had_if_its_files_are_spoilt_by_then()
            throws IOException {
        PhoneCall call = exchange.phoneOf(ENCRYPTED).call(Exchange.mailbox(ENCRYPTED));
        await(call.beep());
        configure(ENCRYPTED, ", roles: [answer, notify]");
        assertEquals(List.of(), daemon.reload());
        spoil();
        assertStays();
        call.hangUp();
        PortEvent.Registered again = daemon.registered(SECURE, 2);
        assertEquals(ENCRYPTED, again.mode());
        assertEquals(List.of(), daemon.events().all(PortEvent.Offline.class));
        assertEquals(1, daemon.events().all(TrustEvent.MaterialKept.class).size(), "told once");
        assertEquals(1, daemon.events().all(DaemonEvent.Reloaded.class).size());
    }
}
