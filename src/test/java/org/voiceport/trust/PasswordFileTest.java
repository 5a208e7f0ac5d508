package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    @TempDir
    Path directory = Path.of(".");

    @Test
    void first_line_is_the_password() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "geheim mit Umlaut ä\r\nsecond\n");
        try (PasswordFile password = PasswordFile.read(file)) {
            assertArrayEquals("geheim mit Umlaut ä".toCharArray(), password.password());
        }
    }

    @Test
    void close_wipes_the_password() throws Exception {
        PasswordFile password = PasswordFile.read(Files.writeString(directory.resolve("password"), "ab"));
        password.close();
        assertArrayEquals(new char[2], password.password());
    }

    @Test
    void missing_file_gets_a_random_password_of_the_owner_only() throws Exception {
        Path file = directory.resolve("new/password");
        try (PasswordFile password = PasswordFile.readOrCreate(file)) {
            assertEquals(43, password.password().length);
            assertFalse(password.readableByOthers());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void existing_file_is_kept() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "mine\n");
        try (PasswordFile password = PasswordFile.readOrCreate(file)) {
            assertArrayEquals("mine".toCharArray(), password.password());
        }
    }

    @Test
    void file_that_others_can_read_is_flagged() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "ab");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (PasswordFile password = PasswordFile.read(file)) {
            assertTrue(password.readableByOthers());
        }
    }

    @Test
    void empty_and_missing_and_huge_files_are_refused() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Path huge = Files.writeString(directory.resolve("huge"), "x".repeat(5000));
        assertThrows(TrustException.class, () -> PasswordFile.read(empty));
        assertThrows(TrustException.class, () -> PasswordFile.read(huge));
        assertThrows(TrustException.class, () -> PasswordFile.read(directory.resolve("missing")));
    }

    @Test
    void prints_no_password() throws Exception {
        try (PasswordFile password = PasswordFile.read(Files.writeString(directory.resolve("password"), "ab"))) {
            assertEquals("PasswordFile[***]", password.toString());
        }
    }
}
