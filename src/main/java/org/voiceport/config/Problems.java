package org.voiceport.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, and with the files that it names. */
final class Problems {
    /** Nobody reads more; the rest comes to light when these are mended. */
    static final int MOST = 1000;

    private final Path file;
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<Problems> others = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    void add(Place place, String what, String todo) {
        if (!full()) {
            errors.add(new ConfigError(file, place.line(), place.column(), what, todo));
        }
    }

    /** Problems of a file that this one names; they come after this one's own. */
    Problems of(Path other) {
        Problems problems = new Problems(other);
        others.add(problems);
        return problems;
    }

    /** This file and those that it names, as far as they were looked for. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(file);
        others.forEach(other -> files.addAll(other.files()));
        return files;
    }

    boolean full() {
        return errors.size() >= MOST;
    }

    /** How many there are by now in this file. */
    int count() {
        return errors.size();
    }

    List<ConfigError> sorted() {
        List<ConfigError> sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column));
        others.forEach(other -> sorted.addAll(other.sorted()));
        return sorted;
    }
}
