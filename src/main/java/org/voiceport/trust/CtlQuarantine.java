package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The CTLs that were refused, the last twenty: each file once, with the reason. */
final class CtlQuarantine {
    static final String DIRECTORY = "quarantine";

    private static final int MOST = 20;

    private final CtlShelf shelf;

    CtlQuarantine(Path directory) {
        this.shelf = new CtlShelf(directory, ".reason");
    }

    private record Held(CtlShelf.Item item, QuarantinedCtl ctl) {}

    /**
     * Where a refusal is kept.
     *
     * @param file empty if there was none to keep
     * @param news false if the same file was there with the same reason already
     */
    record Kept(Optional<Path> file, boolean news) {}

    /** All, the oldest first. */
    List<QuarantinedCtl> all() throws IOException {
        return held().stream().map(Held::ctl).toList();
    }

    /**
     * Keeps a refused file.
     *
     * @param refused without a path
     * @param bytes empty if it is too large to be kept
     * @param todo what to do, made from the path where the file will stand
     */
    Kept keep(QuarantinedCtl refused, Optional<Octets> bytes, Function<Optional<Path>, String> todo)
            throws IOException {
        List<Held> all = held();
        Optional<Held> same = all.stream()
                .filter(held -> held.ctl().sha256().equals(refused.sha256()))
                .filter(held -> held.item().hasFile() == bytes.isPresent())
                .findFirst();
        if (same.isPresent()) {
            CtlShelf.Item item = same.get().item();
            Optional<Path> file = same.get().ctl().file();
            if (same.get().ctl().reason().equals(refused.reason())) {
                return new Kept(file, false);
            }
            shelf.rewrite(item, refused.withTodo(todo.apply(file)).note());
            return new Kept(file, true);
        }
        shelf.tidy();
        for (int i = 0; i <= all.size() - MOST; i++) {
            shelf.remove(all.get(i).item());
        }
        CtlShelf.Item item = shelf.put(
                refused.time(),
                refused.sha256(),
                bytes,
                place -> refused.withTodo(todo.apply(bytes.map(present -> place.file())))
                        .note());
        return new Kept(bytes.map(present -> item.file()), true);
    }

    /** Removes what is there of a file that is in force now. */
    void release(String sha256) throws IOException {
        for (Held held : held()) {
            if (held.ctl().sha256().equals(sha256)) {
                shelf.remove(held.item());
            }
        }
    }

    /** What has a note of ours; another one is its writer's business. */
    private List<Held> held() throws IOException {
        List<Held> all = new ArrayList<>();
        for (CtlShelf.Item item : shelf.items()) {
            Optional<Path> file = item.hasFile() ? Optional.of(item.file()) : Optional.empty();
            QuarantinedCtl.parse(item.readNote(), file).ifPresent(ctl -> all.add(new Held(item, ctl)));
        }
        return all;
    }
}
