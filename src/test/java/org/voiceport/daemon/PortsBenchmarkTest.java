package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@code scripts/bench-ports} measures what it says, with few ports. */
class PortsBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void ports_register_at_a_call_manager_in_another_process_and_are_measured() throws Exception {
        PortsRow row = PortsBenchmark.measure(CallsLab.make(directory, 3), -1, 200);
        assertEquals(3, row.ports());
        assertEquals(0, row.failures(), row::toString);
        assertTrue(row.loadSeconds() > 0 && row.registerSeconds() > 0, row::toString);
        assertTrue(row.heapBytes() > 1_000_000 && row.residentBytes() > row.heapBytes(), row::toString);
        // Not that it used the processor: the system counts that in hundredths of a second.
        assertTrue(row.threads() > 2 && row.idleCore() < 2, row::toString);
    }

    @Test
    void memory_of_a_port_is_what_more_ports_need_more() {
        PortsRow few = row(10, 20_000_000);
        PortsRow many = row(110, 20_000_000 + 100 * 30 * 1024);
        assertEquals(30, many.heapPerPort(few), 1e-9);
        assertEquals(0, few.heapPerPort(few), 1e-9);
        String table = PortsRow.table(List.of(few, many));
        assertTrue(table.contains("|   110 |") && table.contains("| 30 |"), table);
        assertTrue(PortsRow.json(List.of(few, many)).contains("\"heapKibPerPort\""));
    }

    private static PortsRow row(int ports, long heap) {
        return new PortsRow(ports, 1, 1, 1, 0, heap, 2 * heap, 9, 0.01, 1000);
    }
}
