package org.voiceport.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * The files in which one key and its certificates may stand: a PKCS#12 file, or a PEM file with the key in it or in a
 * file of its own beside it. Which of them are there decides.
 */
record IdentityFiles(Path p12, Path pem, Path key) {
    static final int MAX_FILE_LENGTH = 256 * 1024;

    static IdentityFiles ofRoot(Path directory) {
        return named(directory, "root");
    }

    static IdentityFiles ofPort(Path directory, DeviceName device) {
        return named(directory.resolve("ports"), device.value());
    }

    private static IdentityFiles named(Path directory, String name) {
        return new IdentityFiles(
                directory.resolve(name + ".p12"), directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
    }

    /** All of them, existing or not. */
    List<Path> all() {
        return List.of(p12, pem, key);
    }

    /** The file with the certificates; the PKCS#12 file if there is neither. */
    Path file() {
        return !Files.exists(p12) && Files.exists(pem) ? pem : p12;
    }

    /** The bytes of the files that are there, unread as yet. */
    Content content() throws KeyFileException {
        boolean isP12 = Files.exists(p12);
        boolean isPem = isPem();
        if (!isP12 && !isPem && !Files.notExists(p12)) {
            throw new KeyFileException(Kind.DENIED, p12, "access to its directory is denied");
        }
        if (!isP12 && !isPem) {
            throw new KeyFileException(Kind.MISSING, p12, "doesn't exist, nor does " + pem.getFileName());
        }
        Path file = isP12 ? p12 : pem;
        Octets keyBytes = isPem && Files.exists(key) ? Octets.of(bytes(key)) : Octets.NONE;
        return new Content(this, file, Octets.of(bytes(file)), keyBytes);
    }

    /** True if PEM is what is there. */
    boolean isPem() throws KeyFileException {
        boolean exists = Files.exists(pem);
        if (exists && Files.exists(p12)) {
            throw new KeyFileException(Kind.TWICE, p12, "there is " + pem + " too, and only one of them can count");
        }
        return exists;
    }

    /** The content of one file. */
    static byte[] bytes(Path file) throws KeyFileException {
        try {
            return PrivateFile.read(file, MAX_FILE_LENGTH);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(Kind.MISSING, file, "doesn't exist", e);
        } catch (AccessDeniedException e) {
            throw new KeyFileException(Kind.DENIED, file, "access is denied", e);
        } catch (IOException e) {
            throw new KeyFileException(Kind.DAMAGED, file, "it can't be read: " + Texts.oneLine(e), e);
        }
    }

    /**
     * Puts a key and its certificates there, mode 0600. PEM is written if it is asked for or is what stands there; what
     * the new file takes the place of is deleted.
     *
     * @return the file that was written
     */
    Path write(Identity identity, char[] password, boolean asPem) throws IOException, KeyFileException {
        if (!isPem() && !asPem) {
            if (password.length == 0) {
                throw new KeyFileException(Kind.NO_PASSWORD, p12, "it needs a password and none is configured");
            }
            PrivateFile.write(p12, identity.toPkcs12(password));
            return p12;
        }
        byte[] text = identity.toPem(password);
        try {
            PrivateFile.write(pem, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        // In this order a crash in between leaves an error that names both files, never a lost key.
        Files.deleteIfExists(key);
        Files.deleteIfExists(p12);
        return pem;
    }

    /**
     * Files as they were at one moment.
     *
     * @param file with the certificates, and in PKCS#12 the key
     * @param keyBytes of the key file; empty if there is none
     */
    record Content(IdentityFiles files, Path file, Octets bytes, Octets keyBytes) {
        boolean isPem() {
            return file.equals(files.pem());
        }

        /** Differs if a byte of the files or the password differs. */
        String digest(char[] password) {
            byte[] secret =
                    StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).array();
            byte[] all = new byte[bytes.length() + keyBytes.length() + secret.length + 2 * Integer.BYTES];
            ByteBuffer.wrap(all)
                    .putInt(bytes.length())
                    .put(bytes.shared())
                    .putInt(keyBytes.length())
                    .put(keyBytes.shared())
                    .put(secret);
            String digest = Fingerprint.sha256(all);
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(all, (byte) 0);
            return digest;
        }

        /** Reads what the bytes hold. */
        StoredIdentity read(char[] password) throws KeyFileException {
            return isPem() ? pem(password) : p12(password);
        }

        private StoredIdentity p12(char[] password) throws KeyFileException {
            if (password.length == 0) {
                throw new KeyFileException(Kind.NO_PASSWORD, file, "it is encrypted and no password is configured");
            }
            Identity identity = Identity.fromPkcs12(bytes.shared(), file, password);
            return new StoredIdentity(file, file, identity.chain(), Optional.of(identity));
        }

        private StoredIdentity pem(char[] password) throws KeyFileException {
            Pem stored = Pem.read(bytes.shared(), file, password);
            if (stored.certificates().isEmpty()) {
                throw new KeyFileException(Kind.DAMAGED, file, "it holds no certificate");
            }
            if (stored.key().isPresent() || keyBytes.isEmpty()) {
                return StoredIdentity.of(file, file, stored.certificates(), stored.key());
            }
            Pem beside = Pem.read(keyBytes.shared(), files.key(), password);
            if (beside.key().isEmpty()) {
                throw new KeyFileException(Kind.DAMAGED, files.key(), "it holds no private key");
            }
            return StoredIdentity.of(file, files.key(), stored.certificates(), beside.key());
        }
    }
}
