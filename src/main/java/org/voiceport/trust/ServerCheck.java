package org.voiceport.trust;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;

/** A port's judgement on the certificate of the one call manager that a connection goes to. */
final class ServerCheck extends PeerCheck {
    private final CallManagerTrust trust;
    private final String host;
    private final InetAddress address;
    private final int port;
    private final boolean rejectExpired;
    private final Consumer<Match> verdicts;

    private volatile Match.@Nullable Matched matched;
    private volatile Fault.@Nullable Untrusted refusal;

    /** The check of one connection; {@code verdicts} hears what it comes to, on the thread that handshakes. */
    ServerCheck(
            CallManagerTrust trust,
            String host,
            InetSocketAddress resolved,
            boolean rejectExpired,
            Consumer<Match> verdicts) {
        if (resolved.getAddress() == null) {
            throw new IllegalArgumentException(host + " isn't resolved");
        }
        this.trust = trust;
        this.host = host;
        this.address = resolved.getAddress();
        this.port = resolved.getPort();
        this.rejectExpired = rejectExpired;
        this.verdicts = verdicts;
    }

    @Override
    void check(X509Certificate[] chain) throws CertificateException {
        Match verdict = verdict(chain[0]);
        verdicts.accept(verdict);
        if (verdict instanceof Match.Mismatched mismatched) {
            refusal = mismatched.fault();
            throw new CertificateException(mismatched.fault().what());
        }
        matched = (Match.Matched) verdict;
    }

    private Match verdict(X509Certificate presented) {
        Match match = trust.match(presented, host, address);
        return match instanceof Match.Matched found && found.expired() && rejectExpired
                ? new Match.Mismatched(new Fault.Untrusted(
                        server() + " presented its certificate sha256 " + found.fingerprint() + " (" + found.matchedBy()
                                + "), which ended on " + found.until(),
                        "renew it on the call manager and update the CTL, or set trust.rejectExpired: false"))
                : match;
    }

    @Override
    boolean judgesServers() {
        return true;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    Match.@Nullable Matched matched() {
        return matched;
    }

    /** Why this side broke off the handshake, if it did. */
    Fault.@Nullable Untrusted refusal() {
        return refusal;
    }

    /** The server for messages, such as {@code cm1.example.com (10.0.0.11):2443}. */
    String server() {
        String numeric = address.getHostAddress();
        return (host.equals(numeric) ? host : host + " (" + numeric + ")") + ":" + port;
    }
}
