package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample is judged as {@code ctl/manifest.json} says; {@code ctl/README.md} tells where it leaves a choice. */
class CtlSamplesTest {
    private static final Map<String, Boolean> DECIDED = Map.of(
            "bad/subject-embedded-nul.tlv", false, "bad/unknown-header-tag.tlv", true, "bad/version-9.9.tlv", false);

    @ParameterizedTest
    @MethodSource("org.voiceport.trust.Samples#rows")
    void sample_is_the_file_of_the_manifest(Samples.Row row) {
        assertEquals(row.sha256(), Fingerprint.sha256(Samples.bytes(row.file())));
    }

    @ParameterizedTest
    @MethodSource("org.voiceport.trust.Samples#rows")
    void sample_parses_as_the_manifest_says(Samples.Row row) {
        if (parses(row)) {
            assertDoesNotThrow(() -> Samples.ctl(row.file()));
        } else {
            CtlException e = assertThrows(CtlException.class, () -> Samples.ctl(row.file()));
            assertEquals(CtlException.Kind.MALFORMED, e.kind());
        }
    }

    static List<Samples.Row> readable() {
        return Samples.rows().stream().filter(CtlSamplesTest::parses).toList();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void signature_is_judged_as_the_manifest_says(Samples.Row row) throws Exception {
        Ctl ctl = Samples.ctl(row.file());
        CtlVerifier verifier = CtlVerifier.allowingSha1();
        switch (row.signature()) {
            case "valid", "valid (self)" ->
                assertEquals(CtlRole.SAST, verifier.verify(ctl).role());
            case "invalid" -> assertEquals(CtlException.Kind.BAD_SIGNATURE, refusal(verifier, ctl));
            case "no signer record" -> assertEquals(CtlException.Kind.NO_SIGNER, refusal(verifier, ctl));
            default -> throw new AssertionError("unknown verdict " + row.signature());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad/certificate-garbage.tlv       | record 2 CERTIFICATE
            bad/empty.tlv                     | header
            bad/field-length-65535.tlv        | record 2 CERTIFICATE
            bad/header-length-too-long.tlv    | header PADDING
            bad/header-length-too-short.tlv   | header FILENAME
            bad/record-length-65535.tlv       | record 2 RECORDLENGTH
            bad/record-length-too-short.tlv   | record 2 CERTIFICATE
            bad/record-length-zero.tlv        | record 2 RECORDLENGTH
            bad/record-without-role.tlv       | record 2 FUNCTION
            bad/subject-embedded-nul.tlv      | record 2 SUBJECTNAME
            bad/trailing-garbage.tlv          | record 6 RECORDLENGTH
            bad/truncated-3-bytes.tlv         | header VERSION
            bad/truncated-in-header.tlv       | header HEADERLENGTH
            bad/two-signatures.tlv            | header SIGNATURE
            bad/version-9.9.tlv               | header VERSION
            certutils/ctl-sha512-truncated.tlv| record 5 RECORDLENGTH
            """)
    void refusal_names_the_field(String file, String field) {
        CtlException e = assertThrows(CtlException.class, () -> Samples.ctl(file));
        assertEquals(field, e.field(), e.getMessage());
        assertTrue(e.offset() >= 0 && e.offset() <= Samples.bytes(file).length, e.getMessage());
    }

    @Test
    void refusal_gives_the_offset_of_the_field() {
        byte[] file = Samples.bytes("valid/ctl-sha512.tlv");
        // The first record follows the header of 428 bytes; its DNSNAME field stands after RECORDLENGTH's 5 bytes.
        file[433 + Tlv.HEAD] = 7;
        CtlException e = assertThrows(CtlException.class, () -> CtlReader.read(file));
        assertEquals(
                "offset 433, record 1 DNSNAME: control character 0x07 inside the text at offset 436", e.getMessage());
    }

    @Test
    void file_of_an_independent_writer_verifies() throws Exception {
        Ctl ctl = Samples.ctl("certutils/ctl-sha512.tlv");
        assertEquals("1.1", ctl.signerVersion().orElseThrow());
        assertEquals(CtlRole.SAST, CtlVerifier.strict().verify(ctl).role());
    }

    @Test
    void fields_of_a_full_file_are_read() throws Exception {
        Ctl ctl = Samples.ctl("valid/ctl-sha512.tlv");
        assertEquals(
                "1.2 CTLFile.tlv SHA-512 428",
                ctl.major() + "." + ctl.minor() + " " + ctl.fileName() + " " + ctl.digest() + " " + ctl.headerLength());
        assertEquals(
                List.of(CtlRole.CCM_TFTP, CtlRole.CCM, CtlRole.CAPF),
                ctl.records().stream()
                        .map(CtlRecord::role)
                        .filter(r -> !r.equals(CtlRole.SAST))
                        .toList());
        assertEquals(List.of(), ctl.defects());
    }

    @Test
    void call_manager_record_has_name_address_and_certificate() throws Exception {
        CtlRecord record = Samples.ctl("valid/ctl-sha512.tlv").callManagers().get(0);
        assertEquals("cucm-pub.test.invalid", record.dnsName());
        assertEquals(Lab.PUBLISHER, record.address().orElseThrow());
        assertEquals(Samples.certificate("ccm-pub"), record.certificate().orElseThrow());
    }

    @Test
    void unknown_header_tag_is_reported() throws Exception {
        assertEquals(List.of(99), Samples.ctl("bad/unknown-header-tag.tlv").unknownTags());
    }

    @Test
    void unknown_role_survives() throws Exception {
        assertTrue(Samples.ctl("bad/unknown-role.tlv").records().stream()
                .anyMatch(r -> r.role().toString().equals("role 99")));
    }

    @ParameterizedTest
    @CsvSource({"bad/pubkey-mismatch.tlv,PUBLICKEY", "bad/serial-mismatch.tlv,SERIALNUMBER"})
    void record_that_contradicts_its_certificate_is_a_defect(String file, String word) throws Exception {
        List<String> defects = Samples.ctl(file).defects();
        assertEquals(1, defects.size(), defects.toString());
        assertTrue(defects.get(0).contains(word), defects.toString());
    }

    @ParameterizedTest
    @CsvSource({"bad/ip-length-0.tlv", "bad/ip-length-12.tlv"})
    void record_with_an_odd_address_is_known_by_its_name_only(String file) throws Exception {
        Ctl ctl = Samples.ctl(file);
        CallManagerTrust trust = CallManagerTrust.ofCtl(ctl);
        assertTrue(ctl.callManagers().get(0).address().isEmpty());
        assertTrue(trust.knows(ctl.callManagers().get(0).dnsName(), java.util.Optional.empty()));
    }

    @Test
    void sha1_is_too_weak_unless_allowed() throws Exception {
        Ctl ctl = Samples.ctl("valid/ctl-sha1.tlv");
        assertEquals(CtlException.Kind.TOO_WEAK, refusal(CtlVerifier.strict(), ctl));
    }

    @Test
    void clone_with_the_same_names_and_serial_is_not_authentic() throws Exception {
        Ctl clone = Samples.ctl("policy/attacker-clone-sast.tlv");
        Ctl lastGood = Samples.ctl("valid/ctl-sha512.tlv");
        assertTrue(lastGood.records().stream()
                .anyMatch(r -> r.serial().equals(clone.signer().serial())));
        CtlException e =
                assertThrows(CtlException.class, () -> CtlVerifier.strict().signedBySastOf(clone, lastGood));
        assertEquals(CtlException.Kind.NOT_AUTHENTIC, e.kind());
    }

    @Test
    void update_signed_by_a_sast_of_the_old_file_is_authentic() throws Exception {
        Ctl renewed = Samples.ctl("valid/ctl-renewed-ccm.tlv");
        assertDoesNotThrow(() -> CtlVerifier.strict().signedBySastOf(renewed, Samples.ctl("valid/ctl-sha512.tlv")));
    }

    @Test
    void file_is_authentic_by_a_given_fingerprint_only() throws Exception {
        Ctl ctl = Samples.ctl("valid/ctl-sha512.tlv");
        CtlVerifier verifier = CtlVerifier.strict();
        assertDoesNotThrow(() -> verifier.signedBy(ctl, Set.of(Fingerprint.sha256(Samples.certificate("sast1")))));
        assertThrows(
                CtlException.class,
                () -> verifier.signedBy(ctl, Set.of(Fingerprint.sha256(Samples.certificate("sast2")))));
    }

    @Test
    void key_sizes_between_the_codes_are_taken_from_the_certificate() throws Exception {
        assertFalse(CtlVerifier.strict()
                .verify(Samples.ctl("policy/rsa3072.tlv"))
                .defect()
                .isPresent());
    }

    private static boolean parses(Samples.Row row) {
        return switch (row.parse()) {
            case "ok" -> true;
            case "error" -> false;
            default -> DECIDED.getOrDefault(row.file(), false);
        };
    }

    private static CtlException.Kind refusal(CtlVerifier verifier, Ctl ctl) {
        return assertThrows(CtlException.class, () -> verifier.verify(ctl)).kind();
    }
}
