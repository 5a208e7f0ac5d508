package org.voiceport.event;

/**
 * What a finished TLS handshake agreed on, and why the peer is trusted.
 *
 * @param protocol TLS version as JSSE names it, such as {@code TLSv1.2}
 * @param cipherSuite IANA name of the suite
 * @param peerFingerprint SHA-256 of the peer's DER certificate, 64 lower-case hex digits
 * @param matchedBy what made the certificate the right one, such as {@code CTL record CCM+TFTP 10.0.0.11} or {@code pin}
 * @param peerExpired true if the peer's certificate has ended but is accepted because it matches byte for byte
 */
public record TlsFacts(
        String protocol, String cipherSuite, String peerFingerprint, String matchedBy, boolean peerExpired) {}
