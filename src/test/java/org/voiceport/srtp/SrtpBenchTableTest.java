package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.voiceport.srtp.SrtpBenchTable.Case;
import org.voiceport.srtp.SrtpBenchTable.Cost;
import org.voiceport.srtp.SrtpBenchTable.Line;
import org.voiceport.srtp.SrtpBenchTable.Peer;

class SrtpBenchTableTest {
    private static final Case CASE = new Case("cm80", 160, 1);
    private static final Case GCM = new Case("gcm", 160, 1);

    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private final List<String> asked = new ArrayList<>();

    /** Answers the first question, which warms up, and then one number after the other. */
    private Peer peer(String name, double... nanos) {
        int[] next = {-1};
        return (of, millis) -> {
            asked.add(name);
            double answer = nanos[Math.min(nanos.length - 1, Math.max(0, next[0]++))];
            return Optional.of(new Cost(answer, answer, 0));
        };
    }

    @Test
    void ratios_are_made_within_a_round_and_peers_take_turns() throws IOException {
        Map<String, Peer> peers = new LinkedHashMap<>();
        peers.put(SrtpBenchTable.REFERENCE, peer("r", 100, 1000, 300));
        peers.put("ours", peer("o", 50, 490, 330));
        List<Line> lines = SrtpBenchTable.measured(List.of(CASE), peers, 3, nowhere);
        assertEquals("[r, o, r, o, r, o, r, o]", asked.toString());
        assertEquals(300, lines.get(0).cost().protect());
        assertEquals(1.0, lines.get(0).timesReference());
        assertEquals(330, lines.get(1).cost().unprotect());
        assertEquals(0.5, lines.get(1).timesReference(), 1e-9); // of 0.5, 0.49 and 1.1
    }

    @Test
    void a_profile_that_the_reference_lacks_has_no_ratio() throws IOException {
        Map<String, Peer> peers = new LinkedHashMap<>();
        peers.put(SrtpBenchTable.REFERENCE, (of, millis) -> Optional.empty());
        peers.put("ours", peer("o", 50));
        List<Line> lines = SrtpBenchTable.measured(List.of(GCM), peers, 1, nowhere);
        assertEquals(1, lines.size());
        assertTrue(SrtpBenchTable.table(lines).contains("– "), SrtpBenchTable.table(lines));
        assertTrue(SrtpBenchTable.json(lines).contains("\"timesReference\":null"), SrtpBenchTable.json(lines));
    }

    @Test
    void answers_of_peers_are_read() {
        assertEquals(Optional.of(new Cost(1.5, 2, 3)), SrtpBenchTable.parsed("1.5 2 3"));
        assertEquals(Optional.empty(), SrtpBenchTable.parsed("none"));
    }

    @Test
    void the_table_has_a_line_for_each_measurement() {
        List<Line> lines = List.of(new Line(CASE, "ours", new Cost(214.4, 215.6, 0), 0.631));
        assertEquals(
                "| cm80      |    160 |       1 | ours        |        214 |          216 |        0.63 |         0 |",
                SrtpBenchTable.table(lines).lines().skip(2).findFirst().orElse(""));
        assertTrue(SrtpBenchTable.json(lines).contains("\"protectNanos\":214.4"), SrtpBenchTable.json(lines));
    }
}
