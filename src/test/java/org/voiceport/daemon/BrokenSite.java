package org.voiceport.daemon;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PortCertificates;

/** An installation with one port, and a call manager, or what stands in its place, with which it can't register. */
final class BrokenSite implements AutoCloseable {
    final Installation installation;

    private final Path directory;
    private final SecurityMode mode;
    private final List<Runnable> closings = new ArrayList<>();

    BrokenSite(Path directory, SecurityMode mode) {
        this.directory = directory;
        this.mode = mode;
        this.installation = Installation.in(directory).port(mode);
        waits("10s");
    }

    private void waits(String each) {
        installation.section(
                "timings",
                "{ connect: 10s, tlsHandshake: " + each + ", registerAck: " + each
                        + ", firstRetryLeast: 1s, firstRetryMost: 1s }");
    }

    /** Who doesn't answer isn't waited for. */
    BrokenSite hasty() {
        waits("300ms");
        return this;
    }

    /** The call manager is at this TCP port of loopback. */
    void at(int port) {
        installation.callManager("127.0.0.1", mode.secure() ? 1 : port, mode.secure() ? port : 1);
    }

    void at(Exchange exchange) {
        closings.add(exchange::close);
        installation.callManager(exchange.callManager());
    }

    /** The secure port is the one where the call manager speaks SCCP in clear. */
    void atTheClearPort() {
        Exchange exchange = Exchange.start();
        closings.add(exchange::close);
        at(exchange.callManager().clearAddress().getPort());
    }

    void scripted(ScriptedServer.Script script) {
        ScriptedServer server = new ScriptedServer(script);
        closings.add(server::close);
        at(server.port());
    }

    void openssl(String options) {
        openssl(Keys.root(), options);
    }

    void opensslWithOtherRoot(String options) {
        openssl(Keys.otherRoot(), options);
    }

    private void openssl(CertificateAuthority clientRoot, String options) {
        assumeTrue(Openssl.isInstalled(), "openssl isn't installed");
        Openssl server = Openssl.start(directory, Keys.callManager(), clientRoot.root(), options);
        closings.add(server::close);
        at(server.port());
    }

    /** The call manager presents this certificate; {@code more} stands in the CTL beside the right one. */
    void presenting(Identity identity, CtlDraft.Entry... more) throws IOException {
        Exchange exchange = Exchange.start();
        exchange.callManager().presentCertificate(identity);
        at(exchange);
        List<CtlDraft.Entry> entries = new ArrayList<>();
        entries.add(server(CtlRole.CCM_TFTP, "127.0.0.1", Keys.callManager()));
        entries.addAll(List.of(more));
        ctl(entries.toArray(CtlDraft.Entry[]::new));
    }

    /** The CTL has these servers alone. */
    void ctl(CtlDraft.Entry... servers) throws IOException {
        List<CtlDraft.Entry> entries = new ArrayList<>();
        entries.add(CtlDraft.Entry.sast(Keys.signer().certificate()));
        entries.addAll(List.of(servers));
        Files.write(installation.ctl(), Keys.signer().sign(new CtlDraft(Instant.now(), entries)));
    }

    /** The port has this certificate, and so its root, which the call manager doesn't know. */
    void device(Identity identity) throws Exception {
        Keys.otherRoot().save(PortCertificates.rootFile(installation.certs()), Keys.PASSWORD.toCharArray());
        Keys.savePort(installation.certs(), DemoLab.port(mode), identity);
        at(Exchange.start());
    }

    void rejecting(String text) {
        Exchange exchange = Exchange.start();
        exchange.callManager().rejectText(text);
        exchange.callManager().misbehave(Misbehaviour.REJECT_ALL);
        at(exchange);
    }

    /** A call manager that goes away when it is asked to register. */
    void endingAfterRegister() {
        Exchange exchange = Exchange.start();
        exchange.callManager().misbehave(Misbehaviour.SILENT_AFTER_REGISTER);
        var unused = exchange.callManager()
                .receivedFrom(DemoLab.port(mode), RegistrationMessage.Register.class, any -> true)
                .thenRunAsync(exchange.callManager()::close);
        at(exchange);
    }

    /** A TCP port where nobody listens. */
    int closedPort() throws IOException {
        try (ServerSocket brief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return brief.getLocalPort();
        }
    }

    static CtlDraft.Entry server(CtlRole role, String address, Identity identity) {
        try {
            return CtlDraft.Entry.server(role, "", InetAddress.getByName(address), identity.certificate());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
    }
}
