package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of keys and certificates, ours read by OpenSSL and OpenSSL's read by us. Skipped where it isn't installed. */
class OpensslFilesTest {
    private static final String WORD = "correct horse ä";

    @TempDir
    Path directory = Path.of(".");

    @BeforeAll
    static void openssl_is_installed() {
        Openssl.assumeInstalled();
    }

    private String openssl(String... arguments) throws Exception {
        return Openssl.run(directory, arguments);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private PortCertificates open(char[] password) throws TrustException {
        return PortCertificates.open(directory, password);
    }

    @Test
    void issued_chain_verifies_for_a_client() throws Exception {
        Files.writeString(file("root.pem"), PemCertificates.write(Lab.ROOT.root()));
        Files.writeString(file("port.pem"), PemCertificates.write(Lab.PORT.certificate()));
        assertEquals(
                "port.pem: OK",
                openssl("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "root.pem", "port.pem")
                        .strip());
    }

    @Test
    void issued_certificate_shows_what_call_managers_look_at() throws Exception {
        Files.writeString(file("port.pem"), PemCertificates.write(Lab.PORT.certificate()));
        String shown = openssl("x509", "-in", "port.pem", "-noout", "-text");
        for (String part : List.of(
                "Signature Algorithm: sha256WithRSAEncryption",
                "Subject: CN = CiscoUM1-VI1",
                "Public-Key: (2048 bit)",
                "DNS:CiscoUM1-VI1",
                "Digital Signature, Key Encipherment",
                "TLS Web Client Authentication",
                "CA:FALSE",
                "X509v3 Subject Key Identifier",
                "X509v3 Authority Key Identifier")) {
            assertTrue(shown.contains(part), () -> "no " + part + " in " + shown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", WORD})
    void pem_that_we_write_is_read_by_openssl(String word) throws Exception {
        Lab.ROOT.saveIn(directory, word.toCharArray(), true);
        Path written = open(word.toCharArray()).save(Lab.DEVICE, Lab.PORT, true);
        String name = directory.relativize(written).toString();
        assertEquals("ports/CiscoUM1-VI1.pem", name);
        openssl("pkey", "-in", name, "-passin", "pass:" + word, "-check", "-noout");
        openssl("pkey", "-in", "root.key", "-passin", "pass:" + word, "-check", "-noout");
        assertEquals(
                name + ": OK",
                openssl("verify", "-purpose", "sslclient", "-CAfile", "root.pem", name)
                        .strip());
        assertEquals(
                openssl("pkey", "-in", name, "-passin", "pass:" + word, "-pubout"),
                openssl("x509", "-in", name, "-noout", "-pubkey"));
    }

    @Test
    void key_store_that_we_write_is_read_by_openssl() throws Exception {
        Lab.PORT.save(file("port.p12"), "correct horse".toCharArray());
        assertTrue(openssl("pkcs12", "-in", "port.p12", "-passin", "pass:correct horse", "-nodes")
                .contains("subject=CN = CiscoUM1-VI1"));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PKCS#8 plain, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, pkcs8 -topk8 -nocrypt",
        "RSA PKCS#1, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, rsa -traditional",
        "RSA encrypted, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, pkcs8 -topk8 -v2 aes-256-cbc -passout",
        "RSA 3DES SHA-1, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA1"
                + " -passout",
        "RSA old style, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, rsa -traditional -aes128 -passout",
        "EC PKCS#8 plain, ecparam -name prime256v1 -genkey, pkcs8 -topk8 -nocrypt",
        "EC SEC 1, ecparam -name secp384r1 -genkey, ec",
        "EC encrypted, ecparam -name prime256v1 -genkey, pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout"
    })
    void key_and_certificate_that_openssl_makes_are_read(String kind, String make, String write) throws Exception {
        String word = kind.contains("old style") ? "correct horse" : WORD;
        outsideRoot();
        openssl((make + " -out made.key").split(" "));
        String writing = write + (write.endsWith("-passout") ? " pass:" + word.replace(' ', '\t') : "");
        String[] words = (writing + " -in made.key -out ports/CiscoUM1-VI1.key").split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace('\t', ' ');
        }
        openssl(words);
        openssl("req", "-new", "-key", "made.key", "-subj", "/CN=CiscoUM1-VI1", "-out", "port.csr");
        sign("port.csr", "ports/CiscoUM1-VI1.pem");

        Identity identity = open(word.toCharArray()).identity(Lab.DEVICE);

        assertEquals(
                "CN=CiscoUM1-VI1",
                identity.certificate().getSubjectX500Principal().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-scrypt", "-v1 PBE-SHA1-3DES"})
    void encryption_of_another_kind_is_refused_with_the_command_that_converts(String kind) throws Exception {
        outsideRoot();
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "made.key");
        openssl(("pkcs8 -topk8 " + kind + " -passout pass:x -in made.key -out ports/CiscoUM1-VI1.key").split(" "));
        openssl("req", "-new", "-key", "made.key", "-subj", "/CN=CiscoUM1-VI1", "-out", "port.csr");
        sign("port.csr", "ports/CiscoUM1-VI1.pem");
        String line = open("x".toCharArray()).check(Lab.DEVICE).orElseThrow().line();
        assertTrue(line.contains("openssl pkcs8 -topk8 -v2 aes-256-cbc"), line);
    }

    @Test
    void key_store_that_openssl_makes_is_read() throws Exception {
        outsideRoot();
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "p.key",
                "-subj",
                "/CN=CiscoUM1-VI1",
                "-out",
                "p.csr");
        sign("p.csr", "p.pem");
        openssl(
                "pkcs12",
                "-export",
                "-inkey",
                "p.key",
                "-in",
                "p.pem",
                "-passout",
                "pass:abcdef",
                "-out",
                "ports/CiscoUM1-VI1.p12");
        assertEquals(java.util.Optional.empty(), open("abcdef".toCharArray()).check(Lab.DEVICE));
    }

    /** A root that OpenSSL made and keeps the key of. */
    private void outsideRoot() throws Exception {
        Files.createDirectories(file("ports"));
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "ca.key");
        openssl("req", "-x509", "-key", "ca.key", "-subj", "/CN=Outside CA", "-days", "30", "-out", "root.pem");
    }

    private void sign(String request, String certificate) throws Exception {
        openssl(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                "root.pem",
                "-CAkey",
                "ca.key",
                "-set_serial",
                "7",
                "-days",
                "9",
                "-out",
                certificate);
    }
}
