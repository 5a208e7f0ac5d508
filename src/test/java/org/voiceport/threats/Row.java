package org.voiceport.threats;

import java.util.List;

/** A threat and what its attack showed in each mode. */
record Row(String key, String title, List<Outcome> cells) {
    Row {
        cells = List.copyOf(cells);
    }

    /** True if every cell is as the chapter says, and at least one shows that the attack is a real one. */
    boolean green() {
        return cells.stream().noneMatch(cell -> cell.verdict() == Verdict.BROKEN)
                && cells.stream().anyMatch(Outcome::isCounterCheck);
    }
}
