package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.voiceport.audio.Wav;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.TrustException;

/**
 * The daemon's main job, end to end: three ports, three security modes, a spoken message on each, and one more from a
 * phone that isn't secure. The daemon runs in a process of its own, by a YAML file like anybody's.
 */
final class Demo {
    private static final List<SecurityMode> MODES = List.of(SecurityMode.values());
    private static final Duration REGISTRATION_LIMIT = Duration.ofSeconds(30);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final String OPEN_PHONE = "SEP00000000000B";

    private static final DemoCall TO_NON_SECURE =
            new DemoCall("2001", SecurityMode.NON_SECURE, true, "caller-alice.wav");
    private static final DemoCall TO_AUTHENTICATED =
            new DemoCall("2002", SecurityMode.AUTHENTICATED, true, "caller-bob.wav");
    private static final DemoCall TO_ENCRYPTED = new DemoCall("2003", SecurityMode.ENCRYPTED, true, "caller-carol.wav");
    private static final DemoCall TO_ENCRYPTED_IN_CLEAR =
            new DemoCall("2004", SecurityMode.ENCRYPTED, false, "caller-alice.wav");

    private final Path directory;
    private final Consumer<String> progress;
    private final long begun = System.nanoTime();

    Demo(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    DemoReport run() throws IOException, TrustException, InterruptedException {
        InetAddress address = InetAddress.getLoopbackAddress();
        say("making a root, certificates and a signed CTL in " + directory);
        DemoLab lab = DemoLab.make(directory, address);
        say("starting a simulated call manager");
        try (SimulatedCallManager callManager = SimulatedCallManager.start(callManager(lab, address))) {
            lab.configure(
                    address,
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort());
            say("starting the daemon");
            try (DaemonProcess daemon = DaemonProcess.start(lab.configuration(), directory.resolve("voiceportd.log"))) {
                return withDaemon(lab, callManager, daemon);
            }
        }
    }

    private DemoReport withDaemon(DemoLab lab, SimulatedCallManager callManager, DaemonProcess daemon)
            throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<DemoRow> rows = new ArrayList<>();
        List<Map<?, ?>> registered = registered(daemon, wrong);
        if (wrong.isEmpty()) {
            try (SimulatedPhone secure = SimulatedPhone.start(PhoneSettings.secure(
                            DemoLab.PHONE.value(),
                            SecurityMode.ENCRYPTED,
                            callManager.tlsAddress(),
                            lab.phone(),
                            CallManagerTrust.ofPins(List.of(lab.callManager().certificate()))));
                    SimulatedPhone open =
                            SimulatedPhone.start(PhoneSettings.clear(OPEN_PHONE, callManager.clearAddress()))) {
                if (ready(secure, open, wrong)) {
                    DemoWitness witness = new DemoWitness(lab, daemon, callManager, registered);
                    rows.addAll(calls(secure, open, witness));
                }
            }
        }
        say("stopping the daemon");
        Optional<Integer> exit = daemon.stop(STOP_LIMIT);
        if (!exit.equals(Optional.of(Exit.FINE))) {
            wrong.add("the daemon was told to stop and "
                    + exit.map(code -> "ended with exit code " + code)
                            .orElse("still runs after " + STOP_LIMIT.toSeconds() + " s"));
        }
        return new DemoReport(rows, wrong, directory, daemon.log(), seconds());
    }

    private List<Map<?, ?>> registered(DaemonProcess daemon, List<String> wrong) throws InterruptedException {
        List<Map<?, ?>> lines = new ArrayList<>();
        for (SecurityMode mode : MODES) {
            String port = DemoLab.port(mode).value();
            Optional<Map<?, ?>> line =
                    daemon.await("PORT-001", found -> port.equals(found.get("voiceport.port")), REGISTRATION_LIMIT);
            if (line.isPresent()) {
                say(port + " has registered, " + mode);
                lines.add(line.get());
            } else {
                wrong.add(port + " has not registered within " + REGISTRATION_LIMIT.toSeconds() + " s"
                        + (daemon.isAlive() ? "" : ", the daemon has ended"));
                return lines;
            }
        }
        return lines;
    }

    private static boolean ready(SimulatedPhone secure, SimulatedPhone open, List<String> wrong)
            throws InterruptedException {
        try {
            CompletableFuture.allOf(secure.registered(), open.registered())
                    .get(REGISTRATION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            wrong.add("a simulated phone can't register: " + e);
            return false;
        }
    }

    /** Three calls at once, then the fourth, as the encrypted port takes one call at a time. */
    private List<DemoRow> calls(SimulatedPhone secure, SimulatedPhone open, DemoWitness witness)
            throws IOException, InterruptedException {
        say("calling the three ports, the encrypted one from the phone that is not secure");
        CompletableFuture<LeftMessage> first = call(secure, TO_NON_SECURE);
        CompletableFuture<LeftMessage> second = call(secure, TO_AUTHENTICATED);
        CompletableFuture<LeftMessage> third = call(open, TO_ENCRYPTED_IN_CLEAR);
        DemoRow inClear = witness.row(TO_ENCRYPTED_IN_CLEAR, speech(TO_ENCRYPTED_IN_CLEAR), third.join());
        say("calling the encrypted port from the encrypted phone");
        CompletableFuture<LeftMessage> fourth = call(secure, TO_ENCRYPTED);
        List<DemoRow> rows = new ArrayList<>();
        rows.add(witness.row(TO_NON_SECURE, speech(TO_NON_SECURE), first.join()));
        rows.add(witness.row(TO_AUTHENTICATED, speech(TO_AUTHENTICATED), second.join()));
        rows.add(witness.row(TO_ENCRYPTED, speech(TO_ENCRYPTED), fourth.join()));
        rows.add(inClear);
        return rows;
    }

    private static CompletableFuture<LeftMessage> call(SimulatedPhone phone, DemoCall call) throws IOException {
        return phone.leaveMessage(call.mailbox(), speech(call), CALL_LIMIT);
    }

    static short[] speech(DemoCall call) throws IOException {
        return resource("/org/voiceport/demo/" + call.speech());
    }

    static short[] resource(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream(path), path)) {
            return Wav.read(in);
        }
    }

    private static CallManagerSettings callManager(DemoLab lab, InetAddress address) {
        CallManagerSettings.Builder settings = CallManagerSettings.builder()
                .listen(address, 0, 0)
                .tls(lab.callManager(), lab.root().root())
                .device(Device.phone(DemoLab.PHONE.value(), SecurityMode.ENCRYPTED, "1001", "Alice"))
                .device(Device.phone(OPEN_PHONE, SecurityMode.NON_SECURE, "1002", "Bob"));
        for (DemoCall call : List.of(TO_NON_SECURE, TO_AUTHENTICATED, TO_ENCRYPTED)) {
            settings.device(Device.port(DemoLab.port(call.mode()).value(), call.mode(), call.portNumber()));
        }
        for (DemoCall call : List.of(TO_NON_SECURE, TO_AUTHENTICATED, TO_ENCRYPTED, TO_ENCRYPTED_IN_CLEAR)) {
            settings.forward(Forward.noAnswer(call.mailbox(), "Subscriber " + call.mailbox(), call.portNumber()));
        }
        return settings.build();
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void say(String what) {
        progress.accept(String.format(Locale.ROOT, "%5.1f s  %s", seconds(), what));
    }
}
