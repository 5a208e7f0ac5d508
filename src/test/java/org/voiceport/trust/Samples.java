package org.voiceport.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The CTL samples of {@code src/test/resources/ctl} and what their manifest expects. */
final class Samples {
    /** One row of the manifest. */
    record Row(String file, String parse, String signature, String policy, String sha256) {
        @Override
        public String toString() {
            return file;
        }
    }

    private Samples() {}

    static byte[] bytes(String file) {
        try (InputStream in = Samples.class.getResourceAsStream("/ctl/" + file)) {
            if (in == null) {
                throw new AssertionError("no sample " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Ctl ctl(String file) throws CtlException {
        return CtlReader.read(bytes(file));
    }

    static X509Certificate certificate(String name) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(bytes("pem/" + name + ".pem")));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** JSON is YAML, so the YAML parser of the project reads the manifest. */
    static List<Row> rows() {
        if (manifest().get("files") instanceof List<?> files) {
            return files.stream().map(entry -> row((Map<?, ?>) entry)).toList();
        }
        throw new AssertionError("the manifest has no list of files");
    }

    /** The time that the manifest's verdicts on validity are meant for. */
    static Instant now() {
        return OffsetDateTime.parse(String.valueOf(manifest().get("generated"))).toInstant();
    }

    private static Row row(Map<?, ?> entry) {
        return new Row(
                String.valueOf(entry.get("file")),
                String.valueOf(entry.get("parse")),
                String.valueOf(entry.get("signature")),
                String.valueOf(entry.get("policy")),
                String.valueOf(entry.get("sha256")));
    }

    private static Map<?, ?> manifest() {
        Load load = new Load(LoadSettings.builder().build());
        Object root = load.loadFromString(new String(bytes("manifest.json"), StandardCharsets.UTF_8));
        return (Map<?, ?>) root;
    }
}
