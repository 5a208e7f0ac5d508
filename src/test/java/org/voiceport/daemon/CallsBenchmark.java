package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.voiceport.audio.Similarity;
import org.voiceport.sim.LoadPhones;
import org.voiceport.sim.PhoneBank;
import org.voiceport.trust.TlsProperty;

/**
 * Many encrypted calls at once, and what they cost; {@code scripts/bench-calls} runs it, {@code docs/performance.md}
 * explains it. This process is the call manager and the phones, the daemon is another one, and so is the echo that it is
 * compared with.
 */
public final class CallsBenchmark {
    private static final List<Integer> USUAL = List.of(100, 300, 1000, 1500, 2000, 2500);
    private static final int FIRST_UDP = 10_000;
    private static final int LAST_UDP = 15_999;
    private static final int FIRST_ECHO = 16_000;
    private static final int FRAME = 160;
    private static final int AUDIBLE = 200;
    private static final long SETTLE_MILLIS = 2_000;
    /** 200 calls a second are more than any call manager sends to one server. */
    private static final long BETWEEN_CALLS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LoadPhones phones;
    private final PrintStream progress;

    private CallsBenchmark(LoadPhones phones, PrintStream progress) {
        this.phones = phones;
        this.progress = progress;
    }

    public static void main(String[] arguments) throws Exception {
        LoadOptions options = LoadOptions.of(arguments, USUAL, 10);
        SimulateCommand.quiet();
        TlsProperty.install(false);
        List<CallsRow> rows = new ArrayList<>();
        Path directory = Files.createTempDirectory("bench-calls");
        CallsLab lab = CallsLab.make(directory, options.most());
        try (LoadPhones phones = phones(lab)) {
            CallsBenchmark benchmark = new CallsBenchmark(phones, System.err);
            Path configuration = lab.configure(phones.callManager(), FIRST_UDP, LAST_UDP);
            int processor = options.processor();
            try (Loaded echo = LoadedProcess.start(
                            BareEcho.class,
                            processor,
                            List.of(Integer.toString(options.most()), Integer.toString(FIRST_ECHO)));
                    Loaded daemon =
                            LoadedProcess.start(CallsDaemon.class, processor, List.of(configuration.toString()))) {
                phones.awaitPorts(300);
                benchmark.say(options.most() + " ports are registered, warming up");
                int few = Math.min(100, options.most());
                benchmark.echo(echo, few, 3_000);
                benchmark.calls(daemon, few, 10_000);
                for (int calls : options.series()) {
                    Map<String, Long> bare = benchmark.echo(echo, calls, options.millis());
                    CallsRow row =
                            benchmark.calls(daemon, calls, options.millis()).beside(bare);
                    rows.add(row);
                    benchmark.say(row.line());
                    if (options.untilBroken() && !row.good()) {
                        benchmark.say("that was too many");
                        break;
                    }
                }
            }
        } finally {
            lab.delete();
        }
        System.out.print(options.json() ? CallsRow.json(rows) : CallsRow.table(rows));
    }

    /** A call manager and phones for all ports of a laboratory. */
    static LoadPhones phones(CallsLab lab) throws IOException {
        return new LoadPhones(lab.ports(), lab.callManager(), lab.root().root(), lab::identity, speech());
    }

    /** One measurement of that many calls, without the echo. */
    static CallsRow measure(LoadPhones phones, Loaded daemon, int calls, long millis) throws Exception {
        return new CallsBenchmark(phones, System.err).calls(daemon, calls, millis);
    }

    private void say(String what) {
        progress.println(what);
    }

    private CallsRow calls(Loaded daemon, int calls, long millis) throws Exception {
        PhoneBank bank = phones.bank();
        LoadPhones.PortCounts before = phones.told();
        for (int i = 0; i < calls; i++) {
            phones.call(i);
            LockSupport.parkNanos(BETWEEN_CALLS);
        }
        await("all calls speak and hear", () -> {
            PhoneBank.Totals now = bank.totals();
            return now.speaking() == calls && now.hearing() == calls;
        });
        Thread.sleep(Math.min(millis, SETTLE_MILLIS));
        daemon.begin();
        Thread.sleep(millis);
        Map<String, Long> used = daemon.end();
        bank.pause(true);
        KernelDrops drops = awaitEmpty(bank);
        phones.hangUpAll();
        await("all calls are over", () -> phones.told().since(before).answers() == calls);
        await("all phones are idle", () -> phones.calls() == 0);
        PhoneBank.Totals totals = bank.totals();
        LoadPhones.PortCounts told = phones.told().since(before);
        List<short[]> heard = bank.heard();
        Map<String, Long> after = daemon.after();
        bank.reset();
        double similarity = heard.stream()
                .mapToDouble(each -> similarity(speech(), each))
                .min()
                .orElse(0);
        return CallsRow.of(calls, used, after, totals, told, drops, similarity);
    }

    /** Waits until the daemon has read what the kernel holds for it, and tells what the kernel has dropped. */
    private KernelDrops awaitEmpty(PhoneBank bank) {
        int own = bank.address().getPort();
        await(
                "the daemon has read everything",
                () -> KernelDrops.read(FIRST_UDP, LAST_UDP, own).waiting() == 0);
        return KernelDrops.read(FIRST_UDP, LAST_UDP, own);
    }

    private Map<String, Long> echo(Loaded echo, int calls, long millis) throws Exception {
        PhoneBank bank = phones.bank();
        for (int i = 0; i < calls; i++) {
            bank.talkPlain(i, new InetSocketAddress(InetAddress.getLoopbackAddress(), FIRST_ECHO + 2 * i));
        }
        await("all calls are echoed", () -> bank.totals().hearing() == calls);
        Thread.sleep(Math.min(millis, SETTLE_MILLIS));
        echo.begin();
        Thread.sleep(millis);
        Map<String, Long> used = echo.end();
        bank.pause(true);
        bank.reset();
        return used;
    }

    private void await(String what, BooleanSupplier reached) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new IllegalStateException("waited 90 s in vain until " + what + "; " + phones.told() + "; "
                        + phones.calls() + " calls; " + phones.bank().totals());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** What is said in both directions: whole packets, from a moment on that can be heard. */
    static short[] speech() {
        try {
            short[] greeting = Demo.resource("/org/voiceport/prompts/greeting.wav");
            int from = 0;
            while (Math.abs(greeting[from]) < AUDIBLE) {
                from++;
            }
            return Arrays.copyOfRange(greeting, from, from + (greeting.length - from) / FRAME * FRAME);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How much all of what was heard is like that speech, again and again. */
    static double similarity(short[] speech, short[] heard) {
        int from = 0;
        while (from < heard.length && heard[from] == 0) {
            from++;
        }
        int to = heard.length;
        while (to > from && heard[to - 1] == 0) {
            to--;
        }
        short[] said = new short[Math.min(to - from, Similarity.MAX_SAID)];
        for (int i = 0; i < said.length; i++) {
            said[i] = speech[i % speech.length];
        }
        return Similarity.compare(said, Arrays.copyOfRange(heard, from, to)).score();
    }
}
