package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlException;
import org.voiceport.trust.CtlReader;
import org.voiceport.trust.CtlRecord;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.CtlVerifier;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.TrustRule;
import org.voiceport.trust.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ctl",
        description = "The certificate trust list: shows, verifies, accepts, and for labs makes it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class CtlCommand {
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
            throws CommandFailure, IOException, CtlException {
        Path shown = file != null ? file : ctlFile(configured.read());
        print(shown, parsed(shown));
        return Exit.FINE;
    }

    private void print(Path file, Ctl ctl) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        out().println(file + ": " + ctl.fileName() + " of " + ctl.timestamp() + ", version " + ctl.major() + "."
                + ctl.minor() + ", " + bytes.length + " bytes, " + ctl.digest());
        out().println("  MD5     " + digest("MD5", bytes));
        out().println("  SHA-1   " + digest("SHA-1", bytes));
        out().println("  SHA-256 " + ctl.sha256());
        out().println("  signer  " + ctl.signer().name() + ", serial "
                + ctl.signer().serial());
        for (CtlRecord record : ctl.records()) {
            out().println(record.label() + "  " + record.subject());
            Optional<X509Certificate> certificate = record.certificate();
            if (certificate.isPresent()) {
                out().println("  SHA-1   " + digest("SHA-1", encoded(certificate.get())) + "  valid until "
                        + certificate.get().getNotAfter().toInstant());
                out().println("  SHA-256 " + Fingerprint.sha256(certificate.get()));
            } else {
                out().println("  no certificate");
            }
            record.defect().ifPresent(defect -> out().println("  DEFECT  " + defect));
        }
    }

    @Command(
            name = "verify",
            description = "Exit 0 if the file parses and a SAST record of its own signed it; with --signer or --against"
                    + " also only if that signer is the right one.",
            mixinStandardHelpOptions = true)
    int verify(
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
        TlsProperty.install(false);
        Ctl ctl = parsed(file);
        try {
            CtlVerifier verifier = CtlVerifier.allowingSha1();
            CtlRecord signer = verifier.verify(ctl);
            if (signers != null && !signers.isEmpty()) {
                signer = verifier.signedBy(ctl, fingerprints(signers));
            }
            if (old != null) {
                signer = verifier.signedBySastOf(ctl, parsed(old));
            }
            out().println(file + ": verifies, " + ctl.digest() + ", signed by " + signer.label() + " sha256 "
                    + signer.fingerprint().orElse("?")
                    + (signers == null && old == null
                            ? " (integrity only: say --signer or --against for authenticity)"
                            : ""));
            return Exit.FINE;
        } catch (CtlException e) {
            throw new CommandFailure(Exit.FAILED, file + ": " + e.getMessage());
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
            name = "accept",
            description = "Puts trust.ctlFile in force on your word: compare the fingerprints first.",
            mixinStandardHelpOptions = true)
    int accept(
            @Mixin ConfigOption configured,
            @Option(
                            names = "--sha256",
                            paramLabel = "SHA256",
                            description = "Accept only the file with this SHA-256, as 'ctl show' prints it.")
                    @Nullable
                    String sha256)
            throws CommandFailure, TrustException, IOException {
        DaemonConfig read = configured.read();
        Path file = ctlFile(read);
        Ctl ctl = parsed(file);
        print(file, ctl);
        if (sha256 != null && !Fingerprint.parse(sha256).equals(Optional.of(ctl.sha256()))) {
            throw new CommandFailure(Exit.FAILED, file + ": its SHA-256 isn't the given one, nothing was accepted");
        }
        CtlStore store = new CtlStore(
                file,
                new TrustRule(
                        Set.copyOf(read.trust().signers()),
                        read.trust().firstUse(),
                        read.trust().allowSha1()));
        Verdict.InForce verdict = store.accept();
        out().println("accepted: " + CtlStore.acceptedFile(file) + " (" + verdict.because() + ")");
        return Exit.FINE;
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
            @Option(
                            names = "--password-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "Password of the signer's file.")
                    Path passwordFile,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The CTL file to write.")
                    Path output)
            throws CommandFailure, TrustException, IOException {
        TlsProperty.install(false);
        try (PasswordFile password = PasswordFile.read(passwordFile)) {
            Identity sast = Identity.load(signer, password.password(), "the signer");
            List<CtlDraft.Entry> entries = new ArrayList<>();
            entries.add(CtlDraft.Entry.sast(sast.certificate()));
            for (String text : callManagers) {
                entries.add(entry(text));
            }
            Files.write(output, sast.sign(new CtlDraft(Instant.now(), entries)));
            out().println("wrote " + output + " with " + callManagers.size() + " call managers; its signer is sha256 "
                    + Fingerprint.sha256(sast.certificate()));
        }
        return Exit.FINE;
    }

    private static CtlDraft.Entry entry(String text) throws CommandFailure, TrustException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure(
                    Exit.USAGE, "voiceportd: --call-manager " + text + ": HOST=CERTIFICATE.pem is needed");
        }
        String host = text.substring(0, equals);
        X509Certificate certificate =
                PemCertificates.read(Path.of(text.substring(equals + 1))).get(0);
        // A host name is put in with the address that it has now; an address has no name.
        String name = host.matches("[0-9.]+") ? "" : host;
        return new CtlDraft.Entry(CtlRole.CCM_TFTP, name, Hosts.resolve(host), certificate);
    }

    private static Path ctlFile(DaemonConfig config) throws CommandFailure {
        return config.trust()
                .ctlFile()
                .orElseThrow(
                        () -> new CommandFailure(Exit.UNUSABLE, config.file() + ": trust.ctlFile is not configured"));
    }

    private static Ctl parsed(Path file) throws CommandFailure {
        try {
            if (Files.size(file) > CtlReader.MAX_FILE_LENGTH) {
                throw new CommandFailure(Exit.FAILED, file + ": larger than a CTL can be");
            }
            return CtlReader.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, file + ": can't be read: " + e);
        } catch (CtlException e) {
            throw new CommandFailure(Exit.FAILED, file + ": " + e.getMessage());
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
