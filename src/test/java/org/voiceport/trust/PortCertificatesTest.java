package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;

class PortCertificatesTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final DeviceName OTHER = new DeviceName("CiscoUM1-VI2");

    @TempDir
    Path directory = Path.of(".");

    @BeforeEach
    void init() throws Exception {
        Lab.ROOT.save(PortCertificates.rootFile(directory), PASSWORD);
    }

    @Test
    void issued_certificate_is_fit_for_use() throws Exception {
        put(Lab.DEVICE, Lab.PORT);
        PortCertificates certificates = open();
        assertEquals(Optional.empty(), certificates.check(Lab.DEVICE));
        assertEquals(Lab.PORT.certificate(), certificates.identity(Lab.DEVICE).certificate());
    }

    @Test
    void missing_certificate_is_named_with_its_port() throws Exception {
        assertFault("missing", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void unreadable_certificate_is_named() throws Exception {
        Path file = PortCertificates.portFile(directory, Lab.DEVICE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not a key store");
        assertFault("can't be used", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void certificate_of_another_port_is_refused() throws Exception {
        put(Lab.DEVICE, Lab.ROOT.issuePort(OTHER));
        assertFault("its CN is 'CiscoUM1-VI2'", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void certificate_from_another_root_is_refused() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("voiceportd test root", Lab.years(7), 2048);
        put(Lab.DEVICE, other.issuePort(Lab.DEVICE));
        assertFault("didn't issue it", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void certificate_that_has_ended_is_refused() throws Exception {
        put(Lab.DEVICE, Lab.ROOT.issuePort(Lab.DEVICE, Lab.fromTo(Duration.ofDays(-9), Duration.ofDays(-1))));
        assertFault("it ended on", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void certificate_that_is_not_yet_valid_is_refused() throws Exception {
        put(Lab.DEVICE, Lab.ROOT.issuePort(Lab.DEVICE, Lab.fromTo(Duration.ofDays(1), Duration.ofDays(9))));
        assertFault("isn't valid before", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void key_of_another_certificate_is_refused() throws Exception {
        put(Lab.DEVICE, new Identity(Lab.SAST.key(), Lab.PORT.chain()));
        assertFault("isn't the one of the certificate", "certs issue", open().check(Lab.DEVICE));
    }

    @Test
    void key_of_a_port_that_nobody_asks_for_any_more_is_forgotten() throws Exception {
        put(Lab.DEVICE, Lab.PORT);
        put(OTHER, Lab.ROOT.issuePort(OTHER));
        PortCertificates before = open();
        before.look(List.of(Lab.DEVICE, OTHER));
        assertEquals(Set.of(Lab.DEVICE, OTHER), before.kept());
        PortCertificates after = before.reopen(PASSWORD);
        after.look(List.of(OTHER));
        assertEquals(Set.of(OTHER), after.kept());
        assertEquals(Set.of(OTHER), before.kept());
    }

    @Test
    void wrong_password_is_a_fault_of_the_root() {
        TrustException e =
                assertThrows(TrustException.class, () -> PortCertificates.open(directory, "wrong".toCharArray()));
        assertTrue(e.fault().line().contains("root.p12") && e.fault().line().contains("passwordFile"), e.getMessage());
    }

    @Test
    void port_certificate_is_no_root() throws Exception {
        Lab.PORT.save(PortCertificates.rootFile(directory), PASSWORD);
        assertThrows(TrustException.class, this::open);
    }

    @Test
    void loaded_root_issues_certificates_of_its_own() throws Exception {
        CertificateAuthority loaded = CertificateAuthority.load(PortCertificates.rootFile(directory), PASSWORD);
        assertTrue(IssuerPath.issued(Lab.ROOT.root(), loaded.issuePort(OTHER).certificate()));
    }

    @Test
    void key_store_is_readable_by_its_owner_only() throws Exception {
        Path root = PortCertificates.rootFile(directory);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
    }

    @Test
    void replaced_key_store_leaves_no_temporary_file() throws Exception {
        Lab.ROOT.save(PortCertificates.rootFile(directory), PASSWORD);
        try (var files = Files.list(directory)) {
            assertEquals(List.of(PortCertificates.rootFile(directory)), files.toList());
        }
    }

    @Test
    void port_certificate_names_the_device_and_serves_clients_only() throws Exception {
        X509Certificate certificate = Lab.PORT.certificate();
        assertEquals("CN=CiscoUM1-VI1", certificate.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "CiscoUM1-VI1")), List.copyOf(certificate.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
        assertArrayEquals(
                new boolean[] {true, false, true, false, false, false, false, false, false}, certificate.getKeyUsage());
    }

    @Test
    void port_certificate_starts_a_day_back_and_ends_with_the_root() {
        X509Certificate certificate = Lab.PORT.certificate();
        assertTrue(certificate.getNotBefore().toInstant().isBefore(Instant.now().minus(Duration.ofHours(23))));
        assertEquals(Lab.ROOT.root().getNotAfter(), certificate.getNotAfter());
    }

    @Test
    void new_root_has_a_3072_bit_key_and_may_issue_leaves_only() {
        X509Certificate root = CertificateAuthority.create(
                        "root", Validity.lasting(CertificateAuthority.DEFAULT_VALIDITY))
                .root();
        assertEquals(3072, ((RSAPublicKey) root.getPublicKey()).getModulus().bitLength());
        assertEquals(0, root.getBasicConstraints());
    }

    @Test
    void identity_hides_its_key() {
        assertEquals("Identity[CN=CiscoUM1-VI1, key ***]", Lab.PORT.toString());
    }

    @Test
    void sample_port_certificates_are_judged_by_their_root() {
        X509Certificate root = Samples.certificate("vm-root");
        assertTrue(IssuerPath.issued(root, Samples.certificate("port-CiscoUM1-VI1")));
        assertFalse(IssuerPath.issued(root, Samples.certificate("ccm-pub")));
    }

    private PortCertificates open() throws TrustException {
        return PortCertificates.open(directory, PASSWORD);
    }

    private void put(DeviceName device, Identity identity) throws TrustException {
        identity.save(PortCertificates.portFile(directory, device), PASSWORD);
    }

    private void assertFault(String what, String todo, Optional<Fault> fault) {
        String line = fault.orElseThrow().line();
        assertTrue(line.contains(what) && line.contains(todo), line);
        assertTrue(
                line.contains("port CiscoUM1-VI1")
                        && line.contains(
                                PortCertificates.portFile(directory, Lab.DEVICE).toString()),
                line);
    }
}
