package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CtlWriterTest {
    private static final int MUTATIONS = 6000;

    @ParameterizedTest
    @EnumSource(CtlDigest.class)
    void written_file_reads_and_verifies(CtlDigest digest) throws Exception {
        CtlDraft plain = Lab.draft();
        Ctl ctl = Lab.ctl(new CtlDraft(plain.fileName(), plain.timestamp(), digest, plain.entries()));
        assertEquals(
                Lab.SAST.certificate(),
                CtlVerifier.allowingSha1().verify(ctl).certificate().orElseThrow());
    }

    @Test
    void written_fields_are_read_back() throws Exception {
        CtlDraft draft = Lab.draft();
        Ctl ctl = Lab.ctl(draft);
        List<CtlDraft.Entry> read = ctl.records().stream()
                .map(r -> new CtlDraft.Entry(
                        r.role(), r.dnsName(), r.address(), r.certificate().orElseThrow()))
                .toList();
        assertEquals(draft, new CtlDraft(ctl.fileName(), ctl.timestamp(), ctl.digest(), read));
        assertEquals(List.of(), ctl.defects());
    }

    @Test
    void header_is_padded_to_four_bytes() throws Exception {
        assertEquals(0, Lab.ctl(Lab.draft()).headerLength() % 4);
    }

    @Test
    void records_with_ec_and_ipv6_are_read_back() throws Exception {
        Ctl ctl = Lab.ctl(CtlDraft.Entry.server(
                CtlRole.CCM, "cucm", Lab.address("2001:db8::10"), Samples.certificate("ccm-pub-ec")));
        assertEquals(
                Lab.address("2001:db8::10"), ctl.callManagers().get(0).address().orElseThrow());
        assertEquals(List.of(), ctl.defects());
    }

    @Test
    void itl_with_the_roles_of_a_cluster_is_read_back_and_verifies() throws Exception {
        CtlDraft draft = new CtlDraft(
                "ITLFile.tlv",
                Lab.draft().timestamp(),
                CtlDigest.SHA512,
                List.of(
                        CtlDraft.Entry.sast(Lab.SAST.certificate()),
                        Lab.server(CtlRole.CCM_TFTP, "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB),
                        Lab.server(CtlRole.TFTP, "cucm-tftp", Lab.SUBSCRIBER, Lab.CUCM_SUB),
                        Lab.server(CtlRole.CAPF, "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB),
                        Lab.server(CtlRole.APP_SERVER, "cucm-app", Lab.PUBLISHER, Lab.CUCM_PUB),
                        Lab.server(new CtlRole(21), "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB)));
        Ctl itl = CtlReader.read(Lab.SAST.sign(draft));
        assertEquals("ITLFile.tlv", itl.fileName());
        assertEquals(
                List.of("SAST", "CCM+TFTP", "TFTP", "CAPF", "APP-SERVER", "TVS"),
                itl.records().stream().map(record -> record.role().toString()).toList());
        assertEquals(
                Lab.SAST.certificate(),
                CtlVerifier.strict().verify(itl).certificate().orElseThrow());
    }

    @Test
    void file_signed_with_any_key_size_of_the_format_verifies() throws Exception {
        for (Identity signer : List.of(Signers.SMALL, Signers.ONE)) {
            Ctl ctl = CtlReader.read(Signers.sheet(0, signer).signedBy(signer));
            assertEquals(
                    signer.certificate(),
                    CtlVerifier.strict().verify(ctl).certificate().orElseThrow());
        }
    }

    @Test
    void key_of_another_certificate_does_not_make_a_file_that_verifies() throws Exception {
        Ctl ctl = CtlReader.read(CtlWriter.write(Lab.draft(), Lab.SAST_2.key(), Lab.SAST.certificate()));
        CtlException e =
                assertThrows(CtlException.class, () -> CtlVerifier.strict().verify(ctl));
        assertEquals(CtlException.Kind.BAD_SIGNATURE, e.kind());
    }

    @Test
    void time_after_2106_does_not_fit() {
        CtlDraft draft =
                new CtlDraft(Instant.parse("2107-01-01T00:00:00Z"), Lab.draft().entries());
        assertThrows(IllegalArgumentException.class, () -> Lab.SAST.sign(draft));
    }

    @Test
    void more_than_a_mebibyte_is_refused() {
        byte[] file = new byte[CtlReader.MAX_FILE_LENGTH + 1];
        CtlException e = assertThrows(CtlException.class, () -> CtlReader.read(file));
        assertEquals(CtlException.Kind.MALFORMED, e.kind());
    }

    @Test
    void more_than_a_thousand_records_are_refused() {
        byte[] valid = Samples.bytes("valid/ctl-sha512.tlv");
        // The smallest record: its length, 10, and a role.
        byte[] record = {1, 0, 2, 0, 10, 4, 0, 2, 0, 99};
        byte[] file = Arrays.copyOf(valid, valid.length + 1000 * record.length);
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(record, 0, file, valid.length + i * record.length, record.length);
        }
        CtlException e = assertThrows(CtlException.class, () -> CtlReader.read(file));
        assertEquals("more than 1000 records", e.reason());
    }

    static Stream<byte[]> validFiles() {
        return Stream.of(Lab.SAST.sign(Lab.draft()), Samples.bytes("valid/ctl-sha512-tag28-v1.1.tlv"));
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void every_prefix_is_refused_cleanly(byte[] file) {
        IntStream.range(0, file.length).parallel().forEach(length -> {
            byte[] prefix = Arrays.copyOf(file, length);
            assertThrows(
                    CtlException.class, () -> CtlVerifier.strict().verify(CtlReader.read(prefix)), "length " + length);
        });
    }

    @Test
    void changed_files_never_verify_and_never_fail_otherwise() {
        byte[] file = Lab.SAST.sign(Lab.draft());
        Map<CtlException.Kind, Integer> refusals = new EnumMap<>(CtlException.Kind.class);
        for (long seed = 1; seed <= MUTATIONS; seed++) {
            byte[] changed = mutate(file, new SplittableRandom(seed));
            if (Arrays.equals(changed, file)) {
                continue;
            }
            try {
                CtlVerifier.allowingSha1().verify(CtlReader.read(changed));
                fail("a changed file verified, seed " + seed);
            } catch (CtlException expected) {
                refusals.merge(expected.kind(), 1, Integer::sum);
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
        // Both lines of defence were reached, or the mutations were too coarse to mean anything.
        assertTrue(refusals.getOrDefault(CtlException.Kind.MALFORMED, 0) > 100, refusals.toString());
        assertTrue(refusals.getOrDefault(CtlException.Kind.BAD_SIGNATURE, 0) > 100, refusals.toString());
    }

    /** One to four changes: bits, bytes, lengths near tags, cuts, insertions, copies of one part over another. */
    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] file = original.clone();
        int changes = random.nextInt(1, 5);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> file[random.nextInt(Math.min(file.length, 450))] = (byte) random.nextInt(32);
                case 3 -> file = Arrays.copyOf(file, Math.max(1, at));
                case 4 -> file = inserted(file, at, random.nextInt(1, 20));
                default -> {
                    int from = random.nextInt(file.length);
                    int length = Math.min(random.nextInt(1, 40), file.length - Math.max(from, at));
                    System.arraycopy(file, from, file, at, length);
                }
            }
        }
        return file;
    }

    private static byte[] inserted(byte[] file, int at, int length) {
        byte[] longer = new byte[file.length + length];
        System.arraycopy(file, 0, longer, 0, at);
        System.arraycopy(file, at, longer, at + length, file.length - at);
        return longer;
    }
}
