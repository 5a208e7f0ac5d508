package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;

class PortRequestsTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final String NAME = Lab.DEVICE.value();
    private static final OutsideCa CA = OutsideCa.root("Outside CA");
    private static final OutsideCa BETWEEN = CA.intermediate("Issuing CA", OutsideCa.YEAR);

    @TempDir
    Path directory = Path.of(".");

    private Path requestFile = Path.of(".");

    @BeforeEach
    void request() throws Exception {
        Files.writeString(directory.resolve("root.pem"), PemCertificates.write(CA.certificate()));
        requestFile = requests().make(Lab.DEVICE, new PortTemplate(2048, "O=Example"), directory.resolve("out"));
    }

    private PortRequests requests() {
        return PortRequests.in(directory, PASSWORD);
    }

    private PortCertificates certificates() throws TrustException {
        return PortCertificates.open(directory, PASSWORD);
    }

    private JcaPKCS10CertificationRequest requested() throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(requestFile)))) {
            return new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
        }
    }

    private X509Certificate answer(OutsideCa by, String name, UnaryOperator<Certificates.Builder> more)
            throws Exception {
        return by.issue(name, requested().getPublicKey(), OutsideCa.YEAR, more);
    }

    private Path accept(X509Certificate... answer) throws TrustException {
        return requests().accept(Lab.DEVICE, List.of(answer), Path.of("answer.pem"), certificates());
    }

    private void assertRefused(String why, X509Certificate... answer) {
        String line =
                assertThrows(TrustException.class, () -> accept(answer)).fault().line();
        assertTrue(line.contains(why) && line.contains("answer.pem") && line.contains("port " + NAME), line);
        assertTrue(requests().isOpen(Lab.DEVICE), "the key goes on waiting");
    }

    @Test
    void request_names_the_device_and_is_signed_with_its_key() throws Exception {
        JcaPKCS10CertificationRequest request = requested();
        assertEquals("O=Example,CN=" + NAME, request.getSubject().toString());
        GeneralNames names =
                GeneralNames.fromExtensions(request.getRequestedExtensions(), Extension.subjectAlternativeName);
        assertEquals(NAME, names.getNames()[0].getName().toString());
        PublicKey key = request.getPublicKey();
        assertTrue(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void key_that_waits_is_encrypted_and_for_its_owner_only() throws Exception {
        Path file = requests().keyFile(Lab.DEVICE);
        assertTrue(Files.readString(file).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void request_changes_nothing_for_the_port() throws Exception {
        assertFalse(Files.exists(directory.resolve("ports")));
    }

    @Test
    void request_that_can_not_be_written_leaves_no_key_behind() throws Exception {
        DeviceName other = new DeviceName("VI2");
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThrows(TrustException.class, () -> requests().make(other, PortTemplate.DEFAULT, file));
        assertFalse(requests().isOpen(other));
    }

    @Test
    void answer_is_put_to_use_with_its_key_and_the_request_is_closed() throws Exception {
        X509Certificate answer = answer(CA, NAME, OutsideCa::forClients);
        Path file = accept(answer);
        assertEquals(directory.resolve("ports/" + NAME + ".pem"), file);
        assertEquals(answer, certificates().identity(Lab.DEVICE).certificate());
        assertFalse(requests().isOpen(Lab.DEVICE));
    }

    @Test
    void answer_without_extensions_is_fine() throws Exception {
        accept(answer(CA, NAME, UnaryOperator.identity()));
        assertEquals(Optional.empty(), certificates().check(Lab.DEVICE));
    }

    @Test
    void answer_comes_with_its_chain_in_any_order() throws Exception {
        X509Certificate answer = answer(BETWEEN, NAME, UnaryOperator.identity());
        accept(CA.certificate(), BETWEEN.certificate(), answer);
        assertEquals(answer, certificates().identity(Lab.DEVICE).certificate());
    }

    @Test
    void answer_takes_the_place_of_a_key_store_as_a_key_store() throws Exception {
        Path store = PortCertificates.portFile(directory, Lab.DEVICE);
        Files.createDirectories(store.getParent());
        CA.port(NAME).save(store, PASSWORD);
        X509Certificate answer = answer(CA, NAME, UnaryOperator.identity());
        assertEquals(store, accept(answer));
        assertEquals(answer, certificates().identity(Lab.DEVICE).certificate());
    }

    @Test
    void answer_for_another_key_is_refused() {
        assertRefused("no certificate for the key", CA.port(NAME).certificate());
    }

    @Test
    void answer_for_another_name_is_refused() throws Exception {
        assertRefused("its CN is 'VI9'", answer(CA, "VI9", UnaryOperator.identity()));
    }

    @Test
    void answer_of_another_ca_is_refused() throws Exception {
        assertRefused("didn't issue it", answer(OutsideCa.root("Outside CA"), NAME, UnaryOperator.identity()));
    }

    @Test
    void answer_without_the_intermediate_is_refused_and_says_where_it_belongs() throws Exception {
        assertRefused("between it and the root", answer(BETWEEN, NAME, UnaryOperator.identity()));
    }

    @Test
    void answer_for_servers_only_is_refused() throws Exception {
        assertRefused("doesn't allow clientAuth", answer(CA, NAME, OutsideCa::forServersOnly));
    }

    @Test
    void answer_that_has_ended_is_refused() throws Exception {
        assertRefused(
                "it ended on", CA.issue(NAME, requested().getPublicKey(), OutsideCa.ended(), UnaryOperator.identity()));
    }

    @Test
    void without_a_request_a_renewal_for_the_present_key_is_taken() throws Exception {
        accept(answer(CA, NAME, UnaryOperator.identity()));
        var key = certificates().identity(Lab.DEVICE).key();
        X509Certificate renewed = answer(CA, NAME, UnaryOperator.identity());
        accept(renewed);
        assertEquals(renewed, certificates().identity(Lab.DEVICE).certificate());
        assertEquals(key, certificates().identity(Lab.DEVICE).key());
    }

    @Test
    void answer_without_any_key_names_the_command_that_makes_one() {
        DeviceName other = new DeviceName("VI2");
        String line = assertThrows(
                        TrustException.class,
                        () -> requests()
                                .accept(other, List.of(CA.certificate()), Path.of("answer.pem"), certificates()))
                .fault()
                .line();
        assertTrue(line.contains("voiceportd certs request VI2"), line);
    }
}
