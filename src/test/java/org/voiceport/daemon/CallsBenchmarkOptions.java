package org.voiceport.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code scripts/bench-calls} was told.
 *
 * @param series how many calls, one measurement after the other
 * @param millis how long each is measured
 * @param untilBroken true: no more after the first number that was too many
 */
record CallsBenchmarkOptions(List<Integer> series, long millis, boolean json, boolean untilBroken) {
    private static final List<Integer> USUAL = List.of(100, 300, 1000, 1500, 2000, 2500);

    static CallsBenchmarkOptions of(String[] arguments) {
        List<Integer> series = new ArrayList<>();
        long seconds = 10;
        boolean json = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--json" -> json = true;
                case "--seconds" -> seconds = Long.parseLong(arguments[++i]);
                default -> series.add(Integer.parseInt(arguments[i]));
            }
        }
        return new CallsBenchmarkOptions(
                series.isEmpty() ? USUAL : List.copyOf(series),
                TimeUnit.SECONDS.toMillis(seconds),
                json,
                series.isEmpty());
    }

    int most() {
        return series.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Where the daemon and the echo run: the first processor, if there is another one for the phones; else -1, anywhere. */
    int processor() {
        try {
            int status =
                    new ProcessBuilder("taskset", "-c", "0", "true").start().waitFor();
            return status == 0 && Runtime.getRuntime().availableProcessors() > 0 ? 0 : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
