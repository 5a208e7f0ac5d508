package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemCertificatesTest {
    @TempDir
    Path directory = Path.of(".");

    @Test
    void written_certificates_are_read_back() throws Exception {
        Path file = directory.resolve("both.pem");
        Files.writeString(
                file, PemCertificates.write(Lab.ROOT.root()) + PemCertificates.write(Lab.CUCM_PUB.certificate()));
        assertEquals(List.of(Lab.ROOT.root(), Lab.CUCM_PUB.certificate()), PemCertificates.read(file));
    }

    @Test
    void text_that_is_no_certificate_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("x.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertThrows(TrustException.class, () -> PemCertificates.read(file));
    }

    @Test
    void empty_file_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("x.pem"), "");
        assertThrows(TrustException.class, () -> PemCertificates.read(file));
    }
}
