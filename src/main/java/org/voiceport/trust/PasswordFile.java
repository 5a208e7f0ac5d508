package org.voiceport.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * A password out of a file: its first line. Close it when the key stores are read, which wipes it.
 */
public final class PasswordFile implements AutoCloseable {
    private static final int MAX_LENGTH = 1024;
    private static final int RANDOM_BYTES = 32;

    private final char[] password;
    private final boolean readableByOthers;

    private PasswordFile(char[] password, boolean readableByOthers) {
        this.password = password;
        this.readableByOthers = readableByOthers;
    }

    /** The password in the file, which must exist. */
    public static PasswordFile read(Path file) throws TrustException {
        try {
            byte[] content = PrivateFile.read(file, MAX_LENGTH);
            char[] password = firstLine(content);
            Arrays.fill(content, (byte) 0);
            if (password.length == 0) {
                throw new IOException("its first line is empty");
            }
            return new PasswordFile(password, PrivateFile.readableByOthers(file));
        } catch (NoSuchFileException e) {
            throw TrustException.misconfigured(
                    "password file " + file + " doesn't exist",
                    "restore it, or correct identity.passwordFile; if there is no root yet, make both with: voiceportd"
                            + " certs init",
                    e);
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    "password file " + file + " can't be read: " + Texts.oneLine(e),
                    "correct identity.passwordFile",
                    e);
        }
    }

    /** The password in the file; if there is none, a random one of 256 bits is written, mode 0600. */
    public static PasswordFile readOrCreate(Path file) throws TrustException {
        if (!Files.exists(file)) {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            byte[] line = Arrays.copyOf(Base64.getUrlEncoder().withoutPadding().encode(random), 44);
            line[43] = '\n';
            try {
                PrivateFile.write(file, line);
            } catch (IOException e) {
                throw TrustException.misconfigured(
                        "password file " + file + " can't be written: " + Texts.oneLine(e),
                        "let this user write in that directory",
                        e);
            } finally {
                Arrays.fill(line, (byte) 0);
                Arrays.fill(random, (byte) 0);
            }
        }
        return read(file);
    }

    /** The password itself, not a copy: it is wiped by {@link #close}. */
    public char[] password() {
        return password;
    }

    /** True if the file's mode lets others read it, which deserves a warning. */
    public boolean readableByOthers() {
        return readableByOthers;
    }

    /** Wipes the password. */
    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    private static char[] firstLine(byte[] content) {
        char[] all = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content)).array();
        int end = 0;
        while (end < all.length && all[end] != '\n' && all[end] != '\r' && all[end] != '\0') {
            end++;
        }
        char[] line = Arrays.copyOf(all, end);
        Arrays.fill(all, '\0');
        return line;
    }

    @Override
    public String toString() {
        return "PasswordFile[***]";
    }
}
