package org.voiceport.daemon;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns for a terminal. */
final class Table {
    private Table() {}

    /** The cells, the first row as a heading with a rule under it; all rows have the same number of cells. */
    static List<String> lines(List<List<String>> cells) {
        int columns = cells.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : cells) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
            if (lines.size() == 1) {
                StringBuilder rule = new StringBuilder();
                for (int width : widths) {
                    rule.append("-".repeat(width)).append("  ");
                }
                lines.add(rule.toString().stripTrailing());
            }
        }
        return lines;
    }
}
