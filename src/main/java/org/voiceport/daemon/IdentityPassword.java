package org.voiceport.daemon;

import java.util.Arrays;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Fault;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.TrustException;

/** The password of the key stores, from where the configuration says. Wiped when closed. */
final class IdentityPassword implements AutoCloseable {
    private final char[] password;

    private IdentityPassword(char[] password) {
        this.password = password;
    }

    static IdentityPassword read(DaemonConfig.Identity identity) throws TrustException {
        return read(identity, false);
    }

    /** As {@link #read}, but a password file that doesn't exist is made. */
    static IdentityPassword readOrCreate(DaemonConfig.Identity identity) throws TrustException {
        return read(identity, true);
    }

    private static IdentityPassword read(DaemonConfig.Identity identity, boolean create) throws TrustException {
        if (identity.password() instanceof DaemonConfig.PasswordSource.InEnvironment environment) {
            String value = System.getenv(environment.variable());
            if (value == null || value.isEmpty()) {
                throw new TrustException(new Fault.Misconfigured(
                        "the environment variable " + environment.variable() + " is not set",
                        "set it to the password of the key stores, or use identity.passwordFile"));
            }
            return new IdentityPassword(value.toCharArray());
        }
        DaemonConfig.PasswordSource.InFile source = (DaemonConfig.PasswordSource.InFile) identity.password();
        try (PasswordFile file = create ? PasswordFile.readOrCreate(source.file()) : PasswordFile.read(source.file())) {
            return new IdentityPassword(file.password().clone());
        }
    }

    /** Not a copy. */
    char[] value() {
        return password;
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    @Override
    public String toString() {
        return "***";
    }
}
