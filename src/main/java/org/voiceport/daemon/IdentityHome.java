package org.voiceport.daemon;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.PortCertificate;

/**
 * Where the keys and certificates of a configuration are, and the secure ports that need them.
 *
 * @param securePorts in the order of the file
 */
record IdentityHome(DaemonConfig config, DaemonConfig.Identity identity, List<DeviceName> securePorts) {

    static IdentityHome of(DaemonConfig config) throws CommandFailure {
        DaemonConfig.Identity identity = config.identity()
                .orElseThrow(() -> new CommandFailure(
                        Exit.UNUSABLE,
                        config.file() + ": no port is authenticated or encrypted, so there is no identity.directory; "
                                + "configure a secure port first"));
        List<DeviceName> secure = config.ports().stream()
                .filter(port -> port.securityMode().secure())
                .map(DaemonConfig.Port::name)
                .toList();
        return new IdentityHome(config, identity, secure);
    }

    Path directory() {
        return identity.directory();
    }

    /** True if keys are written encrypted. */
    boolean hasPassword() {
        return !(identity.password() instanceof DaemonConfig.PasswordSource.None);
    }

    /** The ports of these names, or all secure ones if none is named; names that are no secure port are wrong use. */
    List<DeviceName> named(@Nullable List<String> names) throws CommandFailure {
        if (names == null || names.isEmpty()) {
            return securePorts;
        }
        Set<DeviceName> devices = new LinkedHashSet<>();
        List<String> errors = new ArrayList<>();
        for (String name : names) {
            if (DeviceName.isLegal(name) && securePorts.contains(new DeviceName(name))) {
                devices.add(new DeviceName(name));
            } else {
                errors.add("voiceportd: no secure port " + name + " in " + config.file());
            }
        }
        if (!errors.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, errors);
        }
        return List.copyOf(devices);
    }

    /** True if a port has no certificate that it can use, or one that ends within so many days. */
    static boolean needsNew(PortCertificate found, int renewWithin) {
        Instant soon = Instant.now().plus(Duration.ofDays(renewWithin));
        return found.identity().isEmpty()
                || !found.identity()
                        .get()
                        .certificate()
                        .getNotAfter()
                        .toInstant()
                        .isAfter(soon);
    }

    /** How a command tells that a file was made. */
    static String made(Path file, X509Certificate certificate) {
        return "made " + file + ", sha256 " + Fingerprint.sha256(certificate) + ", valid until "
                + certificate.getNotAfter().toInstant();
    }
}
