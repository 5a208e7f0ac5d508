package org.voiceport.daemon;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
    @TempDir
    Path directory;

    private FileStamps stamps() {
        return FileStamps.of(List.of(directory.resolve("a"), directory.resolve("b")));
    }

    @Test
    void what_nobody_touched_is_unchanged() throws IOException {
        Files.writeString(directory.resolve("a"), "one");
        assertEquals(stamps(), stamps());
    }

    @Test
    void a_file_that_comes_or_goes_has_changed() throws IOException {
        FileStamps before = stamps();
        Files.writeString(directory.resolve("b"), "");
        FileStamps between = stamps();
        assertNotEquals(before, between);
        Files.delete(directory.resolve("b"));
        assertEquals(before, stamps());
    }

    @Test
    void a_file_that_was_written_again_has_changed() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "one");
        FileStamps before = stamps();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertNotEquals(before, stamps());
    }

    @Test
    void a_file_of_the_same_size_and_time_renamed_into_its_place_has_changed() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "one");
        FileStamps before = stamps();
        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, REPLACE_EXISTING);
        assertNotEquals(before, stamps());
    }

    @Test
    void a_file_that_has_changed_since_keeps_its_old_stamp_among_others() throws IOException {
        Path known = Files.writeString(directory.resolve("known"), "a");
        Path other = Files.writeString(directory.resolve("other"), "b");
        FileStamps before = FileStamps.of(List.of(known));
        Files.writeString(known, "longer");
        FileStamps others = before.among(List.of(known, other));
        assertEquals(before.stamps().get(known), others.stamps().get(known));
        assertEquals(FileStamps.Stamp.of(other), others.stamps().get(other));
    }
}
