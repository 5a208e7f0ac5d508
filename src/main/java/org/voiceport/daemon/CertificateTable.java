package org.voiceport.daemon;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.observe.Json;
import org.voiceport.trust.CertificateInUse;
import org.voiceport.trust.ExpiryWatch;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.PortCertificate;
import org.voiceport.trust.PortCertificates;

/** Certificates in rows: whose, which, until when, where, and what is to be said of them. */
final class CertificateTable {
    private static final String NOTHING = "-";

    private record Row(
            String whose, Optional<X509Certificate> certificate, Path file, List<String> remarks, boolean usable) {}

    private final Instant now;
    private final List<Row> rows = new ArrayList<>();

    CertificateTable(Instant now) {
        this.now = now;
    }

    void addRoots(PortCertificates certificates) {
        for (X509Certificate root : certificates.roots()) {
            List<String> remarks = time(root);
            if (certificates.rootReadableByOthers()) {
                remarks.add("its key is readable by others");
            }
            rows.add(new Row("root", Optional.of(root), certificates.rootFile(), remarks, isValid(root)));
        }
    }

    void add(PortCertificate port) {
        List<String> remarks = new ArrayList<>();
        if (port.identity().isPresent()) {
            remarks.addAll(time(port.identity().get().certificate()));
        } else {
            remarks.add(port.problem());
        }
        if (port.readableByOthers()) {
            remarks.add("its key is readable by others");
        }
        rows.add(new Row(
                port.device().value(),
                port.certificate(),
                port.file(),
                remarks,
                port.identity().isPresent()));
    }

    /**
     * @param inUse those that are needed
     * @param rejectExpired true if an ended one can't be used
     */
    void add(PeerCertificates.Found found, List<CertificateInUse> inUse, boolean rejectExpired) {
        X509Certificate certificate = found.certificate();
        boolean needed = inUse.stream()
                .anyMatch(one -> one.owner() != CertificateInUse.Owner.CTL_SIGNER
                        && one.certificate().equals(certificate));
        List<String> remarks = time(certificate);
        if (!found.remark().isEmpty()) {
            remarks.add(found.remark());
        }
        boolean begun = !now.isBefore(certificate.getNotBefore().toInstant());
        rows.add(new Row(
                found.whose(),
                Optional.of(certificate),
                found.file(),
                remarks,
                !needed || (begun && (isValid(certificate) || !rejectExpired))));
    }

    private boolean isValid(X509Certificate certificate) {
        return !now.isBefore(certificate.getNotBefore().toInstant()) && daysLeft(certificate) >= 0;
    }

    /** Whole days until it ends, negative if it has ended. */
    private long daysLeft(X509Certificate certificate) {
        return Math.floorDiv(
                Duration.between(now, certificate.getNotAfter().toInstant()).toSeconds(),
                Duration.ofDays(1).toSeconds());
    }

    private List<String> time(X509Certificate certificate) {
        List<String> remarks = new ArrayList<>();
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            remarks.add("not valid before " + certificate.getNotBefore().toInstant());
        }
        if (daysLeft(certificate) < 0) {
            remarks.add("ended");
        } else if (ExpiryWatch.endsSoon(certificate, now)) {
            remarks.add("ends soon");
        }
        return remarks;
    }

    /** True if each certificate that is needed can be used. */
    boolean usable() {
        return rows.stream().allMatch(Row::usable);
    }

    /** For a terminal. */
    List<String> lines() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("whose", "subject", "sha256", "valid until", "days left", "file", "remark"));
        for (Row row : rows) {
            Optional<X509Certificate> certificate = row.certificate();
            cells.add(List.of(
                    row.whose(),
                    certificate.map(CertificateTable::subject).orElse(NOTHING),
                    certificate.map(Fingerprint::sha256).orElse(NOTHING),
                    certificate
                            .map(one -> one.getNotAfter().toInstant().toString())
                            .orElse(NOTHING),
                    certificate.map(one -> Long.toString(daysLeft(one))).orElse(NOTHING),
                    row.file().toString(),
                    String.join(", ", row.remarks())));
        }
        return Table.lines(cells);
    }

    /** For machines. */
    String json() {
        Json.Writer json = new Json.Writer();
        json.beginObject().put("fine", usable()).beginArray("certificates");
        for (Row row : rows) {
            json.beginObject().put("whose", row.whose());
            row.certificate()
                    .ifPresent(certificate -> json.put("subject", subject(certificate))
                            .put("sha256", Fingerprint.sha256(certificate))
                            .put(
                                    "validFrom",
                                    certificate.getNotBefore().toInstant().toString())
                            .put(
                                    "validUntil",
                                    certificate.getNotAfter().toInstant().toString())
                            .put("daysLeft", daysLeft(certificate)));
            json.put("file", row.file().toString())
                    .put("usable", row.usable())
                    .put("remark", String.join(", ", row.remarks()))
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}+", " ");
    }
}
