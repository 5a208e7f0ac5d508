package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlException;
import org.voiceport.trust.CtlReader;
import org.voiceport.trust.CtlRecord;
import org.voiceport.trust.Fingerprint;

/**
 * A CTL file that could be read, and how it is shown to people.
 *
 * @param name the path, or where it came from
 * @param length of the file, in bytes
 * @param md5 of the whole file, as {@code show ctl} on a call manager prints it
 * @param sha1 likewise
 */
record CtlFile(String name, Ctl ctl, int length, String md5, String sha1) {

    /** Reads {@code file}, or says in one line why it is no CTL: offset, field, reason. */
    static CtlFile read(Path file) throws CommandFailure {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(CtlReader.MAX_FILE_LENGTH + 1);
            if (bytes.length > CtlReader.MAX_FILE_LENGTH) {
                throw new CommandFailure(
                        Exit.FAILED,
                        file + ": more than " + CtlReader.MAX_FILE_LENGTH + " bytes, larger than a CTL can be");
            }
            return of(file.toString(), bytes);
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, "voiceportd: " + FileTrouble.words(file, e));
        } catch (CtlException e) {
            throw new CommandFailure(Exit.FAILED, file + ": " + e.getMessage());
        }
    }

    /** What was read from somewhere else. */
    static CtlFile of(String name, byte[] bytes) throws CtlException {
        return new CtlFile(name, CtlReader.read(bytes), bytes.length, digest("MD5", bytes), digest("SHA-1", bytes));
    }

    /** The whole file as it was read; a copy. */
    byte[] bytes() {
        return ctl.file().toArray();
    }

    /** All that stands in it, in the order of the file. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + ": " + ctl.fileName() + " of " + ctl.timestamp() + ", version " + ctl.major() + "."
                + ctl.minor() + ", " + length + " bytes, " + ctl.digest());
        lines.add("  MD5     " + md5);
        lines.add("  SHA-1   " + sha1);
        lines.add("  SHA-256 " + ctl.sha256());
        lines.add(
                "  signer  " + ctl.signer().name() + ", serial " + ctl.signer().serial());
        ctl.records().forEach(record -> add(record, lines));
        return lines;
    }

    private static void add(CtlRecord record, List<String> lines) {
        lines.add(record.label() + "  " + record.subject());
        Optional<X509Certificate> certificate = record.certificate();
        if (certificate.isPresent()) {
            lines.add("  SHA-1   " + digest("SHA-1", encoded(certificate.get())) + "  valid until "
                    + certificate.get().getNotAfter().toInstant());
            lines.add("  SHA-256 " + Fingerprint.sha256(certificate.get()));
        } else {
            lines.add("  no certificate");
        }
        record.defect().ifPresent(defect -> lines.add("  DEFECT  " + defect));
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
