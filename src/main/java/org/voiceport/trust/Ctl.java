package org.voiceport.trust;

import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate trust list as it was read: syntactically sound, <em>not</em> verified and not in force. See
 * {@link CtlVerifier} for the signature and {@link CtlStore} for whether it is in force.
 *
 * @param major first number of the format version, always 1
 * @param minor second number, 2 in files of call managers
 * @param signerVersion SIGNER_VERSION such as {@code 1.1}, if present
 * @param signer who the header says signed it
 * @param digest digest under the signature
 * @param fileName FILENAME, {@code CTLFile.tlv} in a CTL of a cluster
 * @param timestamp when it was signed, to the second
 * @param records all records in file order
 * @param headerLength bytes of the header, signature and padding included
 * @param unknownTags header tags without a known meaning, ignored (they are under the signature)
 * @param file the whole file
 * @param signatureField where in the file the signature stands
 */
public record Ctl(
        int major,
        int minor,
        Optional<String> signerVersion,
        Signer signer,
        CtlDigest digest,
        String fileName,
        Instant timestamp,
        List<CtlRecord> records,
        int headerLength,
        List<Integer> unknownTags,
        Octets file,
        SignatureField signatureField) {

    /** The only FILENAME with which a file may stand as the CTL. */
    public static final String FILE_NAME = "CTLFile.tlv";

    /**
     * The signer as the header names it: a pointer to a record, proof of nothing.
     *
     * @param serial raw big-endian serial number of the signer's certificate
     */
    public record Signer(String name, Octets serial, String issuer) {}

    /**
     * The SIGNATURE element: all bytes of the file but these are signed.
     *
     * @param offset offset of its tag byte
     * @param end offset after its last byte
     */
    public record SignatureField(int offset, int end) {}

    public Ctl {
        records = List.copyOf(records);
        unknownTags = List.copyOf(unknownTags);
    }

    /** SHA-256 of the whole file, hex. */
    public String sha256() {
        return Fingerprint.sha256(file.shared());
    }

    /** Fingerprints of the certificates of all sound SAST records: who may sign the next CTL. */
    public List<String> sastFingerprints() {
        return records.stream()
                .filter(r -> r.role().equals(CtlRole.SAST) && r.defect().isEmpty())
                .flatMap(r -> r.fingerprint().stream())
                .distinct()
                .toList();
    }

    /** Records with the role of a call manager, sound or not. */
    public List<CtlRecord> callManagers() {
        return records.stream().filter(r -> r.role().callManager()).toList();
    }

    /** Those of them that can be used: with a certificate, and not contradicting it. */
    public List<CtlRecord> usableCallManagers() {
        return callManagers().stream()
                .filter(r -> r.certificate().isPresent() && r.defect().isEmpty())
                .toList();
    }

    /** What is wrong with single records, see {@link CtlRecord#defect()}. */
    public List<String> defects() {
        return records.stream().flatMap(r -> r.defect().stream()).toList();
    }

    Octets signature() {
        return Octets.of(file.shared(), signatureField.offset() + Tlv.HEAD, signatureField.end());
    }

    /** Feeds the signed bytes: the whole file without the SIGNATURE element. */
    void feedSigned(Signature verifier) throws SignatureException {
        byte[] bytes = file.shared();
        verifier.update(bytes, 0, signatureField.offset());
        verifier.update(bytes, signatureField.end(), bytes.length - signatureField.end());
    }

    @Override
    public String toString() {
        return "Ctl[" + fileName + " of " + timestamp + ", " + records.size() + " records, sha256 " + sha256() + "]";
    }
}
