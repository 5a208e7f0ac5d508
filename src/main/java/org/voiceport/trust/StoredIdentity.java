package org.voiceport.trust;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * What was read of an identity's files, not yet judged.
 *
 * @param file which holds the certificates
 * @param keyFile which holds the key, if there is one
 * @param certificates that of the key first, if there is a key
 * @param identity key and certificates; empty if there is no key
 */
record StoredIdentity(Path file, Path keyFile, List<X509Certificate> certificates, Optional<Identity> identity) {
    StoredIdentity {
        certificates = List.copyOf(certificates);
    }

    /** Puts the certificate that belongs to the key first, wherever it stood. */
    static StoredIdentity of(Path file, Path keyFile, List<X509Certificate> certificates, Optional<PrivateKey> key)
            throws KeyFileException {
        if (key.isEmpty()) {
            return new StoredIdentity(file, keyFile, certificates, Optional.empty());
        }
        X509Certificate own = certificates.stream()
                .filter(certificate -> Identity.belong(key.get(), certificate))
                .findFirst()
                .orElseThrow(() -> new KeyFileException(
                        Kind.DAMAGED, keyFile, "the private key isn't the one of the certificate"));
        List<X509Certificate> ordered = new ArrayList<>(List.of(own));
        certificates.stream().filter(other -> !other.equals(own)).forEach(ordered::add);
        return new StoredIdentity(file, keyFile, ordered, Optional.of(new Identity(key.get(), ordered)));
    }
}
