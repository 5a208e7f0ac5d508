package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Copies of the CTLs that are or were in force, the last ten, each with what was remembered of it. */
final class CtlHistory {
    static final String DIRECTORY = "history";

    private static final int MOST = 10;

    private final Path directory;
    private final CtlShelf shelf;

    CtlHistory(Path directory) {
        this.directory = directory;
        this.shelf = new CtlShelf(directory, ".accepted");
    }

    /** One of them. */
    record Entry(CtlShelf.Item item, Acceptance acceptance) {
        Path file() {
            return item.file();
        }
    }

    /** All, the oldest first. */
    List<Entry> entries() throws TrustException {
        List<Entry> entries = new ArrayList<>();
        try {
            for (CtlShelf.Item item : shelf.items()) {
                entries.add(new Entry(item, Acceptance.parse(item.readNote())));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(directory, e);
        }
        return entries;
    }

    /** The one that was in force before {@code current}, or the last one if none is. */
    Optional<Entry> before(Optional<Acceptance> current, List<String> rolledBack) throws TrustException {
        return entries().stream()
                .filter(entry -> current.filter(now -> now.sha256().equals(entry.acceptance.sha256()))
                        .isEmpty())
                .filter(entry -> !rolledBack.contains(entry.acceptance.sha256()))
                .reduce((older, newer) -> newer);
    }

    Octets bytes(Entry entry) throws TrustException {
        try {
            Octets bytes = Octets.of(entry.item.readFile());
            if (!Fingerprint.sha256(bytes.shared()).equals(entry.acceptance.sha256())) {
                throw new IOException("it isn't the file that was in force");
            }
            return bytes;
        } catch (IOException e) {
            throw damaged(entry.file(), e);
        }
    }

    /** Makes sure that the CTL in force is there. */
    void hold(Octets file, Acceptance acceptance) throws TrustException, IOException {
        boolean there =
                entries().stream().anyMatch(entry -> entry.acceptance.sha256().equals(acceptance.sha256()));
        if (!there) {
            add(file, acceptance);
        }
    }

    /** Adds a CTL that came in force, as the newest; an older entry of the same file goes. */
    void add(Octets file, Acceptance acceptance) throws TrustException, IOException {
        List<Entry> before = entries();
        shelf.tidy();
        shelf.put(acceptance.time(), acceptance.sha256(), Optional.of(file), place -> acceptance.text());
        List<Entry> others = new ArrayList<>();
        for (Entry entry : before) {
            if (entry.acceptance.sha256().equals(acceptance.sha256())) {
                shelf.remove(entry.item);
            } else {
                others.add(entry);
            }
        }
        // Those that nobody wants back go first, then the oldest.
        others.sort(Comparator.comparing(entry -> !acceptance.rolledBack().contains(entry.acceptance.sha256())));
        for (int i = 0; i <= others.size() - MOST; i++) {
            shelf.remove(others.get(i).item);
        }
    }

    private static TrustException damaged(Path file, Exception e) {
        return TrustException.misconfigured(
                file + " can't be used: " + Texts.oneLine(e),
                "remove what is damaged there; any CTL file comes in force with: voiceportd ctl accept FILE",
                e);
    }
}
