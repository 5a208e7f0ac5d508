package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    @EnumSource
    void packets_leave_no_garbage(SrtpProfile profile) {
        SrtpSender sender = TestPackets.sender(profile);
        SrtpReceiver receiver = TestPackets.receiver(profile);
        run(sender, receiver);
        run(sender, receiver);
        long before = threads.getCurrentThreadAllocatedBytes();
        int passed = run(sender, receiver);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(2 * PACKETS, passed);
        assertTrue(allocated <= NOISE, () -> allocated + " bytes in " + PACKETS + " packets each way");
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
