package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlDecision;
import org.voiceport.trust.CtlException;
import org.voiceport.trust.CtlFetchException;
import org.voiceport.trust.CtlTftp;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "fetch",
        description =
                "Fetches the CTL from a TFTP server and puts it in force, if it may; else it is kept in quarantine."
                        + " Exit 0 if it is in force.",
        mixinStandardHelpOptions = true)
final class CtlFetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            converter = Words.TftpServerWord.class,
            description = "A TFTP server, port 69 if none is given; repeatable. trust.tftp if not given.")
    private List<InetSocketAddress> servers = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Only write what was fetched to FILE.")
    private @Nullable Path output;

    @Override
    public Integer call() throws CommandFailure, IOException, TrustException {
        return output == null ? offer() : write(output);
    }

    private int offer() throws CommandFailure, TrustException {
        DaemonConfig read = config.read();
        List<InetSocketAddress> asked = servers(read);
        ConfiguredCtl ctl = ConfiguredCtl.of(read);
        CtlTftp.Fetched fetched = fetch(asked, Mapping.ctlNames(read));
        return told(ctl.store().offer(fetched.file(), fetched.source(), Instant.now()), fetched);
    }

    private int write(Path file) throws CommandFailure, IOException {
        if (!servers.isEmpty()) {
            // Nothing of a configuration is needed.
            TlsProperty.install(false);
            return write(file, fetch(servers, List.of(Ctl.FILE_NAME)));
        }
        DaemonConfig read = config.read();
        if (read.trust().ctlFile().filter(inForce -> same(inForce, file)).isPresent()) {
            throw new CommandFailure(
                    Exit.USAGE, "voiceportd: " + file + " is trust.ctlFile: without -o it comes there if it may");
        }
        return write(file, fetch(servers(read), Mapping.ctlNames(read)));
    }

    private List<InetSocketAddress> servers(DaemonConfig read) throws CommandFailure {
        List<InetSocketAddress> asked = servers.isEmpty() ? Mapping.tftpServers(read) : servers;
        if (asked.isEmpty()) {
            throw new CommandFailure(
                    Exit.USAGE, "voiceportd: " + read.file() + " has no trust.tftp: set it, or give --server HOST");
        }
        return asked;
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private static CtlTftp.Fetched fetch(List<InetSocketAddress> servers, List<String> names) throws CommandFailure {
        try {
            return new CtlTftp(servers, names, CtlTftp.USUAL_LIMIT).fetch();
        } catch (CtlFetchException e) {
            List<String> lines = new ArrayList<>(e.answers());
            lines.add(e.fault().todo());
            throw new CommandFailure(Exit.FAILED, lines);
        }
    }

    private int write(Path file, CtlTftp.Fetched fetched) throws IOException {
        Files.write(file, fetched.file());
        spec.commandLine()
                .getOut()
                .println("wrote " + file + ", " + fetched.file().length + " bytes from " + fetched.source()
                        + ", sha256 " + Fingerprint.sha256(fetched.file()));
        return Exit.FINE;
    }

    private int told(CtlDecision decision, CtlTftp.Fetched fetched) throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        if (decision instanceof CtlDecision.Refused refused) {
            try {
                // What the administrator is to compare.
                CtlFile.of(fetched.source(), fetched.file()).lines().forEach(out::println);
            } catch (CtlException noCtl) {
                out.println(fetched.source() + ": " + fetched.file().length + " bytes, sha256 " + refused.sha256());
            }
            refused.quarantined().ifPresent(file -> out.println("kept as " + file));
            throw new CommandFailure(
                    Exit.FAILED,
                    List.of("refused " + refused.fault().what(), refused.fault().todo()));
        }
        if (decision instanceof CtlDecision.Accepted accepted) {
            ConfiguredCtl.warn(accepted.verdict(), spec.commandLine().getErr());
            out.println(accepted.verdict().event().text());
        } else {
            out.println(fetched.source() + " is the CTL in force, sha256 " + Fingerprint.sha256(fetched.file()));
        }
        return Exit.FINE;
    }
}
