package org.voiceport.trust;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.voiceport.event.SecurityMode;

/**
 * The cipher suites of each security mode, in order of preference, under their IANA names. JSSE calls some of the old
 * ones {@code SSL_…}; nothing outside this package sees those names.
 */
public final class CipherSuites {
    private static final List<String> AUTHENTICATED = List.of(
            "TLS_RSA_WITH_NULL_SHA",
            "TLS_RSA_WITH_NULL_SHA256",
            "TLS_ECDHE_RSA_WITH_NULL_SHA",
            "TLS_ECDHE_ECDSA_WITH_NULL_SHA");

    private static final List<String> ENCRYPTED = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_128_CBC_SHA");

    /** The suites that JSSE still calls by the name of the protocol before TLS. */
    private static final Set<String> SSL_NAMES = Set.of("TLS_RSA_WITH_NULL_SHA");

    private CipherSuites() {}

    /**
     * What a port in this mode offers: only suites that don't encrypt for authenticated, only suites that do for
     * encrypted.
     *
     * @throws IllegalArgumentException for non-secure, which has no TLS
     */
    public static List<String> of(SecurityMode mode) {
        return switch (mode) {
            case AUTHENTICATED -> AUTHENTICATED;
            case ENCRYPTED -> ENCRYPTED;
            case NON_SECURE -> throw new IllegalArgumentException("a non-secure port has no TLS");
        };
    }

    /** What a server that serves ports of these modes takes: encrypting suites first. */
    static List<String> of(Set<SecurityMode> modes) {
        List<String> suites = new ArrayList<>();
        if (modes.contains(SecurityMode.ENCRYPTED)) {
            suites.addAll(ENCRYPTED);
        }
        if (modes.contains(SecurityMode.AUTHENTICATED)) {
            suites.addAll(AUTHENTICATED);
        }
        return suites;
    }

    /** The IANA name of a suite that JSSE names. */
    public static String iana(String jsse) {
        return jsse.startsWith("SSL_") ? "TLS_" + jsse.substring("SSL_".length()) : jsse;
    }

    /** JSSE's name of a suite with this IANA name. */
    public static String jsse(String iana) {
        return SSL_NAMES.contains(iana) ? "SSL_" + iana.substring("TLS_".length()) : iana;
    }

    static String[] jsse(Collection<String> iana) {
        return iana.stream().map(CipherSuites::jsse).toArray(String[]::new);
    }
}
