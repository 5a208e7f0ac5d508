package org.voiceport.trust;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;

/** A port's judgement on the certificate of the one call manager that a connection goes to. */
final class ServerCheck extends PeerCheck {
    private final CallManagerTrust trust;
    private final String host;
    private final InetAddress address;
    private final int port;
    private final boolean rejectExpired;

    private volatile Match.@Nullable Matched matched;
    private volatile Fault.@Nullable Untrusted refusal;

    ServerCheck(CallManagerTrust trust, String host, InetSocketAddress resolved, boolean rejectExpired) {
        if (resolved.getAddress() == null) {
            throw new IllegalArgumentException(host + " isn't resolved");
        }
        this.trust = trust;
        this.host = host;
        this.address = resolved.getAddress();
        this.port = resolved.getPort();
        this.rejectExpired = rejectExpired;
    }

    @Override
    void check(X509Certificate[] chain) throws CertificateException {
        Match match = trust.match(chain[0], host, address);
        if (match instanceof Match.Mismatched mismatched) {
            throw refuse(mismatched.fault());
        }
        if (match instanceof Match.Matched found) {
            if (found.expired() && rejectExpired) {
                throw refuse(new Fault.Untrusted(
                        server() + " presented its certificate sha256 " + found.fingerprint() + " (" + found.matchedBy()
                                + "), which ended on " + chain[0].getNotAfter().toInstant(),
                        "renew it on the call manager and update the CTL, or set trust.rejectExpired: false"));
            }
            matched = found;
        }
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

    private CertificateException refuse(Fault.Untrusted fault) {
        refusal = fault;
        return new CertificateException(fault.what());
    }
}
