package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlException;
import org.voiceport.trust.CtlRecord;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.CtlVerifier;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ctl",
        description =
                "The certificate trust list: fetches, shows, verifies, accepts, takes back, and for labs makes it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CtlFetchCommand.class, CtlAcceptCommand.class, CtlRollbackCommand.class, CtlHistoryCommand.class
        },
        mixinStandardHelpOptions = true)
final class CtlCommand {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "show", description = "Shows what a CTL file holds.", mixinStandardHelpOptions = true)
    int show(
            @Mixin ConfigOption configured,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; trust.ctlFile if not given.")
                    @Nullable
                    Path file)
            throws CommandFailure {
        CtlFile.read(file != null ? file : ConfiguredCtl.of(configured).file())
                .lines()
                .forEach(out()::println);
        return Exit.FINE;
    }

    @Command(
            name = "verify",
            description =
                    "Exit 0 if the file parses and a SAST record of its own signed it; with --signer, --against or -c"
                            + " also only if that signer is the right one.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = {"-c", "--config"},
                            paramLabel = "FILE",
                            description =
                                    "A configuration: its trust settings and its CTL in force decide, as they would"
                                            + " about a file that is fetched. Nothing is written.")
                    @Nullable
                    Path configuration,
            @Parameters(paramLabel = "FILE", description = "The CTL file.") Path file,
            @Option(
                            names = "--signer",
                            paramLabel = "SHA256",
                            description = "Fingerprint of a SAST certificate that may have signed it; repeatable.")
                    @Nullable
                    List<String> signers,
            @Option(
                            names = "--against",
                            paramLabel = "OLD",
                            description = "A trusted CTL whose SAST records may have signed it.")
                    @Nullable
                    Path old)
            throws CommandFailure {
        if (configuration == null) {
            TlsProperty.install(false);
            boolean integrityOnly = (signers == null || signers.isEmpty()) && old == null;
            out().println(verified(CtlFile.read(file), signers, old)
                    + (integrityOnly ? " (integrity only: say --signer, --against or -c for authenticity)" : ""));
            return Exit.FINE;
        }
        ConfiguredCtl configured = ConfiguredCtl.of(ConfigOption.read(configuration));
        CtlFile read = CtlFile.read(file);
        String verified = verified(read, signers, old);
        Verdict verdict = configured.store().weigh(read.bytes(), file.toString());
        if (verdict instanceof Verdict.Refused refused) {
            throw new CommandFailure(Exit.FAILED, refused.fault().line());
        }
        out().println(verified);
        out().println(configuration + " takes it: " + ((Verdict.InForce) verdict).because());
        return Exit.FINE;
    }

    private static String verified(CtlFile file, @Nullable List<String> signers, @Nullable Path old)
            throws CommandFailure {
        try {
            CtlVerifier verifier = CtlVerifier.allowingSha1();
            CtlRecord signer = verifier.verify(file.ctl());
            if (signers != null && !signers.isEmpty()) {
                signer = verifier.signedBy(file.ctl(), fingerprints(signers));
            }
            if (old != null) {
                signer = verifier.signedBySastOf(file.ctl(), CtlFile.read(old).ctl());
            }
            return file.name() + ": verifies, " + file.ctl().digest() + ", signed by " + signer.label() + " sha256 "
                    + signer.fingerprint().orElse("?");
        } catch (CtlException e) {
            throw new CommandFailure(Exit.FAILED, file.name() + ": " + e.getMessage());
        }
    }

    private static Set<String> fingerprints(List<String> texts) throws CommandFailure {
        List<String> all = new ArrayList<>();
        for (String text : texts) {
            all.add(Fingerprint.parse(text)
                    .orElseThrow(() -> new CommandFailure(
                            Exit.USAGE, "voiceportd: --signer " + text + ": a SHA-256 fingerprint has 64 hex digits")));
        }
        return Set.copyOf(all);
    }

    @Command(
            name = "make",
            description = "Makes a CTL for a lab: a record for each call manager and one for the signer, signed with"
                    + " SHA-512.",
            mixinStandardHelpOptions = true)
    int make(
            @Option(
                            names = "--call-manager",
                            required = true,
                            paramLabel = "HOST=CERTIFICATE.pem",
                            description = "A call manager and its certificate; repeatable.")
                    List<String> callManagers,
            @Option(
                            names = "--signer",
                            required = true,
                            paramLabel = "FILE.p12",
                            description = "Key and certificate of the signer (SAST).")
                    Path signer,
            @Mixin ConfigOption configured,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "Password of the signer's file; the configuration's identity says it if not"
                                    + " given.")
                    @Nullable
                    Path passwordFile,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The CTL file to write.")
                    Path output)
            throws CommandFailure, TrustException, IOException {
        try {
            Identity sast = signer(signer, passwordFile, configured);
            List<CtlDraft.Entry> entries = new ArrayList<>();
            entries.add(CtlDraft.Entry.sast(sast.certificate()));
            for (String text : callManagers) {
                entries.add(entry(text));
            }
            Files.write(output, sast.sign(new CtlDraft(Instant.now(), entries)));
            out().println("wrote " + output + " with " + callManagers.size()
                    + (callManagers.size() == 1 ? " call-manager record" : " call-manager records")
                    + "; its signer is sha256 " + Fingerprint.sha256(sast.certificate()));
        } catch (IllegalArgumentException e) {
            // What doesn't fit the format: a name that is too long, a key that can't sign a CTL.
            throw new CommandFailure(Exit.USAGE, "voiceportd: " + e.getMessage());
        }
        return Exit.FINE;
    }

    private static Identity signer(Path signer, @Nullable Path passwordFile, ConfigOption configured)
            throws CommandFailure, TrustException {
        if (passwordFile != null) {
            TlsProperty.install(false);
            try (PasswordFile password = PasswordFile.read(passwordFile)) {
                return Identity.load(signer, password.password(), "the signer");
            }
        }
        DaemonConfig config = configured.read();
        DaemonConfig.Identity identity = config.identity()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE, "voiceportd: " + config.file() + " has no identity: give --password-file"));
        try (IdentityPassword password = IdentityPassword.read(identity)) {
            return Identity.load(signer, password.value(), "the signer");
        }
    }

    private static CtlDraft.Entry entry(String text) throws CommandFailure, TrustException {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new CommandFailure(
                    Exit.USAGE, "voiceportd: --call-manager " + text + ": HOST=CERTIFICATE.pem is needed");
        }
        String host = text.substring(0, equals);
        X509Certificate certificate =
                PemCertificates.read(Path.of(text.substring(equals + 1))).get(0);
        // A host name is put in with the address that it has now, if it has one; an address has no name.
        boolean address = ADDRESS.matcher(host).matches();
        Optional<InetAddress> resolved = Hosts.resolve(host);
        if (address && resolved.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: --call-manager " + host + ": that is no IPv4 address");
        }
        return new CtlDraft.Entry(CtlRole.CCM_TFTP, address ? "" : host, resolved, certificate);
    }
}
