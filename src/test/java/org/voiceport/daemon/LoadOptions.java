package org.voiceport.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code scripts/bench-calls} or {@code scripts/bench-ports} was told.
 *
 * @param series how many calls or ports, one measurement after the other
 * @param millis how long each is measured
 * @param untilBroken true: no more after the first number that was too many
 */
record LoadOptions(List<Integer> series, long millis, boolean json, boolean untilBroken) {
    /**
     * Reads the arguments, which the script has looked at.
     *
     * @param usual the series, if none is given
     * @param usualSeconds how long each is measured, if it isn't given
     */
    static LoadOptions of(String[] arguments, List<Integer> usual, long usualSeconds) {
        List<Integer> series = new ArrayList<>();
        long seconds = usualSeconds;
        boolean json = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--json" -> json = true;
                case "--seconds" -> seconds = Long.parseLong(arguments[++i]);
                default -> series.add(Integer.parseInt(arguments[i]));
            }
        }
        return new LoadOptions(
                series.isEmpty() ? usual : List.copyOf(series),
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
