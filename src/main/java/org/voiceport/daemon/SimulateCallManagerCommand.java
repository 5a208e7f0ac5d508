package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.MwiNumbers;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.TftpServer;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlReader;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "call-manager",
        description =
                "A simulated call manager, until it is told to stop (SIGTERM, Ctrl-C). Prints what happens, a line"
                        + " each.",
        customSynopsis = {
            "voiceportd simulate call-manager --device=NAME=MODE:NUMBER... [OPTIONS]",
        },
        mixinStandardHelpOptions = true)
final class SimulateCallManagerCommand implements Callable<Integer> {
    private static final String DEVICE_FORM = "NAME=MODE:NUMBER";
    private static final String FORWARD_FORM = "NUMBER=TARGET";
    private static final String MWI_FORM = "ON:OFF[:prefix]";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--device",
            required = true,
            paramLabel = DEVICE_FORM,
            converter = DeviceWord.class,
            description = "A port or a phone (SEP...) that may register, its security mode and directory number;"
                    + " repeatable.")
    private List<Device> devices = List.of();

    @Option(
            names = "--forward",
            paramLabel = FORWARD_FORM,
            converter = ForwardWord.class,
            description = "A number that nobody answers; its calls go on to the directory number TARGET. Repeatable.")
    private List<Forward> forwards = List.of();

    @Option(
            names = "--mwi",
            paramLabel = MWI_FORM,
            converter = MwiWord.class,
            description = "The numbers that switch message lamps on and off, for the calling number; with ':prefix'"
                    + " behind them for the mailbox dialled after them. There are none if not given.")
    private @Nullable MwiNumbers mwi;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The local address to listen on, ${DEFAULT-VALUE} if not given.")
    private InetAddress address = InetAddress.getLoopbackAddress();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "2000",
            converter = Words.TcpPort.class,
            description = "TCP port for SCCP in clear, ${DEFAULT-VALUE} if not given.")
    private int clearPort;

    @Option(
            names = "--secure-port",
            paramLabel = "PORT",
            defaultValue = "2443",
            converter = Words.TcpPort.class,
            description = "TCP port for SCCP over TLS, ${DEFAULT-VALUE} if not given.")
    private int securePort;

    @Option(
            names = "--tftp-port",
            paramLabel = "PORT",
            converter = Words.UdpPort.class,
            description = "UDP port on which the CTL is served over TFTP; it isn't if not given. Needs --lab.")
    private @Nullable Integer tftpPort;

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "Where the call manager's and the CTL signer's keys and the CTL are; made at the first start."
                    + " Needed if a device is secure.")
    private @Nullable Path lab;

    @Option(
            names = "--root",
            paramLabel = "FILE.pem",
            description = "The root of the devices' certificates ('certs export-root'). Needed if a device is secure.")
    private @Nullable Path root;

    @Override
    public Integer call() throws CommandFailure, IOException, TrustException, InterruptedException {
        SimulateCommand.quiet();
        TlsProperty.install(false);
        CallManagerSettings.Builder settings = CallManagerSettings.builder()
                .listen(address, clearPort, securePort)
                .events(event -> print(event));
        devices.forEach(settings::device);
        forwards.forEach(settings::forward);
        if (mwi != null) {
            settings.mwi(mwi);
        }
        boolean secure = devices.stream().anyMatch(device -> device.mode().secure());
        if (secure) {
            tls(settings);
        }
        SimulatedCallManager callManager = start(settings);
        TftpServer tftp = tftpPort == null ? null : tftp(callManager, lab, tftpPort);
        Ending ending = Ending.by(() -> stop(callManager, tftp));
        try {
            out().println("listening in clear on " + text(callManager.clearAddress())
                    + (secure ? ", over TLS on " + text(callManager.tlsAddress()) : ""));
            new CountDownLatch(1).await(); // until the JVM is told to end
        } finally {
            ending.cancel();
        }
        return Exit.FINE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void print(SimEvent event) {
        out().println(LocalTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString() + "  " + event.line());
    }

    private void tls(CallManagerSettings.Builder settings) throws CommandFailure, IOException, TrustException {
        if (lab == null || root == null) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: a device is secure, so --lab and --root are needed");
        }
        Lab keys = Lab.in(lab, address);
        settings.tls(keys.callManager(), PemCertificates.read(root).get(0));
        out().println("CTL " + keys.ctl() + ", its signer for trust.signers is " + keys.signer());
    }

    private static SimulatedCallManager start(CallManagerSettings.Builder settings) throws CommandFailure {
        try {
            return SimulatedCallManager.start(settings.build());
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: " + FileTrouble.words(e) + "; choose other ports with --port and --secure-port");
        } catch (IllegalArgumentException e) {
            // Devices and forwards that contradict each other.
            throw new CommandFailure(Exit.USAGE, "voiceportd: " + e.getMessage());
        }
    }

    /** Serves the lab's CTL as it is at each request, so that another one can be put there meanwhile. */
    private TftpServer tftp(SimulatedCallManager callManager, @Nullable Path directory, int port)
            throws CommandFailure {
        if (directory == null) {
            callManager.close();
            throw new CommandFailure(Exit.USAGE, "voiceportd: --tftp-port needs --lab, where the CTL is");
        }
        try {
            TftpServer server = TftpServer.start(
                    new InetSocketAddress(address, port),
                    name -> name.equals(Ctl.FILE_NAME) ? content(directory.resolve(name)) : Optional.empty());
            out().println(Ctl.FILE_NAME + " is served on " + text(server.address()) + " over TFTP");
            return server;
        } catch (IOException e) {
            callManager.close();
            throw new CommandFailure(
                    Exit.FAILED, "voiceportd: " + FileTrouble.words(e) + "; choose another port with --tftp-port");
        }
    }

    private static Optional<byte[]> content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(CtlReader.MAX_FILE_LENGTH));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int stop(SimulatedCallManager callManager, @Nullable TftpServer tftp) {
        if (tftp != null) {
            tftp.close();
        }
        callManager.close();
        return Exit.FINE;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** {@code NAME=MODE:NUMBER}. */
    static final class DeviceWord implements ITypeConverter<Device> {
        @Override
        public Device convert(String word) {
            String[] nameAndRest = Words.pair(word, '=', DEVICE_FORM);
            String[] modeAndNumber = Words.pair(nameAndRest[1], ':', DEVICE_FORM);
            DeviceName name = Words.deviceName(nameAndRest[0]);
            SecurityMode mode = Words.securityMode(modeAndNumber[0]);
            String number = modeAndNumber[1];
            try {
                return name.value().toUpperCase(Locale.ROOT).startsWith("SEP")
                        ? Device.phone(name.value(), mode, number, "Phone " + number)
                        : Device.port(name.value(), mode, number);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** {@code ON:OFF} or {@code ON:OFF:prefix}. */
    static final class MwiWord implements ITypeConverter<MwiNumbers> {
        private static final String PREFIX = ":prefix";

        @Override
        public MwiNumbers convert(String word) {
            boolean prefix = word.endsWith(PREFIX);
            String numbers = prefix ? word.substring(0, word.length() - PREFIX.length()) : word;
            String[] onAndOff = Words.pair(numbers, ':', MWI_FORM);
            try {
                return new MwiNumbers(onAndOff[0], onAndOff[1], prefix);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** {@code NUMBER=TARGET}. */
    static final class ForwardWord implements ITypeConverter<Forward> {
        @Override
        public Forward convert(String word) {
            String[] parts = Words.pair(word, '=', FORWARD_FORM);
            try {
                return Forward.noAnswer(parts[0], "Subscriber " + parts[0], parts[1]);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
