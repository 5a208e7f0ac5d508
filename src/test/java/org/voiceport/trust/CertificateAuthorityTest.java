package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateInUse.Owner;

class CertificateAuthorityTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final Validity DAYS = Validity.lasting(Duration.ofDays(9));

    @TempDir
    Path directory = Path.of(".");

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] extension(X509Certificate certificate, String id) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(id)).getOctets();
    }

    private static String authorityOf(X509Certificate certificate) {
        return hex(AuthorityKeyIdentifier.getInstance(extension(certificate, Extension.authorityKeyIdentifier.getId()))
                .getKeyIdentifierOctets());
    }

    private static String keyIdOf(X509Certificate certificate) {
        return hex(SubjectKeyIdentifier.getInstance(extension(certificate, Extension.subjectKeyIdentifier.getId()))
                .getKeyIdentifier());
    }

    @Test
    void root_signs_certificates_and_revocation_lists_with_sha_256() {
        X509Certificate root = Lab.ROOT.root();
        boolean[] usage = root.getKeyUsage();
        assertTrue(usage[5] && usage[6] && !usage[0], "keyCertSign, cRLSign");
        assertEquals("SHA256withRSA", root.getSigAlgName());
        assertTrue(root.getCriticalExtensionOIDs().contains(Extension.basicConstraints.getId()));
    }

    @Test
    void certificates_name_the_keys_that_they_hold_and_that_signed_them() {
        assertEquals(keyIdOf(Lab.ROOT.root()), authorityOf(Lab.PORT.certificate()));
        assertFalse(keyIdOf(Lab.PORT.certificate()).equals(keyIdOf(Lab.ROOT.root())));
    }

    @Test
    void serial_numbers_are_long_and_never_the_same() {
        var first = Lab.ROOT.reissuePort(Lab.DEVICE, DAYS, PortTemplate.DEFAULT, Lab.PORT);
        var second = Lab.ROOT.reissuePort(Lab.DEVICE, DAYS, PortTemplate.DEFAULT, Lab.PORT);
        assertTrue(first.certificate().getSerialNumber().bitLength() >= 64);
        assertFalse(first.certificate()
                .getSerialNumber()
                .equals(second.certificate().getSerialNumber()));
    }

    @Test
    void reissued_certificate_keeps_its_key() {
        Identity again = Lab.ROOT.reissuePort(Lab.DEVICE, DAYS, PortTemplate.DEFAULT, Lab.PORT);
        assertEquals(Lab.PORT.certificate().getPublicKey(), again.certificate().getPublicKey());
        assertEquals(DAYS.notAfter(), again.certificate().getNotAfter().toInstant());
        assertTrue(IssuerPath.issued(Lab.ROOT.root(), again.certificate()));
    }

    @Test
    void issued_certificate_has_a_new_key_of_the_length_asked_for() {
        Identity issued = Lab.ROOT.issuePort(Lab.DEVICE, DAYS, new PortTemplate(3072, ""));
        assertEquals(
                3072,
                ((RSAPublicKey) issued.certificate().getPublicKey())
                        .getModulus()
                        .bitLength());
    }

    @Test
    void port_certificate_never_outlives_the_root() {
        Identity issued = Lab.ROOT.reissuePort(Lab.DEVICE, Lab.years(30), PortTemplate.DEFAULT, Lab.PORT);
        assertEquals(Lab.ROOT.root().getNotAfter(), issued.certificate().getNotAfter());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | CN=CiscoUM1-VI1",
                "OU=Voice,O=Example  | CN=CiscoUM1-VI1,OU=Voice,O=Example",
                "'L=C+O=A\\, B,C=DE' | CN=CiscoUM1-VI1,L=C+O=A\\, B,C=DE"
            })
    void subject_goes_on_behind_the_name_as_it_was_given(String more, String subject) {
        Identity issued = Lab.ROOT.reissuePort(Lab.DEVICE, DAYS, new PortTemplate(2048, more), Lab.PORT);
        assertEquals(subject, issued.certificate().getSubjectX500Principal().getName());
        assertEquals(Optional.of("CiscoUM1-VI1"), Certificates.commonNameOf(issued.certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=x", "O=Example,CN=x", "O=a+CN=x", "Example", "=x", "Q=y", "O=Example,"})
    void subject_that_names_a_cn_or_is_none_is_refused(String subject) {
        assertThrows(IllegalArgumentException.class, () -> new PortTemplate(2048, subject));
    }

    @Test
    void every_legal_device_name_gets_a_certificate() throws Exception {
        DeviceName name = new DeviceName("a_b.c-1");
        X509Certificate certificate =
                Lab.ROOT.reissuePort(name, DAYS, PortTemplate.DEFAULT, Lab.PORT).certificate();
        assertEquals(List.of(List.of(2, "a_b.c-1")), List.copyOf(certificate.getSubjectAlternativeNames()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saved_root_issues_again(boolean asPem) throws Exception {
        Path file = Lab.ROOT.saveIn(directory, PASSWORD, asPem);
        assertEquals(asPem ? "root.pem" : "root.p12", file.getFileName().toString());
        CertificateAuthority loaded = CertificateAuthority.in(directory, PASSWORD);
        Identity issued = loaded.reissuePort(Lab.DEVICE, DAYS, PortTemplate.DEFAULT, Lab.PORT);
        PortCertificates certificates = PortCertificates.open(directory, PASSWORD);
        certificates.save(Lab.DEVICE, issued, false);
        assertEquals(Optional.empty(), certificates.check(Lab.DEVICE));
        assertTrue(certificates.issues());
        assertEquals(
                List.of(Owner.ROOT, Owner.PORT),
                certificates.inUse(certificates.look(List.of(Lab.DEVICE))).stream()
                        .map(CertificateInUse::owner)
                        .toList());
    }

    @Test
    void port_that_lasts_as_long_as_the_root_ends_with_it() throws Exception {
        Lab.ROOT.saveIn(directory, PASSWORD, true);
        PortCertificates certificates = PortCertificates.open(directory, PASSWORD);
        certificates.save(Lab.DEVICE, Lab.PORT, false);
        assertEquals(
                Owner.PORT_ENDING_WITH_ROOT,
                certificates
                        .inUse(certificates.look(List.of(Lab.DEVICE)))
                        .get(1)
                        .owner());
    }

    @Test
    void root_of_an_outside_ca_issues_nothing_and_says_who_does() throws Exception {
        Files.writeString(
                directory.resolve("root.pem"),
                PemCertificates.write(OutsideCa.root("CA").certificate()));
        TrustException refused = assertThrows(TrustException.class, () -> CertificateAuthority.in(directory, PASSWORD));
        assertTrue(refused.fault().line().contains("certs request"), refused.fault()::line);
    }

    @Test
    void wrong_password_never_proposes_a_new_root() throws Exception {
        for (boolean asPem : List.of(true, false)) {
            Path file = Lab.ROOT.saveIn(Files.createDirectories(directory.resolve("" + asPem)), PASSWORD, asPem);
            TrustException refused = assertThrows(
                    TrustException.class, () -> CertificateAuthority.in(file.getParent(), "another".toCharArray()));
            String line = refused.fault().line();
            assertTrue(line.contains("its password is another one"), line);
            assertTrue(line.contains("identity.passwordFile") && !line.contains("certs init"), line);
        }
    }

    @Test
    void damaged_root_is_restored_first_and_made_anew_only_if_it_is_lost() throws Exception {
        Files.writeString(directory.resolve("root.p12"), "no key store");
        String line = assertThrows(TrustException.class, () -> CertificateAuthority.in(directory, PASSWORD))
                .fault()
                .line();
        assertTrue(line.contains("restore it from a backup") && line.contains("move it away"), line);
    }

    /** A CA of the company, whose issuing certificate and key are ours to use. */
    @Test
    void authority_below_another_issues_with_its_chain_and_its_own_key_id() throws Exception {
        OutsideCa company = OutsideCa.root("Company CA");
        var keys = OutsideCa.newKeys();
        X509Certificate own = company.issue(
                "Voice CA",
                keys.getPublic(),
                Lab.years(1),
                builder -> builder.extension(Extension.basicConstraints, true, new BasicConstraints(0))
                        .extension(
                                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {1, 2, 3})));
        Files.writeString(directory.resolve("root.pem"), PemCertificates.write(List.of(company.certificate(), own)));
        Files.write(directory.resolve("root.key"), Pem.text(keys.getPrivate(), PASSWORD));

        CertificateAuthority authority = CertificateAuthority.in(directory, PASSWORD);
        Identity issued = authority.reissuePort(Lab.DEVICE, DAYS, PortTemplate.DEFAULT, Lab.PORT);

        assertEquals(own, authority.root());
        assertEquals(List.of(issued.certificate(), own, company.certificate()), issued.chain());
        assertEquals("010203", authorityOf(issued.certificate()));
        PortCertificates certificates = PortCertificates.open(directory, PASSWORD);
        certificates.save(Lab.DEVICE, issued, true);
        assertEquals(Optional.empty(), certificates.check(Lab.DEVICE));
        Path store = directory.resolve("store.p12");
        issued.save(store, PASSWORD);
        assertEquals(issued.chain(), Identity.load(store, PASSWORD, "a test").chain());
    }
}
