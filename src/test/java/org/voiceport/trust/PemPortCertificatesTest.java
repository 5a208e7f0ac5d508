package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateInUse.Owner;

/** Identity directories in PEM, most of them of an outside CA: root.pem without a key. */
class PemPortCertificatesTest {
    private static final char[] NONE = new char[0];
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final String NAME = Lab.DEVICE.value();
    private static final OutsideCa CA = OutsideCa.root("Outside CA");
    private static final OutsideCa BETWEEN = CA.intermediate("Issuing CA", OutsideCa.YEAR);

    @TempDir
    Path directory = Path.of(".");

    @BeforeEach
    void outsideRoot() throws Exception {
        Files.createDirectories(directory.resolve("ports"));
        roots(CA.certificate());
    }

    private void roots(X509Certificate... certificates) throws Exception {
        Files.writeString(directory.resolve("root.pem"), PemCertificates.write(List.of(certificates)));
    }

    private Path port(String ending) {
        return directory.resolve("ports/" + NAME + ending);
    }

    private void put(Identity identity) throws Exception {
        Files.write(port(".pem"), identity.toPem(NONE));
    }

    private PortCertificates open() throws TrustException {
        return PortCertificates.open(directory, NONE);
    }

    private void assertFit() throws TrustException {
        assertEquals(Optional.empty(), open().check(Lab.DEVICE));
    }

    private String fault() throws TrustException {
        return open().check(Lab.DEVICE).orElseThrow().line();
    }

    private void assertFault(String... parts) throws TrustException {
        String line = fault();
        for (String part : parts) {
            assertTrue(line.contains(part), () -> "no '" + part + "' in " + line);
        }
    }

    @Test
    void port_with_its_key_in_the_file_needs_no_password() throws Exception {
        put(CA.port(NAME));
        assertFit();
        assertFalse(open().issues());
    }

    @Test
    void key_may_stand_beside_the_certificate() throws Exception {
        Identity identity = CA.port(NAME);
        Files.writeString(port(".pem"), PemCertificates.write(identity.chain()));
        Files.write(port(".key"), Pem.text(identity.key(), NONE));
        assertFit();
    }

    @Test
    void key_in_the_file_counts_before_one_beside_it() throws Exception {
        put(CA.port(NAME));
        Files.write(port(".key"), Pem.text(OutsideCa.newKeys().getPrivate(), NONE));
        assertFit();
    }

    @Test
    void key_beside_it_must_be_the_right_one() throws Exception {
        Files.writeString(port(".pem"), PemCertificates.write(CA.port(NAME).chain()));
        Files.write(port(".key"), Pem.text(OutsideCa.newKeys().getPrivate(), NONE));
        assertFault(port(".key").toString(), "isn't the one of the certificate");
    }

    @Test
    void certificate_without_key_is_told_with_the_certificate() throws Exception {
        Identity identity = CA.port(NAME);
        Files.writeString(port(".pem"), PemCertificates.write(identity.chain()));
        PortCertificate found = open().look(Lab.DEVICE);
        assertEquals("its key is missing", found.problem());
        assertEquals(Optional.of(identity.certificate()), found.certificate());
        assertFault(port(".pem").toString(), port(".key").toString());
    }

    @Test
    void two_formats_at_once_are_an_error_that_names_both() throws Exception {
        Identity identity = CA.port(NAME);
        put(identity);
        identity.save(port(".p12"), PASSWORD);
        assertFault(port(".p12").toString(), port(".pem").toString(), "move one of the two away");
    }

    @Test
    void two_formats_of_the_root_at_once_are_an_error_that_names_both() throws Exception {
        Lab.ROOT.save(directory.resolve("root.p12"), PASSWORD);
        String line = assertThrows(TrustException.class, this::open).fault().line();
        assertTrue(line.contains("root.p12") && line.contains("root.pem"), line);
    }

    @Test
    void file_of_the_root_that_holds_a_key_is_refused() throws Exception {
        Files.write(directory.resolve("root.pem"), CA.port("x").toPem(NONE));
        String line = assertThrows(TrustException.class, this::open).fault().line();
        assertTrue(line.contains("root.key"), line);
    }

    @Test
    void file_of_the_root_with_a_certificate_of_no_authority_is_refused() throws Exception {
        roots(CA.certificate(), CA.port("x").certificate());
        String line = assertThrows(TrustException.class, this::open).fault().line();
        assertTrue(line.contains("may not issue others: CN=x"), line);
    }

    @Test
    void missing_certificate_is_had_from_the_ca_by_a_request() throws Exception {
        assertFault("missing", NAME + ".p12 doesn't exist, nor does " + NAME + ".pem", "certs request " + NAME);
    }

    @Test
    void encrypted_key_needs_the_password() throws Exception {
        Files.write(port(".pem"), CA.port(NAME).toPem(PASSWORD));
        assertFault("no password is configured", "identity.passwordFile");
        assertEquals(
                Optional.empty(), PortCertificates.open(directory, PASSWORD).check(Lab.DEVICE));
    }

    @Test
    void wrong_password_is_told_with_the_file_and_without_certs_init() throws Exception {
        Files.write(port(".pem"), CA.port(NAME).toPem(PASSWORD));
        String line = PortCertificates.open(directory, "another".toCharArray())
                .check(Lab.DEVICE)
                .orElseThrow()
                .line();
        assertTrue(line.contains(port(".pem") + ": its password is another one"), line);
        assertTrue(line.contains("identity.passwordFile") && !line.contains("certs init"), line);
    }

    @Test
    void key_store_without_a_configured_password_says_what_to_set() throws Exception {
        CA.port(NAME).save(port(".p12"), PASSWORD);
        assertFault(port(".p12").toString(), "set identity.passwordFile or identity.passwordEnv");
    }

    @Test
    void chain_through_an_intermediate_is_followed_whatever_its_order() throws Exception {
        Identity identity = BETWEEN.port(NAME);
        String shuffled =
                PemCertificates.write(List.of(CA.certificate(), BETWEEN.certificate(), identity.certificate()))
                        + new String(Pem.text(identity.key(), NONE), StandardCharsets.US_ASCII);
        Files.writeString(port(".pem"), shuffled);
        assertEquals(
                List.of(identity.certificate(), BETWEEN.certificate(), CA.certificate()),
                open().identity(Lab.DEVICE).chain());
    }

    @Test
    void root_that_is_not_in_the_file_is_not_presented() throws Exception {
        Identity identity = BETWEEN.port(NAME, BETWEEN.certificate());
        put(identity);
        assertEquals(identity.chain(), open().identity(Lab.DEVICE).chain());
    }

    @Test
    void intermediate_may_stand_among_the_roots() throws Exception {
        roots(CA.certificate(), BETWEEN.certificate());
        put(BETWEEN.port(NAME));
        assertFit();
    }

    @Test
    void certificate_of_any_of_the_roots_will_do() throws Exception {
        OutsideCa next = OutsideCa.root("Outside CA");
        roots(CA.certificate(), next.certificate());
        put(next.port(NAME));
        assertFit();
    }

    @Test
    void missing_intermediate_is_told() throws Exception {
        put(BETWEEN.port(NAME));
        assertFault("the root in " + directory.resolve("root.pem") + " didn't issue it");
    }

    @Test
    void ended_intermediate_is_told_by_its_name() throws Exception {
        OutsideCa ended = CA.intermediate("Ended CA", OutsideCa.ended());
        put(ended.port(NAME, ended.certificate()));
        assertFault("its issuer CN=Ended CA ended on");
    }

    @Test
    void certificate_of_a_port_issues_no_other() throws Exception {
        Identity first = CA.port("VI9");
        OutsideCa asAuthority = new OutsideCa(
                new java.security.KeyPair(first.certificate().getPublicKey(), first.key()), first.certificate());
        put(asAuthority.port(NAME, first.certificate()));
        assertFault("didn't issue it");
    }

    @Test
    void certificate_for_servers_only_is_refused() throws Exception {
        put(CA.port(NAME, OutsideCa.YEAR, OutsideCa::forServersOnly));
        assertFault("its extendedKeyUsage doesn't allow clientAuth");
    }

    @Test
    void certificate_for_clients_is_fine_and_so_is_one_for_anything() throws Exception {
        put(CA.port(NAME, OutsideCa.YEAR, OutsideCa::forClients));
        assertFit();
        put(CA.port(NAME, OutsideCa.YEAR, UnaryOperator.identity()));
        assertFit();
    }

    @Test
    void certificate_that_has_ended_is_told() throws Exception {
        put(CA.port(NAME, OutsideCa.ended(), UnaryOperator.identity()));
        assertFault("it ended on", "certs request");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void key_that_others_may_read_is_noticed_wherever_it_stands() throws Exception {
        Identity identity = CA.port(NAME);
        put(identity);
        mode(port(".pem"), "rw-r--r--");
        assertTrue(open().look(Lab.DEVICE).readableByOthers());
        Files.writeString(port(".pem"), PemCertificates.write(identity.chain()));
        Files.write(port(".key"), Pem.text(identity.key(), NONE));
        mode(port(".key"), "rw-------");
        assertFalse(open().look(Lab.DEVICE).readableByOthers(), "the certificates alone are no secret");
        mode(port(".key"), "rw-r-----");
        assertTrue(open().look(Lab.DEVICE).readableByOthers());
    }

    private static void mode(Path file, String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void reopening_decrypts_only_what_has_changed() throws Exception {
        put(CA.port(NAME));
        PortCertificates before = open();
        var key = before.identity(Lab.DEVICE).key();
        assertSame(key, before.reopen(NONE).identity(Lab.DEVICE).key());
        Identity renewed = CA.port(NAME);
        put(renewed);
        Identity after = before.reopen(NONE).identity(Lab.DEVICE);
        assertNotSame(key, after.key());
        assertEquals(renewed.certificate(), after.certificate());
    }

    @Test
    void reopening_with_another_password_decrypts_again() throws Exception {
        Files.write(port(".pem"), CA.port(NAME).toPem(PASSWORD));
        PortCertificates before = PortCertificates.open(directory, PASSWORD);
        assertEquals(Optional.empty(), before.check(Lab.DEVICE));
        assertTrue(before.reopen("another".toCharArray()).check(Lab.DEVICE).isPresent());
    }

    @Test
    void reopening_sees_another_root() throws Exception {
        put(CA.port(NAME));
        PortCertificates before = open();
        assertEquals(Optional.empty(), before.check(Lab.DEVICE));
        roots(OutsideCa.root("Outside CA").certificate());
        assertTrue(before.reopen(NONE).check(Lab.DEVICE).isPresent());
    }

    @Test
    void files_to_watch_are_those_of_the_root_and_of_every_device() {
        List<Path> files = PortCertificates.files(directory, List.of(Lab.DEVICE, new DeviceName("VI2")));
        assertEquals(
                List.of(
                        "root.p12",
                        "root.pem",
                        "root.key",
                        "ports/CiscoUM1-VI1.p12",
                        "ports/CiscoUM1-VI1.pem",
                        "ports/CiscoUM1-VI1.key",
                        "ports/VI2.p12",
                        "ports/VI2.pem",
                        "ports/VI2.key"),
                files.stream()
                        .map(file -> directory.relativize(file).toString())
                        .toList());
    }

    @Test
    void many_ports_are_looked_at_in_their_order() throws Exception {
        put(CA.port(NAME));
        DeviceName other = new DeviceName("VI2");
        assertEquals(
                List.of(other, Lab.DEVICE),
                open().look(List.of(other, Lab.DEVICE)).stream()
                        .map(PortCertificate::device)
                        .toList());
    }

    @Test
    void saving_keeps_pem_and_takes_the_old_key_away() throws Exception {
        Identity old = CA.port(NAME);
        Files.writeString(port(".pem"), PemCertificates.write(old.chain()));
        Files.write(port(".key"), Pem.text(old.key(), NONE));
        Identity renewed = CA.port(NAME);
        assertEquals(port(".pem"), open().save(Lab.DEVICE, renewed, false));
        assertFalse(Files.exists(port(".key")));
        assertEquals(renewed.certificate(), open().identity(Lab.DEVICE).certificate());
    }

    @Test
    void saving_keeps_a_key_store_unless_pem_is_asked_for() throws Exception {
        CA.port(NAME).save(port(".p12"), PASSWORD);
        PortCertificates certificates = PortCertificates.open(directory, PASSWORD);
        assertEquals(port(".p12"), certificates.save(Lab.DEVICE, CA.port(NAME), false));
        assertEquals(port(".pem"), certificates.save(Lab.DEVICE, CA.port(NAME), true));
        assertFalse(Files.exists(port(".p12")));
        assertEquals(Optional.empty(), certificates.check(Lab.DEVICE));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saved_pem_is_for_its_owner_only() throws Exception {
        open().save(Lab.DEVICE, CA.port(NAME), false);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(port(".pem"))));
    }

    @Test
    void roots_and_ports_of_a_ca_are_in_use_as_that() throws Exception {
        put(CA.port(NAME));
        PortCertificates certificates = open();
        List<CertificateInUse> inUse =
                certificates.inUse(certificates.look(List.of(Lab.DEVICE, new DeviceName("VI2"))));
        assertEquals(
                List.of(Owner.OUTSIDE_ROOT + " the root CN=Outside CA", Owner.OUTSIDE_PORT + " port " + NAME),
                inUse.stream().map(one -> one.owner() + " " + one.name()).toList());
    }
}
