package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.sim.LoadPhones;

/** That {@code scripts/bench-calls} measures what it says, with few calls and all in this process. */
class CallsBenchmarkTest {
    private static final int CALLS = 12;

    @TempDir
    private Path directory;

    @Test
    void a_dozen_encrypted_calls_lose_no_packet_and_are_recorded_as_they_were_spoken() throws Exception {
        CallsLab lab = CallsLab.make(directory, CALLS);
        try (LoadPhones phones = CallsBenchmark.phones(lab);
                CallsDaemon daemon = CallsDaemon.start(lab.configure(phones.callManager(), 29400, 29599))) {
            phones.awaitPorts(60);
            CallsRow row = CallsBenchmark.measure(phones, daemon, CALLS, 1_000);
            assertEquals(0, row.lost(), row::line);
            assertEquals(0, row.kernelDrops(), row::line);
            assertEquals(0, row.unheard(), row::line);
            assertEquals(0, row.refused(), row::line);
            assertTrue(row.recordedLike() > 0.99, row::line);
            assertTrue(row.heardLike() > 0.99, row::line);
            assertTrue(
                    row.microsPerCall() > 0
                            && row.heapBytes() > 0
                            && row.soundMillis().get(0) > 0,
                    row::line);
            assertTrue(
                    row.lateMillis().get(0) > 0
                            && row.lateMillis().get(0) <= row.lateMillis().get(1),
                    row::line);
        }
    }

    @Test
    void the_arguments_are_calls_and_options() {
        LoadOptions options = LoadOptions.of(new String[] {"50", "--seconds", "3", "700", "--json"}, List.of(9), 10);
        assertEquals(List.of(50, 700), options.series());
        assertEquals(3_000, options.millis());
        assertEquals(700, options.most());
        assertTrue(options.json() && !options.untilBroken());
        LoadOptions usual = LoadOptions.of(new String[0], List.of(9, 99), 7);
        assertTrue(usual.untilBroken());
        assertEquals(List.of(9, 99), usual.series());
        assertEquals(7_000, usual.millis());
    }
}
