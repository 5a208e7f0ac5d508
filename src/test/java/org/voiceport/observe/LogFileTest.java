package org.voiceport.observe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.voiceport.event.DaemonEvent;

/** What becomes of log files: full, old, moved, removed, on a full disk. */
class LogFileTest {
    private static final int FULL = 10_000;

    @TempDir
    private Path directory;

    private final PrintStream err = System.err;

    @BeforeEach
    void hushStandardError() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStandardError() {
        System.setErr(err);
    }

    private Path file() {
        return directory.resolve("voiceportd.log");
    }

    private LogSetup start(Path file, long all) throws IOException {
        return LogSetup.configure(
                LogFormat.TEXT,
                Level.INFO,
                Optional.of(file),
                new LogSetup.Rolling(FULL, all, 30, Duration.ZERO, Duration.ZERO));
    }

    private static void say(String what) {
        new EventLog().accept(new DaemonEvent.Stopping(what));
    }

    private static String content(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Full files, without the one that is written. */
    private List<Path> full() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.equals(file())).sorted().toList();
        }
    }

    private static void fill(Path file, int lines) {
        for (int i = 0; i < lines; i++) {
            String line = "line " + i + " " + "x".repeat(1000);
            say(line);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> content(file).contains(line) || content(file).length() < FULL);
        }
    }

    @Test
    void full_file_gets_the_date_and_a_number_and_no_line_is_lost() throws IOException {
        LogSetup setup = start(file(), 100 * FULL);
        fill(file(), 35);
        setup.close();
        String today = LocalDate.now(ZoneId.systemDefault()).toString();
        List<Path> full = full();
        assertTrue(full.size() >= 2, full::toString);
        assertEquals("voiceportd.log." + today + ".0", full.get(0).getFileName().toString());
        long lines = 0;
        for (Path each : Stream.concat(full.stream(), Stream.of(file())).toList()) {
            assertTrue(Files.size(each) <= FULL + 1200, each::toString);
            lines += Files.readAllLines(each).size();
        }
        assertEquals(35, lines);
    }

    @Test
    void all_files_together_have_a_limit() throws IOException {
        LogSetup setup = start(file(), 3 * FULL);
        fill(file(), 150);
        await().until(() -> full().size() <= 3);
        setup.close();
        long bytes = 0;
        for (Path each : full()) {
            bytes += Files.size(each);
        }
        assertTrue(bytes <= 3 * (FULL + 1200), bytes + " in " + full());
    }

    @Test
    void file_that_was_removed_is_made_anew() throws IOException {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "an open file can't be removed there");
        LogSetup setup = start(file(), 100 * FULL);
        say("before");
        await().until(() -> content(file()).contains("before"));
        Files.delete(file());
        say("after");
        await().until(() -> content(file()).contains("after"));
        setup.close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void file_that_was_moved_gets_no_more_lines() throws IOException {
        LogSetup setup = start(file(), 100 * FULL);
        say("before");
        await().until(() -> content(file()).contains("before"));
        Path moved = directory.resolve("voiceportd.log.1");
        Files.move(file(), moved);
        Files.createFile(file());
        say("after");
        await().until(() -> content(file()).contains("after"));
        setup.close();
        assertEquals(1, Files.readAllLines(moved).size());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void full_disk_holds_up_nobody_and_lines_come_again_when_there_is_room() throws IOException {
        Path disk = Path.of("/dev/full");
        assumeTrue(Files.exists(disk), "this system has no device that is full");
        Files.createSymbolicLink(file(), disk);
        LogSetup setup = start(file(), 100 * FULL);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 1000; i++) {
                say("no room " + i);
            }
        });
        Files.delete(file());
        await().until(() -> {
            say("room again");
            return content(file()).contains("room again");
        });
        setup.close();
    }

    /** It is of another day, and full at once: a file would be renamed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_device_is_written_to_and_never_renamed() throws IOException {
        Path device = Path.of("/dev/null");
        Files.createSymbolicLink(file(), device);
        LogSetup setup = LogSetup.configure(
                LogFormat.TEXT,
                Level.INFO,
                Optional.of(file()),
                new LogSetup.Rolling(0, 100 * FULL, 30, Duration.ZERO, Duration.ofHours(1)));
        for (int i = 0; i < 10; i++) {
            say("nothing");
        }
        setup.close();
        assertEquals(List.of(), full());
        assertEquals(device, Files.readSymbolicLink(file()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void rights_are_those_that_the_umask_leaves() throws IOException {
        Path asUsual = Files.createFile(directory.resolve("as-usual"));
        LogSetup setup = start(file(), 100 * FULL);
        setup.close();
        assertEquals(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(asUsual)),
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }
}
