package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CliFileTroubleTest {
    static Stream<IOException> troubles() {
        return Stream.of(
                new NoSuchFileException("x"),
                new AccessDeniedException("x"),
                new FileAlreadyExistsException("x"),
                new NotDirectoryException("x"),
                new FileSystemException("x", null, "Is a directory"),
                new FileSystemException("x"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void file_is_named_with_reason_and_what_to_do(IOException trouble) {
        String[] parts = FileTrouble.words(trouble).split("; ", -1);
        assertEquals(2, parts.length);
        assertEquals("x: ", parts[0].substring(0, 3));
        assertFalse(parts[1].isBlank());
    }

    @Test
    void access_that_is_denied_is_told_as_that() {
        assertEquals(
                "/etc/x: access is denied; allow it for the user who runs this",
                FileTrouble.words(new AccessDeniedException("/etc/x")));
    }

    @Test
    void host_that_is_unknown_is_named() {
        assertEquals(
                "x.invalid: unknown; correct the name, or give the address",
                FileTrouble.words(new UnknownHostException("x.invalid: unknown")));
    }

    @Test
    void trouble_without_a_file_gets_the_one_that_it_is_about() {
        assertEquals("x: reset by peer", FileTrouble.words(Path.of("x"), new IOException("reset by peer")));
    }

    @Test
    void words_of_others_become_one_line() {
        assertEquals("one two", FileTrouble.words(new IOException("one\r\ntwo\u001b\n")));
    }

    @Test
    void trouble_without_words_gets_its_kind() {
        assertEquals("java.io.IOException", FileTrouble.words(new IOException()));
    }
}
