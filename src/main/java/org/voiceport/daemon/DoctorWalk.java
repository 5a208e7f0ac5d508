package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.event.TrustEvent;
import org.voiceport.net.EventLoops;
import org.voiceport.port.RejectReason;
import org.voiceport.port.Server;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateInUse;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Match;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;

/**
 * Walks the chain of one port to one call manager, link by link, up to the first that doesn't hold; what files alone decide is
 * judged in any case.
 */
final class DoctorWalk {
    private final DaemonConfig config;
    private final TrustMaterial trust;
    private final EventLoops loops;
    private final DoctorPlan plan;
    private final DaemonConfig.Port port;
    private final DaemonConfig.CallManager callManager;
    private final int order;
    private final Server server;
    private final SecurityMode mode;
    private final DoctorAdvice advice;
    private final List<DoctorStep> steps = new ArrayList<>();

    /** The walk of {@code port} to its call manager {@code order}, counted from 1. */
    DoctorWalk(
            DaemonConfig config,
            TrustMaterial trust,
            EventLoops loops,
            DoctorPlan plan,
            DaemonConfig.Port port,
            int order) {
        this.config = config;
        this.trust = trust;
        this.loops = loops;
        this.plan = plan;
        this.port = port;
        this.order = order;
        this.callManager = port.callManagers().get(order - 1);
        this.server = new Server(callManager.address(), callManager.port(), callManager.securePort());
        this.mode = port.securityMode();
        this.advice = new DoctorAdvice(config, port, callManager);
    }

    DoctorFinding walk() throws InterruptedException {
        ok(
                DoctorStep.Name.CONFIGURATION,
                config.file() + ", call manager " + order + " of "
                        + port.callManagers().size());
        DoctorTrial.Outcome outcome = tried();
        boolean connected = reached(outcome);
        if (mode.secure()) {
            // Both are judged by files alone; who has the first of several faults mended needn't come again for the
            // others.
            boolean trusted = ctlInForce();
            boolean known = connected && trusted && serverKnown(outcome);
            connected = ownCertificateFits() && known && tlsHolds(outcome);
        }
        if (connected) {
            registration(outcome);
        }
        for (DoctorStep.Name name : DoctorStep.Name.values()) {
            boolean walked = steps.stream().anyMatch(step -> step.name() == name);
            if (!walked && isLink(name)) {
                steps.add(DoctorStep.skip(name, ""));
            }
        }
        steps.replaceAll(step -> timed(step, outcome.laps()));
        steps.sort(Comparator.comparing(DoctorStep::name));
        return new DoctorFinding(port, server.nameFor(mode), order, steps);
    }

    private boolean isLink(DoctorStep.Name name) {
        return name == DoctorStep.Name.TEST_CALL ? plan.place().isPresent() : mode.secure() || !name.ofSecurePorts();
    }

    /** What is read from files was read before the walk, and takes no time by itself. */
    private static DoctorStep timed(DoctorStep step, DoctorLaps laps) {
        return step.result() == DoctorStep.Result.SKIP || step.took().isPresent()
                ? step
                : step.lasting(laps.took(step.name()).orElse(Duration.ZERO));
    }

    /** Goes as far as it is asked to and can; without trust or a certificate of its own, a secure port only gets to TCP. */
    private DoctorTrial.Outcome tried() throws InterruptedException {
        DaemonConfig.Port one = port.with(mode, callManager);
        Optional<TlsClient> client = Optional.ofNullable(trust.clients().get(port.name()));
        if (mode.secure() ? client.isEmpty() : !plan.register()) {
            return DoctorTrial.knock(config, one, loops);
        }
        DoctorTrial trial = new DoctorTrial(config, one, client, advice, loops);
        return plan.register() ? trial.register(plan) : trial.connect();
    }

    private boolean answers() {
        return port.roles().contains(DaemonConfig.Role.ANSWER);
    }

    private boolean reached(DoctorTrial.Outcome outcome) {
        if (outcome.resolved().isEmpty()) {
            fail(DoctorStep.Name.RESOLVE, outcome.fault().orElseThrow(), advice.resolve());
            return false;
        }
        String address = outcome.resolved().get().getHostAddress();
        ok(DoctorStep.Name.RESOLVE, server.host().equals(address) ? "an address" : server.host() + " is " + address);
        if (outcome.local().isEmpty()) {
            fail(DoctorStep.Name.TCP, outcome.fault().orElseThrow(), advice.tcp());
            return false;
        }
        ok(
                DoctorStep.Name.TCP,
                "port " + server.portFor(mode) + " takes connections, from "
                        + text(outcome.local().get()));
        return true;
    }

    private boolean ctlInForce() {
        if (trust.trust().isEmpty()) {
            fail(DoctorStep.Name.CTL, trust.general().get(0), advice.ctl());
            return false;
        }
        ok(
                DoctorStep.Name.CTL,
                trust.events().stream()
                        .filter(TrustEvent.CtlInForce.class::isInstance)
                        .map(Event::text)
                        .findFirst()
                        .orElse("no CTL: trust.pins"));
        return true;
    }

    private boolean serverKnown(DoctorTrial.Outcome outcome) {
        CallManagerTrust known = trust.trust().orElseThrow();
        List<String> expected = known.expectations(server.host(), outcome.resolved());
        if (expected.isEmpty()) {
            fail(DoctorStep.Name.SERVER, known.unknown(server.host(), outcome.resolved()), advice.server());
            return false;
        }
        ok(DoctorStep.Name.SERVER, String.join("; ", expected));
        return true;
    }

    /** Also without a CTL, when no secure port has TLS, however good its certificate is. */
    private boolean ownCertificateFits() {
        Optional<X509Certificate> own = trust.inUse().stream()
                .filter(used -> used.name().equals("port " + port.name()))
                .map(CertificateInUse::certificate)
                .findFirst();
        if (own.isPresent()) {
            ok(DoctorStep.Name.OWN_CERTIFICATE, words(own.get()));
            return true;
        }
        // If none could be looked for, the last general fault says why; the first may be that of the CTL.
        Fault fault = trust.certificates().isPresent()
                ? Objects.requireNonNull(trust.offline().get(port.name()))
                : trust.general().get(trust.general().size() - 1);
        fail(DoctorStep.Name.OWN_CERTIFICATE, fault, advice.ownCertificate());
        return false;
    }

    private boolean tlsHolds(DoctorTrial.Outcome outcome) throws InterruptedException {
        Optional<Fault> fault = outcome.fault();
        if (outcome.certificate().isPresent() && outcome.certificate().get() instanceof Match.Mismatched mismatched) {
            ok(DoctorStep.Name.TLS, "version and suite are agreed");
            fail(DoctorStep.Name.MATCH, mismatched.fault(), advice.match());
            return false;
        }
        outcome.certificate()
                .map(Match.Matched.class::cast)
                .ifPresent(matched -> ok(DoctorStep.Name.MATCH, words(matched)));
        // TLS 1.3 tells only behind its handshake that the certificate of the port is refused.
        if (outcome.tls().isEmpty()
                || fault.filter(Fault.Untrusted.class::isInstance).isPresent()) {
            Fault found = fault.orElseThrow();
            fail(DoctorStep.Name.TLS, asked(found, outcome, true), advice.tls(found));
            return false;
        }
        TlsFacts facts = outcome.tls().get();
        ok(DoctorStep.Name.TLS, facts.protocol() + " " + facts.cipherSuite());
        return true;
    }

    private void registration(DoctorTrial.Outcome outcome) throws InterruptedException {
        if (outcome.fault().isPresent()) {
            Fault fault = outcome.fault().get();
            if (plan.daemonRuns() && isNameTaken(fault)) {
                steps.add(DoctorStep.skip(
                        DoctorStep.Name.REGISTRATION, "the running daemon seems to have it: " + fault.what()));
            } else {
                fail(DoctorStep.Name.REGISTRATION, asked(fault, outcome, false), advice.registration(fault));
            }
            return;
        }
        if (outcome.registered().isEmpty()) {
            steps.add(DoctorStep.skip(DoctorStep.Name.REGISTRATION, "--no-register"));
            steps.add(DoctorStep.skip(DoctorStep.Name.MEDIA_KEYS, mediaToExpect()));
            return;
        }
        PortEvent.Registered registered = outcome.registered().get();
        ok(
                DoctorStep.Name.REGISTRATION,
                "registered " + mode + ", SCCP version " + registered.protocolVersion() + ", keepalive "
                        + registered.keepAliveSeconds() + " s; unregistered again");
        steps.addAll(outcome.call());
        if (outcome.call().isEmpty()) {
            steps.add(DoctorStep.skip(DoctorStep.Name.MEDIA_KEYS, mediaToExpect()));
        }
    }

    private static boolean isNameTaken(Fault fault) {
        return fault instanceof Fault.Rejected rejected && RejectReason.of(rejected.text()) == RejectReason.NAME_TAKEN;
    }

    /** The fault, with what the server says to the other secure mode's suites if it is about the mode. */
    private Fault asked(Fault fault, DoctorTrial.Outcome outcome, boolean inTls) throws InterruptedException {
        if (!(fault instanceof Fault.ModeMismatch) || !mode.secure()) {
            return fault;
        }
        SecurityMode other = mode == SecurityMode.ENCRYPTED ? SecurityMode.AUTHENTICATED : SecurityMode.ENCRYPTED;
        Optional<String> suite = new OtherModeProbe(
                        other,
                        new TlsOptions(config.tls().legacy(), false),
                        config.timings().connect(),
                        config.timings().tlsHandshake())
                .ask(new InetSocketAddress(outcome.resolved().orElseThrow(), server.portFor(mode)));
        String found = suite.map(accepted -> "asked as an " + other + " port would, the server accepts " + accepted
                        + (inTls ? ": its port is probably " : " too: the device may be ") + other)
                .orElse("the server doesn't accept what an " + other + " port offers"
                        + (inTls ? " either" : ": the device may be " + SecurityMode.NON_SECURE));
        return new Fault.ModeMismatch(fault.what() + "; " + found, fault.todo());
    }

    private String mediaToExpect() {
        if (!answers()) {
            return "this port answers no calls (roles)";
        }
        if (!mode.mayUseMediaKeys()) {
            return "to be expected: RTP in clear; a media key would be refused";
        }
        return "to be expected: SRTP if the call manager sends keys, which it does if every party is encrypted; else "
                + (port.media().requireEncryption() ? "the call is refused (media.requireEncryption)" : "RTP in clear")
                + "; --await-call and --call try it";
    }

    private void ok(DoctorStep.Name name, String what) {
        steps.add(DoctorStep.ok(name, what));
    }

    private void fail(DoctorStep.Name name, Fault fault, DoctorStep.Sides sides) {
        steps.add(DoctorStep.fail(name, fault, sides));
    }

    private static String words(X509Certificate own) {
        return own.getSubjectX500Principal().getName() + ", sha256 " + Fingerprint.sha256(own) + ", valid until "
                + own.getNotAfter().toInstant();
    }

    private static String words(Match.Matched matched) {
        return matched.matchedBy() + ", sha256 " + matched.fingerprint()
                + (matched.expired() ? ", has expired on " : ", valid until ") + matched.until()
                + (matched.expired() ? ", accepted as it is equal byte for byte" : "");
    }

    private static String text(InetSocketAddress local) {
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }
}
