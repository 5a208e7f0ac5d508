package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

class SrtpAllocationTest {
    private static final int PACKETS = 10_000;
    /** What the measurement itself and the JVM may add in all; a single object per packet would be 160,000. */
    private static final long NOISE = 8_192;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] buffer = new byte[256];
    private int sequence;

    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_32, DIGEST", "AES_CM_128_HMAC_SHA1_32, COMPRESSION",
        "AES_CM_128_HMAC_SHA1_80, DIGEST", "AES_CM_128_HMAC_SHA1_80, COMPRESSION"
    })
    void packets_leave_no_garbage(SrtpProfile profile, SrtpEngine engine) {
        assumeTrue(engine.usable(), SrtpEngine.reason());
        SrtpSender sender = TestPackets.sender(profile, engine);
        SrtpReceiver receiver = TestPackets.receiver(profile, engine);
        run(sender, receiver);
        run(sender, receiver);
        long before = threads.getCurrentThreadAllocatedBytes();
        int passed = run(sender, receiver);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(2 * PACKETS, passed);
        assertTrue(allocated <= NOISE, () -> allocated + " bytes in " + PACKETS + " packets each way");
    }

    @Test
    void forged_packets_leave_no_garbage() {
        SrtpReceiver receiver = TestPackets.receiver(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        forge(receiver);
        long before = threads.getCurrentThreadAllocatedBytes();
        int refused = forge(receiver);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(PACKETS, refused);
        assertTrue(allocated <= NOISE, () -> allocated + " bytes in " + PACKETS + " forged packets");
    }

    /** Of sources of their own. */
    private int forge(SrtpReceiver receiver) {
        int refused = 0;
        for (int i = 0; i < PACKETS; i++) {
            RtpPacket.writeHeader(buffer, 0, 0, false, i, i, i);
            refused += receiver.unprotect(buffer, 0, 182) == SrtpStatus.AUTH_FAILED ? 1 : 0;
        }
        return refused;
    }

    private int run(SrtpSender sender, SrtpReceiver receiver) {
        int passed = 0;
        for (int i = 0; i < PACKETS; i++) {
            sequence++;
            RtpPacket.writeHeader(buffer, 0, 0, false, sequence, sequence * 160, TestPackets.SSRC);
            int secured = sender.protect(buffer, 0, 172);
            passed += receiver.unprotect(buffer, 0, secured) == 172 ? 1 : 0;
            RtcpPacket.writeReceiverReport(buffer, 0, TestPackets.SSRC);
            int control = sender.protectControl(buffer, 0, 100);
            passed += receiver.unprotectControl(buffer, 0, control) == 100 ? 1 : 0;
        }
        return passed;
    }
}
