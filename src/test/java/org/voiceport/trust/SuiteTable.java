package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.voiceport.event.SecurityMode;

/** The table of docs/security.md: which suite is accepted with which versions of TLS. What isn't in it is refused. */
final class SuiteTable {
    private static final Map<String, String> VERSIONS =
            Map.of("1.3", "TLSv1.3", "1.2", "TLSv1.2", "1.1", "TLSv1.1", "1.0", "TLSv1");

    private final Map<String, Row> rows;

    private SuiteTable(Map<String, Row> rows) {
        this.rows = rows;
    }

    /** The table's columns, by their headings. */
    enum Column {
        AUTHENTICATED("authenticated", SecurityMode.AUTHENTICATED, false),
        ENCRYPTED("encrypted", SecurityMode.ENCRYPTED, false),
        AUTHENTICATED_LEGACY("authenticated, `tls.legacy`", SecurityMode.AUTHENTICATED, true),
        ENCRYPTED_LEGACY("encrypted, `tls.legacy`", SecurityMode.ENCRYPTED, true);

        private final String heading;
        private final SecurityMode mode;
        private final boolean legacy;

        Column(String heading, SecurityMode mode, boolean legacy) {
            this.heading = heading;
            this.mode = mode;
            this.legacy = legacy;
        }

        boolean legacy() {
            return legacy;
        }

        /** A port of this column that trusts {@code callManagers}. */
        TlsClient client(Identity port, CallManagerTrust callManagers) {
            return TlsClient.create(mode, port, callManagers, new TlsOptions(legacy, false));
        }
    }

    private record Row(int code, Map<Column, List<String>> versions) {}

    static SuiteTable ofDocument() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> headings = List.of();
        for (String line : Files.readAllLines(Path.of("docs/security.md"))) {
            List<String> cells = Arrays.asList(line.split(" *\\| *", -1));
            if (line.startsWith("| suite ")) {
                headings = cells;
            } else if (line.startsWith("| `TLS_")) {
                Map<Column, List<String>> versions = new EnumMap<>(Column.class);
                for (Column column : Column.values()) {
                    versions.put(column, versions(cells.get(headings.indexOf(column.heading))));
                }
                rows.put(cells.get(1).replace("`", ""), new Row(Integer.decode(cells.get(2)), versions));
            }
        }
        return new SuiteTable(rows);
    }

    private static List<String> versions(String cell) {
        return cell.equals("–")
                ? List.of()
                : Arrays.stream(cell.split(", "))
                        .map(version -> {
                            String name = VERSIONS.get(version);
                            if (name == null) {
                                throw new IllegalStateException("docs/security.md: '" + version + "' is no version");
                            }
                            return name;
                        })
                        .toList();
    }

    /** {@code TLSv1.2 TLS_RSA_WITH_NULL_SHA} and so on, all that a port of this column accepts. */
    SortedSet<String> accepted(Column column) {
        SortedSet<String> accepted = new TreeSet<>();
        rows.forEach((suite, row) -> row.versions.get(column).forEach(version -> accepted.add(version + " " + suite)));
        return accepted;
    }

    /** What any of the columns accepts. */
    SortedSet<String> accepted() {
        SortedSet<String> accepted = new TreeSet<>();
        for (Column column : Column.values()) {
            accepted.addAll(accepted(column));
        }
        return accepted;
    }

    /** What a port of this column says that it takes, in the table's order. */
    PlainHello.Offer offer(Column column) {
        List<String> versions = new ArrayList<>();
        List<Integer> suites = new ArrayList<>();
        rows.values().forEach(row -> {
            List<String> of = row.versions.get(column);
            of.stream().filter(version -> !versions.contains(version)).forEach(versions::add);
            if (!of.isEmpty()) {
                suites.add(row.code);
            }
        });
        return new PlainHello.Offer(versions, suites);
    }

    /** The number of each suite. */
    Map<String, Integer> codes() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        rows.forEach((suite, row) -> codes.put(suite, row.code));
        return codes;
    }
}
