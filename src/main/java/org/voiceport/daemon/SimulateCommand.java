package org.voiceport.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Wav;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = "The other side, for labs and tests: a call manager, or a phone.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class SimulateCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "call-manager",
            description = "A simulated call manager, until it is told to stop. Prints what happens, a line each.",
            mixinStandardHelpOptions = true)
    int callManager(
            @Option(
                            names = "--device",
                            required = true,
                            paramLabel = "NAME=MODE:NUMBER",
                            description =
                                    "A port or a phone (SEP...) that may register, its security mode and directory"
                                            + " number; repeatable.")
                    List<String> devices,
            @Option(
                            names = "--forward",
                            paramLabel = "NUMBER=TARGET",
                            description = "A number that isn't answered and forwards to the directory number TARGET;"
                                    + " repeatable.")
                    @Nullable
                    List<String> forwards,
            @Option(names = "--listen", paramLabel = "ADDRESS", defaultValue = "127.0.0.1") InetAddress address,
            @Option(names = "--port", paramLabel = "PORT", defaultValue = "2000") int port,
            @Option(names = "--secure-port", paramLabel = "PORT", defaultValue = "2443") int securePort,
            @Option(
                            names = "--lab",
                            paramLabel = "DIR",
                            description =
                                    "Where the call manager's and the CTL signer's keys and the CTL are; made at the"
                                            + " first start. Needed if a device is secure.")
                    @Nullable
                    Path lab,
            @Option(
                            names = "--root",
                            paramLabel = "FILE.pem",
                            description =
                                    "The root of the devices' certificates ('certs export-root'). Needed if a device"
                                            + " is secure.")
                    @Nullable
                    Path root)
            throws CommandFailure, IOException, TrustException, InterruptedException {
        quiet();
        CallManagerSettings.Builder settings =
                CallManagerSettings.builder().listen(address, port, securePort).events(event -> out().println(event));
        boolean secure = false;
        for (String text : devices) {
            Device device = device(text);
            secure |= device.mode().secure();
            settings.device(device);
        }
        for (String text : forwards == null ? List.<String>of() : forwards) {
            String[] parts = parts(text, "=", 2, "--forward NUMBER=TARGET");
            settings.forward(Forward.noAnswer(parts[0], "Subscriber " + parts[0], parts[1]));
        }
        if (secure) {
            if (lab == null || root == null) {
                throw new CommandFailure(Exit.USAGE, "voiceportd: a device is secure, so --lab and --root are needed");
            }
            Lab keys = Lab.in(lab, address);
            settings.tls(keys.callManager(), PemCertificates.read(root).get(0));
            out().println("CTL " + keys.ctl() + ", its signer for trust.signers is " + keys.signer());
        }
        try (SimulatedCallManager callManager = start(settings.build())) {
            out().println("listening in clear on " + text(callManager.clearAddress())
                    + (secure ? ", over TLS on " + text(callManager.tlsAddress()) : ""));
            new CountDownLatch(1).await(); // until the JVM is told to end
        }
        return Exit.FINE;
    }

    private static SimulatedCallManager start(CallManagerSettings settings) throws CommandFailure {
        try {
            return SimulatedCallManager.start(settings);
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: can't listen: " + e.getMessage()
                            + "; choose other ports with --port and --secure-port");
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static Device device(String text) throws CommandFailure {
        String usage = "--device NAME=MODE:NUMBER";
        String[] nameAndRest = parts(text, "=", 2, usage);
        String[] modeAndNumber = parts(nameAndRest[1], ":", 2, usage);
        SecurityMode mode = mode(modeAndNumber[0]);
        return nameAndRest[0].toUpperCase(Locale.ROOT).startsWith("SEP")
                ? Device.phone(nameAndRest[0], mode, modeAndNumber[1], "Phone " + modeAndNumber[1])
                : Device.port(nameAndRest[0], mode, modeAndNumber[1]);
    }

    private static SecurityMode mode(String word) throws CommandFailure {
        return SecurityMode.of(word)
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "voiceportd: '" + word + "' is no security mode: non-secure, authenticated or encrypted"));
    }

    private static String[] parts(String text, String separator, int count, String usage) throws CommandFailure {
        String[] parts = text.split(separator, count);
        if (parts.length != count || List.of(parts).contains("")) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: '" + text + "': give " + usage);
        }
        return parts;
    }

    @Command(
            name = "phone",
            description =
                    "A simulated phone: registers, calls a number, waits for the beep, speaks, hangs up. Exit code 0"
                            + " if its message was left.",
            mixinStandardHelpOptions = true)
    int phone(
            @Mixin ConfigOption configured,
            @Option(names = "--name", paramLabel = "DEVICE", defaultValue = "SEP00000000000A") String name,
            @Option(names = "--mode", paramLabel = "MODE", defaultValue = "non-secure") String word,
            @Option(names = "--call-manager", paramLabel = "HOST:PORT", required = true) String callManager,
            @Option(
                            names = "--server-certificate",
                            paramLabel = "FILE.pem",
                            description =
                                    "The call manager's certificate. Needed in a secure mode; the phone's own comes"
                                            + " from the root of the configuration -c.")
                    @Nullable
                    Path serverCertificate,
            @Option(names = "--call", paramLabel = "NUMBER", required = true) String number,
            @Option(names = "--say", paramLabel = "FILE.wav", required = true) Path speech,
            @Option(names = "--heard", paramLabel = "FILE.wav", description = "Writes what the phone heard.") @Nullable
                    Path heard)
            throws CommandFailure, IOException, TrustException {
        quiet();
        SecurityMode mode = mode(word);
        short[] say = Wav.read(speech);
        String[] hostAndPort = parts(callManager, ":", 2, "--call-manager HOST:PORT");
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(hostAndPort[0]), port(hostAndPort[1]));
        PhoneSettings settings = mode.secure()
                ? secure(configured, name, mode, server, serverCertificate)
                : PhoneSettings.clear(name, server);
        try (SimulatedPhone phone = SimulatedPhone.start(settings)) {
            phone.registered().join();
            out().println("registered " + mode + ", calling " + number);
            LeftMessage left =
                    phone.leaveMessage(number, say, Duration.ofMinutes(10)).join();
            out().println(left);
            if (heard != null) {
                try (OutputStream file = Files.newOutputStream(heard)) {
                    Wav.write(left.heard(), file);
                }
            }
            return left.outcome() == LeftMessage.Outcome.LEFT ? Exit.FINE : Exit.FAILED;
        } catch (java.util.concurrent.CompletionException e) {
            throw new CommandFailure(
                    Exit.FAILED, "voiceportd: " + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }

    private static int port(String text) throws CommandFailure {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new CommandFailure(Exit.USAGE, "voiceportd: '" + text + "' is no TCP port");
    }

    private static PhoneSettings secure(
            ConfigOption configured,
            String name,
            SecurityMode mode,
            InetSocketAddress server,
            @Nullable Path certificate)
            throws CommandFailure, TrustException {
        if (certificate == null) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: a secure phone needs --server-certificate");
        }
        DaemonConfig read = configured.read();
        DaemonConfig.Identity own = read.identity()
                .orElseThrow(() -> new CommandFailure(
                        Exit.UNUSABLE, read.file() + ": no identity is configured, so the phone has no certificate"));
        try (IdentityPassword password = IdentityPassword.read(own)) {
            CertificateAuthority root =
                    CertificateAuthority.load(PortCertificates.rootFile(own.directory()), password.value());
            Identity phone = root.issuePort(new DeviceName(name));
            List<X509Certificate> pins = PemCertificates.read(certificate);
            return PhoneSettings.secure(name, mode, server, phone, CallManagerTrust.ofPins(pins));
        }
    }

    private static void quiet() throws IOException {
        TlsProperty.install(false);
        LogSetup.configure(LogFormat.TEXT, org.slf4j.event.Level.WARN, java.util.Optional.empty());
    }
}
