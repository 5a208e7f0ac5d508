package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells a changed file from an unchanged one, without reading it: whether it is there, its size, its time of
 * modification and its identity on the file system, which a file that was renamed into its place doesn't share.
 */
record FileStamps(Map<Path, Stamp> stamps) {
    static final FileStamps NONE = new FileStamps(Map.of());

    /** {@code key} is the file's identity, where the system has one. */
    record Stamp(
            boolean there,
            long size,
            long modifiedNanos,
            @Nullable Object key) {
        private static final Stamp MISSING = new Stamp(false, 0, 0, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        true,
                        attributes.size(),
                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        attributes.fileKey());
            } catch (IOException e) {
                // Whoever reads it tells why it can't be.
                return MISSING;
            }
        }
    }

    FileStamps {
        stamps = Map.copyOf(stamps);
    }

    static FileStamps of(Collection<Path> files) {
        Map<Path, Stamp> stamps = new HashMap<>();
        files.forEach(file -> stamps.put(file, Stamp.of(file)));
        return new FileStamps(stamps);
    }

    /** Of these files and those of {@code others}; of one that both know, as this does. */
    FileStamps and(FileStamps others) {
        Map<Path, Stamp> both = new HashMap<>(others.stamps());
        both.putAll(stamps);
        return new FileStamps(both);
    }

    /** Of other files: as they were where this knows them, else as they are. */
    FileStamps among(Collection<Path> files) {
        Map<Path, Stamp> others = new HashMap<>();
        files.forEach(file -> others.put(file, stamps.containsKey(file) ? stamps.get(file) : Stamp.of(file)));
        return new FileStamps(others);
    }

    /** True if none of {@code files} has changed since {@code before}. */
    boolean unchanged(Collection<Path> files, FileStamps before) {
        return files.stream()
                .allMatch(
                        file -> Objects.equals(stamps.get(file), before.stamps().get(file)));
    }
}
