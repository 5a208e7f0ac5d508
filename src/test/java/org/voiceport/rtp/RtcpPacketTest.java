package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpPacketTest {
    private static final ReportBlock BLOCK =
            new ReportBlock(0xDEADBEEF, 128, -2, 0xFFFF_0001L, 0x8000_0000L, 0x12345678, 0xFFFF_FFFFL);

    private final byte[] buffer = new byte[600];

    @Test
    void a_sender_report_with_a_block_is_laid_out_as_rfc_3550_says() {
        int end = RtcpPacket.writeSenderReport(buffer, 0, 0xCAFEBABE, 0x0123456789ABCDEFL, 160, 1, 2);
        end = RtcpPacket.writeReportBlock(buffer, 0, end, BLOCK);
        assertArrayEquals(
                HexFormat.of()
                        .parseHex("81C8000C" + "CAFEBABE" + "0123456789ABCDEF" + "000000A0" + "00000001" + "00000002"
                                + "DEADBEEF" + "80FFFFFE" + "FFFF0001" + "80000000" + "12345678" + "FFFFFFFF"),
                Arrays.copyOf(buffer, end));
    }

    @Test
    void a_compound_packet_reads_back() {
        int end = compound(0);
        assertEquals(3, RtcpPacket.check(buffer, 0, end));
        assertEquals(RtcpPacket.SENDER_REPORT, RtcpPacket.type(buffer, 0));
        assertEquals(0xCAFEBABE, RtcpPacket.ssrc(buffer, 0));
        assertEquals(0x0123456789ABCDEFL, RtcpPacket.ntpTimestamp(buffer, 0));
        assertEquals(160, RtcpPacket.rtpTimestamp(buffer, 0));
        assertEquals(0xFFFF_FFFFL, RtcpPacket.senderPackets(buffer, 0));
        assertEquals(2, RtcpPacket.senderOctets(buffer, 0));
        assertEquals(1, RtcpPacket.count(buffer, 0));
        assertEquals(BLOCK, RtcpPacket.reportBlock(buffer, 0, 0));
        int description = RtcpPacket.packetLength(buffer, 0);
        assertEquals(RtcpPacket.SOURCE_DESCRIPTION, RtcpPacket.type(buffer, description));
        assertEquals("port@host", RtcpPacket.cname(buffer, description));
        int bye = description + RtcpPacket.packetLength(buffer, description);
        assertEquals(RtcpPacket.BYE, RtcpPacket.type(buffer, bye));
        assertEquals(end, bye + RtcpPacket.packetLength(buffer, bye));
    }

    @Test
    void a_receiver_report_reads_back() {
        int end = RtcpPacket.writeReceiverReport(buffer, 0, 7);
        end = RtcpPacket.writeReportBlock(buffer, 0, end, BLOCK);
        assertEquals(1, RtcpPacket.check(buffer, 0, end));
        assertEquals(BLOCK, RtcpPacket.reportBlock(buffer, 0, 0));
    }

    @Test
    void a_cname_of_any_length_reads_back() {
        for (int length = 0; length <= RtcpPacket.MAX_CNAME; length++) {
            Arrays.fill(buffer, (byte) 0xFF);
            String name = "n".repeat(length);
            int end = RtcpPacket.writeCname(buffer, RtcpPacket.writeReceiverReport(buffer, 0, 7), 7, name);
            assertEquals(2, RtcpPacket.check(buffer, 0, end), "length " + length);
            assertEquals(name, RtcpPacket.cname(buffer, 8));
            assertEquals(0, buffer[end - 1], "the items end with a zero octet");
            assertEquals((byte) 0xFF, buffer[end]);
        }
    }

    @Test
    void a_cname_behind_another_item_is_found() {
        byte[] packet = HexFormat.of().parseHex("81CA0004" + "00000007" + "0202414201034344" + "45000000");
        assertEquals("CDE", RtcpPacket.cname(packet, 0));
    }

    @Test
    void a_cname_that_leaves_its_packet_is_not_read() {
        byte[] packet = HexFormat.of().parseHex("81CA0002" + "00000007" + "01FF4142" + "43444546");
        assertEquals("", RtcpPacket.cname(packet, 0));
    }

    @Test
    void a_cname_too_long_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> RtcpPacket.writeCname(buffer, 0, 7, "n".repeat(256)));
    }

    @Test
    void a_buffer_too_small_has_no_room() {
        int needed = compound(0);
        for (int size = 0; size < needed; size++) {
            byte[] small = new byte[size];
            assertEquals(RtcpPacket.NO_ROOM, compound(small, 0), "size " + size);
        }
        assertEquals(needed, compound(new byte[needed], 0));
    }

    @Test
    void a_report_holds_31_blocks_at_most() {
        byte[] large = new byte[1000];
        int end = RtcpPacket.writeReceiverReport(large, 0, 7);
        for (int i = 0; i < 31; i++) {
            end = RtcpPacket.writeReportBlock(large, 0, end, BLOCK);
        }
        assertEquals(8 + 31 * 24, end);
        assertEquals(1, RtcpPacket.check(large, 0, end));
        assertEquals(RtcpPacket.NO_ROOM, RtcpPacket.writeReportBlock(large, 0, end, BLOCK));
    }

    @Test
    void only_whole_packets_pass() {
        int end = compound(0);
        int passed = 0;
        for (int length = 0; length < end; length++) {
            passed += RtcpPacket.check(buffer, 0, length) >= 0 ? 1 : 0;
        }
        assertEquals(2, passed, "the report alone, and the report with the description");
    }

    @Test
    void a_packet_outside_its_array_is_too_short() {
        assertEquals(RtcpPacket.TOO_SHORT, RtcpPacket.check(buffer, 0, buffer.length + 1));
        assertEquals(RtcpPacket.TOO_SHORT, RtcpPacket.check(buffer, -1, 8));
    }

    @Test
    void rejects_another_version() {
        assertEquals(RtcpPacket.BAD_VERSION, check("40C90001" + "00000007"));
        assertEquals(RtcpPacket.BAD_VERSION, check("80C90001" + "00000007" + "40CB0000"));
    }

    @Test
    void rejects_a_compound_that_begins_with_no_report() {
        assertEquals(RtcpPacket.BAD_ORDER, check("81CB0001" + "00000007"));
    }

    @Test
    void rejects_a_count_that_its_length_has_no_room_for() {
        assertEquals(RtcpPacket.BAD_LENGTH, check("81C90001" + "00000007"));
        assertEquals(RtcpPacket.BAD_LENGTH, check("80C80001" + "00000007"));
        assertEquals(RtcpPacket.BAD_LENGTH, check("80C90001" + "00000007" + "82CB0001" + "00000007"));
        assertEquals(RtcpPacket.BAD_LENGTH, check("80C90001" + "00000007" + "81CA0000"));
    }

    @Test
    void rejects_a_packet_cut_short() {
        assertEquals(RtcpPacket.TOO_SHORT, check("80C90001" + "00000007" + "81CB0001"));
        assertEquals(RtcpPacket.TOO_SHORT, check("80C90001" + "00000007" + "81"));
    }

    @Test
    void padding_is_for_the_last_packet() {
        assertEquals(2, check("80C90001" + "00000007" + "A1CB0002" + "00000007" + "00000004"));
        assertEquals(RtcpPacket.BAD_PADDING, check("A0C90002" + "00000007" + "00000004" + "81CB0001" + "00000007"));
    }

    @Test
    void rejects_a_padding_count_that_cannot_be() {
        assertEquals(RtcpPacket.BAD_PADDING, check("80C90001" + "00000007" + "A1CB0002" + "00000007" + "00000000"));
        assertEquals(RtcpPacket.BAD_PADDING, check("80C90001" + "00000007" + "A1CB0002" + "00000007" + "00000003"));
        assertEquals(RtcpPacket.BAD_PADDING, check("80C90001" + "00000007" + "A1CB0002" + "00000007" + "0000000C"));
        assertEquals(RtcpPacket.BAD_LENGTH, check("80C90001" + "00000007" + "A1CB0002" + "00000007" + "00000008"));
    }

    @Test
    void rejects_more_than_16_packets() {
        assertEquals(16, check("80C90001" + "00000007" + "80CC0000".repeat(15)));
        assertEquals(RtcpPacket.TOO_MANY, check("80C90001" + "00000007" + "80CC0000".repeat(16)));
    }

    @Test
    void what_passes_can_be_read_to_its_end() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = Arrays.copyOf(buffer, compound(0));
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (RtcpPacket.check(packet, 0, packet.length) >= 0) {
                passed++;
                readAll(packet, seed);
            }
        }
        assertTrue(passed > 1000, "some pass: " + passed);
    }

    private static void readAll(byte[] packet, long seed) {
        int at = 0;
        while (at < packet.length) {
            int type = RtcpPacket.type(packet, at);
            boolean report = type == RtcpPacket.SENDER_REPORT || type == RtcpPacket.RECEIVER_REPORT;
            for (int i = 0; report && i < RtcpPacket.count(packet, at); i++) {
                RtcpPacket.reportBlock(packet, at, i);
            }
            if (type == RtcpPacket.SOURCE_DESCRIPTION) {
                RtcpPacket.cname(packet, at);
            }
            at += RtcpPacket.packetLength(packet, at);
        }
        assertEquals(packet.length, at, "seed " + seed);
    }

    @Test
    void ntp_time_begins_in_1900() {
        assertEquals(2_208_988_800L << 32, RtcpPacket.ntpTimestamp(Instant.EPOCH));
    }

    @Test
    void half_a_second_is_half_of_the_fraction() {
        assertEquals(0x8000_0000L, RtcpPacket.ntpTimestamp(Instant.ofEpochMilli(500)) & 0xFFFF_FFFFL);
    }

    @Test
    void the_middle_of_an_ntp_timestamp_names_a_report() {
        assertEquals(0x456789AB, RtcpPacket.middle(0x0123456789ABCDEFL));
    }

    @Test
    void a_report_block_takes_what_the_statistics_say() {
        ReceptionStatistics statistics = new ReceptionStatistics();
        statistics.onPacket(10, 0, 0);
        statistics.onPacket(13, 480, 640);
        assertEquals(new ReportBlock(7, 128, 2, 13, 10, 5, 6), ReportBlock.of(7, statistics, 5, 6));
    }

    private static int check(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        return RtcpPacket.check(packet, 0, packet.length);
    }

    private int compound(int offset) {
        return compound(buffer, offset);
    }

    private static int compound(byte[] into, int offset) {
        int end = RtcpPacket.writeSenderReport(into, offset, 0xCAFEBABE, 0x0123456789ABCDEFL, 160, -1, 2);
        end = RtcpPacket.writeReportBlock(into, offset, end, BLOCK);
        end = RtcpPacket.writeCname(into, end, 0xCAFEBABE, "port@host");
        return RtcpPacket.writeBye(into, end, 0xCAFEBABE);
    }
}
