package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whatever a file holds, it is a CTL or refused in one line, twice the same, and what verifies does so in no other form.
 * An input is the file.
 */
class CtlFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Bytes of the heap that a file may cost beside those for each of its own: keys are set up, messages made. */
    private static final long ALLOCATED_ANYWAY = 1024 * 1024;

    private static final long ALLOCATED_PER_BYTE = 100;

    private record Outcome(Optional<Ctl> ctl, String strict, String allowingSha1) {
        boolean verifies() {
            return strict.startsWith(SIGNED_BY) || allowingSha1.startsWith(SIGNED_BY);
        }
    }

    private static final String SIGNED_BY = "signed by record ";

    @FuzzTest
    void any_file_is_a_ctl_or_refused(byte[] file) {
        Outcome outcome = outcome(file);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Outcome again = outcome(file);
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertEquals(outcome, again);
        assertTrue(
                cost <= ALLOCATED_ANYWAY + ALLOCATED_PER_BYTE * file.length, () -> file.length + " bytes cost " + cost);
        outcome.ctl.ifPresent(ctl -> {
            assertEquals(Octets.of(file), ctl.file());
            assertTrue(ctl.records().size() <= CtlReader.MAX_RECORDS);
            tells_everything(ctl);
        });
        if (outcome.strict.startsWith(SIGNED_BY)) {
            assertEquals(outcome.strict, outcome.allowingSha1, "what is enough for the strict is enough for the other");
        }
        if (outcome.verifies()) {
            int bit = Math.floorMod(Arrays.hashCode(file), file.length * Byte.SIZE);
            file[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertFalse(outcome(file).verifies(), "bit " + bit + " is not under the signature");
        }
    }

    private static Outcome outcome(byte[] file) {
        try {
            Ctl ctl = CtlReader.read(file);
            return new Outcome(
                    Optional.of(ctl), verdict(CtlVerifier.strict(), ctl), verdict(CtlVerifier.allowingSha1(), ctl));
        } catch (CtlException refused) {
            assertEquals(CtlException.Kind.MALFORMED, refused.kind());
            return new Outcome(Optional.empty(), told(refused, file.length), "");
        }
    }

    private static String verdict(CtlVerifier verifier, Ctl ctl) {
        try {
            CtlRecord signer = verifier.verify(ctl);
            assertEquals(CtlRole.SAST, signer.role());
            assertEquals(signer, ctl.records().get(signer.index() - 1));
            return SIGNED_BY + signer.index();
        } catch (CtlException refused) {
            return told(refused, ctl.file().length());
        }
    }

    private static String told(CtlException refused, int fileLength) {
        String told = refused.kind() + ": " + refused.getMessage();
        assertTrue(refused.offset() >= 0 && refused.offset() <= fileLength, told);
        assertTrue(told.codePoints().noneMatch(Character::isISOControl), told);
        return told;
    }

    private static void tells_everything(Ctl ctl) {
        assertNotNull(ctl.toString());
        assertTrue(ctl.defects().size() <= ctl.records().size());
        assertTrue(ctl.sastFingerprints().size() <= ctl.records().size());
        for (CtlRecord signer : ctl.records()) {
            assertFalse(signer.label().isBlank());
            assertEquals(signer.certificate().isPresent(), signer.fingerprint().isPresent());
        }
    }
}
