package org.voiceport.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Wav;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "phone",
        description =
                "A simulated phone: registers, calls a number, waits for the beep, speaks, hangs up. Exit code 0 if"
                        + " its message was left.",
        customSynopsis = {
            "voiceportd simulate phone --call-manager=HOST:PORT --call=NUMBER",
            "                                 --say=FILE.wav [OPTIONS]",
        },
        mixinStandardHelpOptions = true)
final class SimulatePhoneCommand implements Callable<Integer> {
    private static final int REGISTRATION_SECONDS = 30;
    /** Longer than the longest message. */
    private static final Duration CALL_LIMIT = Duration.ofMinutes(70);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--name",
            paramLabel = "DEVICE",
            defaultValue = "SEP00000000000A",
            description = "The phone's device name, ${DEFAULT-VALUE} if not given.")
    private DeviceName name = new DeviceName("SEP00000000000A");

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "non-secure",
            description = "non-secure, authenticated or encrypted; ${DEFAULT-VALUE} if not given.")
    private SecurityMode mode = SecurityMode.NON_SECURE;

    @Option(
            names = "--call-manager",
            paramLabel = "HOST:PORT",
            required = true,
            converter = Words.HostAndPort.class,
            description = "Where to register; the port must fit the mode.")
    private @Nullable InetSocketAddress callManager;

    @Option(
            names = "--server-certificate",
            paramLabel = "FILE.pem",
            description =
                    "The call manager's certificate. Needed in a secure mode; the phone's own comes from the root of"
                            + " the configuration -c.")
    private @Nullable Path serverCertificate;

    @Option(
            names = "--codecs",
            paramLabel = "CODEC",
            split = ",",
            converter = CodecWord.class,
            defaultValue = "g711u,g711a",
            description = "What the phone can: g711u, g711a, g722, the preferred one first, with commas between;"
                    + " ${DEFAULT-VALUE} if not given.")
    private List<Codec> codecs = List.of();

    @Option(names = "--call", paramLabel = "NUMBER", required = true, description = "The number to call.")
    private String number = "";

    @Option(
            names = "--say",
            paramLabel = "FILE.wav",
            required = true,
            description = "What to say after the beep: a WAV file, PCM or G.711.")
    private Path speech = Path.of("");

    @Option(names = "--heard", paramLabel = "FILE.wav", description = "Writes what the phone heard.")
    private @Nullable Path heard;

    @Override
    public Integer call() throws CommandFailure, IOException, TrustException {
        SimulateCommand.quiet();
        short[] say = Wav.read(speech);
        PhoneSettings settings = settings().withCodecs(codecs.toArray(Codec[]::new));
        try (SimulatedPhone phone = SimulatedPhone.start(settings)) {
            Ending hangUp = Ending.after(phone::close);
            phone.registered().orTimeout(REGISTRATION_SECONDS, TimeUnit.SECONDS).join();
            out().println("registered " + mode + ", calling " + number);
            LeftMessage left = phone.leaveMessage(number, say, CALL_LIMIT).join();
            hangUp.cancel();
            tell(left);
            return left.outcome() == LeftMessage.Outcome.LEFT ? Exit.FINE : Exit.FAILED;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: " + e.getMessage());
        } catch (CompletionException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: "
                            + (e.getCause() instanceof TimeoutException || e.getCause() == null
                                    ? name + ": not registered within " + REGISTRATION_SECONDS + " s"
                                    : e.getCause().getMessage()));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void tell(LeftMessage left) throws IOException {
        String media = "heard " + left.receive() + " (" + left.packetsReceived() + " packets), spoke " + left.transmit()
                + " (" + left.packetsSent() + " packets)";
        if (left.outcome() == LeftMessage.Outcome.LEFT) {
            out().println("left a message for " + number + ": " + media);
        } else {
            out().println("left no message for " + number + ": "
                    + switch (left.outcome()) {
                        case NOT_CONNECTED -> "not connected";
                        case NO_BEEP -> "heard no beep";
                        case LEFT, CUT_OFF -> "cut off while speaking";
                    }
                    + (left.failure().isEmpty() ? "" : ": " + left.failure()) + "; " + media);
        }
        if (heard != null) {
            try (OutputStream file = Files.newOutputStream(heard)) {
                Wav.write(left.heard(), file);
            }
        }
    }

    private PhoneSettings settings() throws CommandFailure, TrustException {
        InetSocketAddress server = Objects.requireNonNull(callManager, "picocli demands --call-manager");
        if (!mode.secure()) {
            return PhoneSettings.clear(name.value(), server);
        }
        if (serverCertificate == null) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: a secure phone needs --server-certificate");
        }
        DaemonConfig read = config.read();
        DaemonConfig.Identity own = read.identity()
                .orElseThrow(() -> new CommandFailure(
                        Exit.UNUSABLE, read.file() + ": no identity is configured, so the phone has no certificate"));
        try (IdentityPassword password = IdentityPassword.read(own)) {
            CertificateAuthority root = CertificateAuthority.in(own.directory(), password.value());
            Identity phone = root.issuePort(name);
            CallManagerTrust trust = CallManagerTrust.ofPins(PemCertificates.read(serverCertificate));
            return PhoneSettings.secure(name.value(), mode, server, phone, trust);
        }
    }

    /** A codec as in the configuration. */
    static final class CodecWord implements ITypeConverter<Codec> {
        @Override
        public Codec convert(String word) {
            return Arrays.stream(Codec.values())
                    .filter(codec -> codec.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + word + "' is no codec: give one or more of g711u, g711a, g722"));
        }
    }
}
