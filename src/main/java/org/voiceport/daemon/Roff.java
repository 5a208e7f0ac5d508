package org.voiceport.daemon;

import java.util.List;

/** Writes a manual page in the man(7) macros that groff and mandoc both know. */
final class Roff {
    private final StringBuilder page = new StringBuilder();

    /** The page {@code name} of a section: 5 is files, 8 is commands of administrators. */
    Roff(String name, int section) {
        // Without a date: pages of one version are the same whenever they are made.
        page.append(
                ".TH \"%s\" \"%d\" \"\" \"voiceportd %s\"\n".formatted(inLine(name), section, inLine(Version.text())));
    }

    Roff section(String heading) {
        page.append(".SH \"").append(inLine(heading)).append("\"\n");
        return this;
    }

    Roff subsection(String heading) {
        page.append(".SS \"").append(inLine(heading)).append("\"\n");
        return this;
    }

    /** A new paragraph, where one doesn't begin anyhow. */
    Roff paragraph() {
        page.append(".PP\n");
        return this;
    }

    /** A term in bold; what is said next is its explanation. */
    Roff term(String term) {
        page.append(".TP\n\\fB").append(inLine(term)).append("\\fR\n");
        return this;
    }

    /** A line of text, filled together with those around it; one that is indented stands as it is. */
    Roff line(String line) {
        if (line.startsWith("  ")) {
            return verbatim(List.of(line));
        }
        page.append(line.isBlank() ? "\\&" : protect(inLine(line))).append('\n');
        return this;
    }

    /** Lines that stand as they are. */
    Roff verbatim(List<String> lines) {
        page.append(".nf\n");
        lines.forEach(line -> page.append(protect(inLine(line))).append('\n'));
        page.append(".fi\n");
        return this;
    }

    /** A dash and an apostrophe are typed, so they must be copied as such. */
    static String inLine(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("\"", "\\(dq");
    }

    /** A line that begins with a dot would be a request. */
    private static String protect(String line) {
        return line.startsWith(".") ? "\\&" + line : line;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
