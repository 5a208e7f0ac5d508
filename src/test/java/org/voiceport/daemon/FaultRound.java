package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** Every kind of fault at the same time, each with a daemon and a call manager of its own. */
final class FaultRound implements AutoCloseable {
    /** Nothing is played. */
    static final FaultRound NONE = new FaultRound(new EnumMap<>(FaultProxy.Wrong.class), Map.of());

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int PORTS = 3;
    private static final String LINK = "org.voiceport.net.NettyLink";
    private static final String STREAM = "org.voiceport.media.UdpStream";
    private static final String PRESERVED = "org.voiceport.port.PreservedCall";
    private static final String TIMER = "io.netty.util.concurrent.ScheduledFutureTask";
    /** What there is one of for each connection, stream, call or timer. */
    private static final Set<String> COUNTED = Set.of(LINK, STREAM, PRESERVED, TIMER);

    private final Map<FaultProxy.Wrong, FaultScene> scenes;
    private final Map<FaultProxy.Wrong, CompletableFuture<Void>> played;
    private Map<String, Long> before = Map.of();

    private FaultRound(
            Map<FaultProxy.Wrong, FaultScene> scenes, Map<FaultProxy.Wrong, CompletableFuture<Void>> played) {
        this.scenes = scenes;
        this.played = played;
    }

    /**
     * Begins to play all of them.
     *
     * @param pieces how many are spoilt each time
     */
    static FaultRound begin(Path directory, int pieces, long seed) {
        FaultRound round = new FaultRound(new EnumMap<>(FaultProxy.Wrong.class), new EnumMap<>(FaultProxy.Wrong.class));
        // It has a timer of its own, for ever, from its first use on.
        GlobalEventExecutor.INSTANCE.execute(() -> {});
        round.before = Instances.of(COUNTED::contains);
        ExecutorService players = Executors.newCachedThreadPool();
        for (FaultProxy.Wrong wrong : FaultProxy.Wrong.values()) {
            FaultScene scene = new FaultScene(directory, wrong, pieces, seed + round.scenes.size());
            round.scenes.put(wrong, scene);
            round.played.put(wrong, CompletableFuture.runAsync(scene::play, players));
        }
        players.shutdown();
        return round;
    }

    /** Each completes when its ports have survived. */
    Map<FaultProxy.Wrong, CompletableFuture<Void>> played() {
        return Map.copyOf(played);
    }

    /** Looks that nothing is left, of the calls at first, of anything when the daemons have stopped; all must be played. */
    void end() throws Exception {
        assertCounted(LINK, (long) PORTS * scenes.size());
        assertCounted(STREAM, 0);
        assertCounted(PRESERVED, 0);
        scenes.values().forEach(FaultScene::stop);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertEquals(List.of(), threads()));
        close();
        for (String each : COUNTED) {
            assertCounted(each, 0);
        }
    }

    /** How many there are more than in the beginning. */
    private void assertCounted(String name, long expected) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertEquals(
                        expected,
                        Instances.of(name::equals).getOrDefault(name, 0L) - before.getOrDefault(name, 0L),
                        name));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("voiceport-"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (FaultScene scene : scenes.values()) {
            scene.close();
        }
        scenes.clear();
    }
}
