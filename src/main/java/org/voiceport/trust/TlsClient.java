package org.voiceport.trust;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/**
 * The TLS of one port: its own certificate, its security mode, and which call managers it trusts. Each connection gets
 * an engine of a context of its own, made without a peer name, so that no session is ever resumed and the certificate of
 * the call manager is judged at every handshake. Immutable except for what its engines found out; for any thread.
 */
public final class TlsClient {
    /** What JSSE's session says of its protocol while there is none. */
    private static final String NO_PROTOCOL = "NONE";

    private final SecurityMode mode;
    private final Identity identity;
    private final CallManagerTrust trust;
    private final TlsOptions options;
    private final Consumer<Match> verdicts;
    private final Map<SSLEngine, ServerCheck> checks = Collections.synchronizedMap(new WeakHashMap<>());

    private TlsClient(
            SecurityMode mode,
            Identity identity,
            CallManagerTrust trust,
            TlsOptions options,
            Consumer<Match> verdicts) {
        this.mode = mode;
        this.identity = identity;
        this.trust = trust;
        this.options = options;
        this.verdicts = verdicts;
    }

    /**
     * The TLS of a port in this mode.
     *
     * @throws IllegalArgumentException for non-secure, which has no TLS
     * @throws IllegalStateException if {@link TlsProperty#install} wasn't called, or not as {@code options} needs it
     */
    public static TlsClient create(SecurityMode mode, Identity identity, CallManagerTrust trust, TlsOptions options) {
        if (!mode.secure()) {
            throw new IllegalArgumentException("a non-secure port has no TLS");
        }
        TlsProperty.require(options.legacy());
        return new TlsClient(mode, identity, trust, options, verdict -> {});
    }

    /** The same TLS, whose judgements on call managers {@code verdicts} hears too, on the thread that handshakes. */
    public TlsClient telling(Consumer<Match> verdicts) {
        return new TlsClient(mode, identity, trust, options, verdicts);
    }

    /** The security mode of the port. */
    public SecurityMode mode() {
        return mode;
    }

    /** The certificate that the port presents. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** True if {@code other} proves the same, by the same rules, to those whom this one trusts too. */
    public boolean sameAs(TlsClient other) {
        return mode == other.mode
                && options.equals(other.options)
                && identity.certificate().equals(other.identity.certificate())
                && trust.sameAs(other.trust);
    }

    /**
     * A fresh engine in client mode for one connection to a call manager; its protocols and suites are those of the mode
     * and must not be changed.
     *
     * @param configuredHost name or address as it is configured
     * @param resolved where the connection goes; must be resolved
     */
    public SSLEngine engine(String configuredHost, InetSocketAddress resolved) {
        ServerCheck check = new ServerCheck(trust, configuredHost, resolved, options.rejectExpired(), verdicts);
        SSLEngine engine = TlsContexts.engine(
                TlsContexts.context(identity, check), options.protocols(mode), CipherSuites.of(mode));
        engine.setUseClientMode(true);
        checks.put(engine, check);
        return engine;
    }

    /**
     * What the finished handshake of an engine of this client agreed on.
     *
     * @throws IllegalStateException if its handshake isn't finished
     */
    public TlsFacts facts(SSLEngine finished) {
        Match.Matched matched = check(finished).matched();
        SSLSession session = finished.getSession();
        if (matched == null || session.getProtocol().equals(NO_PROTOCOL)) {
            throw new IllegalStateException("the TLS handshake isn't finished");
        }
        return new TlsFacts(
                session.getProtocol(),
                CipherSuites.iana(session.getCipherSuite()),
                matched.fingerprint(),
                matched.matchedBy(),
                matched.expired());
    }

    /**
     * Whose fault it is that a handshake failed, or that the link broke because of TLS later.
     *
     * @param handshakeFailure what the engine or its driver threw, wrapped or not; a driver tells that the peer closed
     *     the connection by any exception that is no {@code SSLException}
     * @param engine an engine of this client
     */
    public Fault faultOf(Throwable handshakeFailure, SSLEngine engine) {
        ServerCheck check = check(engine);
        Fault refusal = check.refusal();
        return refusal != null
                ? refusal
                : new TlsFaults(mode, options.protocols(mode), check.server(), check.matched() != null)
                        .faultOf(handshakeFailure);
    }

    private ServerCheck check(SSLEngine engine) {
        ServerCheck check = checks.get(engine);
        if (check == null) {
            throw new IllegalArgumentException("not an engine of this client");
        }
        return check;
    }
}
