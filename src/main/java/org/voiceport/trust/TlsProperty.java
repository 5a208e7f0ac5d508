package org.voiceport.trust;

import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDK do the TLS that call managers speak. NULL suites, {@code TLS_RSA_*} (on newer JDKs) and TLS 1.0 and 1.1
 * are disabled for the whole process by one security property, which JSSE reads once, at the first use of TLS. So the
 * property is changed first of all in {@code main}. This alone makes nothing weaker: every TLS context of the process,
 * HTTP and mail clients included, must pin its protocols and suites.
 */
public final class TlsProperty {
    private static final String NAME = "jdk.tls.disabledAlgorithms";
    private static final Set<String> ALWAYS_ALLOWED = Set.of("NULL", "TLS_RSA_*");
    private static final Set<String> LEGACY = Set.of("TLSV1", "TLSV1.1");

    private static @Nullable Boolean installed;

    private TlsProperty() {}

    /**
     * Allows NULL suites and {@code TLS_RSA_*}, and TLS 1.0 and 1.1 if {@code legacy}; all else that the JDK disables
     * stays disabled. To be called before any TLS class loads; again with the same value does nothing.
     *
     * @throws IllegalStateException if it was called before with the other value: that needs a restart
     */
    public static synchronized void install(boolean legacy) {
        if (installed != null) {
            if (installed != legacy) {
                throw new IllegalStateException("tls.legacy can't change in a running process: needs a restart");
            }
            return;
        }
        String disabled = Security.getProperty(NAME);
        Security.setProperty(NAME, without(disabled == null ? "" : disabled, legacy));
        installed = legacy;
    }

    /**
     * For those who make TLS contexts.
     *
     * @throws IllegalStateException if the property isn't installed, or not as {@code legacy} needs it
     */
    static synchronized void require(boolean legacy) {
        if (installed == null) {
            throw new IllegalStateException("TlsProperty.install has to be called before TLS is used");
        }
        if (legacy && !installed) {
            throw new IllegalStateException("tls.legacy can't change in a running process: needs a restart");
        }
    }

    static String without(String disabled, boolean legacy) {
        return Arrays.stream(disabled.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> {
                    String name = entry.toUpperCase(Locale.ROOT);
                    return !ALWAYS_ALLOWED.contains(name) && !(legacy && LEGACY.contains(name));
                })
                .collect(Collectors.joining(", "));
    }
}
