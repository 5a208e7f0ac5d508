package org.voiceport.daemon;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.voiceport.trust.TlsProperty;

/** Rounds of faults, each with other numbers of pieces and other garbage; {@code scripts/faults} runs it. */
public final class FaultsCampaign {
    private static final int MOST_PIECES = 12;

    private FaultsCampaign() {}

    /** The number of rounds, and the seed of the first; exits with 1 at the first that isn't survived. */
    public static void main(String[] arguments) throws Exception {
        SimulateCommand.quiet();
        TlsProperty.install(false);
        int rounds = Integer.parseInt(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        PrintStream out = System.out;
        for (int i = 0; i < rounds; i++) {
            long seed = first + i;
            int pieces = 1 + new Random(seed).nextInt(MOST_PIECES);
            Path directory = Files.createTempDirectory("faults");
            try (FaultRound round = FaultRound.begin(directory, pieces, seed)) {
                for (Map.Entry<FaultProxy.Wrong, CompletableFuture<Void>> each :
                        round.played().entrySet()) {
                    each.getValue().join();
                }
                round.end();
                out.println("round " + (i + 1) + " of " + rounds + ", seed " + seed + ": "
                        + round.played().size() + " networks, each with " + pieces
                        + " spoilt pieces a time: every port is back and took its messages, nothing is left behind");
            } catch (CompletionException | AssertionError e) {
                out.println("seed " + seed + ", " + pieces + " pieces: " + e);
                e.printStackTrace(out);
                System.exit(1);
            } finally {
                CallsLab.delete(directory);
            }
        }
        System.exit(0);
    }
}
