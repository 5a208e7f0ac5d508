package org.voiceport.daemon;

import java.util.Arrays;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Fault;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.TrustException;

/** The password of the keys, from where the configuration says; empty if it names none. Wiped when closed. */
final class IdentityPassword implements AutoCloseable {
    private final char[] password;
    private final boolean readableByOthers;

    private IdentityPassword(char[] password, boolean readableByOthers) {
        this.password = password;
        this.readableByOthers = readableByOthers;
    }

    /** True if it stands in a file that others than its owner may read. */
    boolean readableByOthers() {
        return readableByOthers;
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
                        "set it to the password of the keys, or use identity.passwordFile"));
            }
            return new IdentityPassword(value.toCharArray(), false);
        }
        if (!(identity.password() instanceof DaemonConfig.PasswordSource.InFile source)) {
            return new IdentityPassword(new char[0], false);
        }
        try (PasswordFile file = create ? PasswordFile.readOrCreate(source.file()) : PasswordFile.read(source.file())) {
            return new IdentityPassword(file.password().clone(), file.readableByOthers());
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
