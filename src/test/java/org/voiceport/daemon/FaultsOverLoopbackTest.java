package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.net.LeakWatch;

/**
 * Networks that cut, delay, split, join, repeat, garble, lose and swallow: ports survive them, and leave nothing behind.
 * {@code scripts/faults} does the same for longer, each time with other pieces.
 */
@ExtendWith(LeakWatch.class)
class FaultsOverLoopbackTest {
    private static final long SEED = 20_261_126;
    private static final int PIECES = 3;

    @TempDir
    Path directory;

    private FaultRound round = FaultRound.NONE;

    @AfterEach
    void close() throws IOException {
        round.close();
    }

    @TestFactory
    Stream<DynamicTest> ports_survive() {
        round = FaultRound.begin(directory, PIECES, SEED);
        List<DynamicTest> tests = new ArrayList<>();
        round.played().forEach((wrong, played) -> tests.add(dynamicTest(wrong.name(), () -> end(played))));
        tests.add(dynamicTest("and leave nothing behind", () -> round.end()));
        return tests.stream();
    }

    private static void end(CompletableFuture<Void> played) {
        try {
            played.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Test
    void what_is_left_behind_is_seen() {
        List<LeakedLike> kept = List.of(new LeakedLike(3), new LeakedLike(4));
        String name = LeakedLike.class.getName();
        assertEquals(2, Instances.of(name::equals).get(name));
        assertEquals(7, kept.stream().mapToInt(LeakedLike::value).sum());
    }

    private record LeakedLike(int value) {}
}
