package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the unit of systemd says of this program is so. */
class ServiceUnitTest {
    private static final Path UNIT = Path.of("src", "dist", "linux", "voiceportd.service");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path directory;

    private static String value(String key) throws IOException {
        List<String> values = Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
        assertEquals(1, values.size(), () -> key + ": " + values);
        return values.get(0);
    }

    @Test
    void restart_is_prevented_by_the_exit_codes_that_a_restart_does_not_mend() throws IOException {
        assertEquals(Exit.USAGE + " " + Exit.UNUSABLE, value("RestartPreventExitStatus"));
    }

    @Test
    void start_is_a_command_that_there_is() throws IOException {
        String command = value("ExecStart").substring("/usr/bin/voiceportd ".length());
        Main.commandLine().parseArgs(command.split(" "));
    }

    /** {@link ServiceNoticeTest} shows that it is told. */
    @Test
    void systemd_waits_to_be_told_and_watches() throws IOException {
        assertEquals("notify", value("Type"));
        assertEquals("main", value("NotifyAccess"));
        assertEquals("30", value("WatchdogSec"));
        // It starts anew what the watchdog has ended, too.
        assertEquals("on-failure", value("Restart"));
        assertTrue(value("RestrictAddressFamilies").contains("AF_UNIX"));
    }

    @Test
    void unit_leaves_little_to_attack() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed");
        Path said = directory.resolve("said");
        // The threshold is in tenths: 1.5 of 10.
        Process process = new ProcessBuilder(
                        ANALYZE.toString(),
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=15",
                        UNIT.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String text = Files.readString(said);
        Assumptions.assumeFalse(text.contains("unrecognized option"), "systemd-analyze can't judge a file");
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.contains("Overall exposure level for voiceportd.service"), text);
    }
}
