package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.rtp.TelephoneEvent;

/** Presses as they are seen in telephone events, whatever becomes of the packets on their way. */
class KeyReaderTest {
    private static final int SSRC = 0x1EE3_61FB;

    private final StringBuilder pressed = new StringBuilder();
    private final KeyReader reader = new KeyReader(key -> pressed.append(key.symbol()));

    @Test
    void a_press_is_told_with_its_first_packet_and_once() {
        packets("7", 1000).subList(0, 1).forEach(this::take);
        assertEquals("7", pressed.toString());
        packets("7", 1000).forEach(this::take);
        assertEquals("7", pressed.toString());
    }

    @Test
    void the_first_packet_of_another_program_is_understood() {
        take(HexFormat.of().parseHex("80e503b5000244a01ee361fb030a00a0"));
        assertEquals("3", pressed.toString());
    }

    @Test
    void all_keys_are_known() {
        packets("0123456789*#ABCD", -20_000).forEach(this::take);
        assertEquals("0123456789*#ABCD", pressed.toString());
    }

    @Test
    void the_same_key_twice_is_two_presses() {
        packets("5555", 0).forEach(this::take);
        assertEquals("5555", pressed.toString());
    }

    @Test
    void one_packet_of_a_press_is_enough_whichever_it_is() {
        for (int survivor = 0; survivor < packets("1", 0).size(); survivor++) {
            List<byte[]> all = packets("12", survivor * 100_000);
            int first = survivor;
            int second = all.size() / 2;
            for (int i = 0; i < all.size(); i++) {
                if (i == first || i >= second) {
                    take(all.get(i));
                }
            }
        }
        assertEquals("12".repeat(packets("1", 0).size()), pressed.toString());
    }

    @Test
    void any_loss_doubling_and_exchange_within_a_press_gives_each_press_once() {
        SplittableRandom random = new SplittableRandom(4733);
        String keys = "31415926535897932384626433832795";
        int perPress = packets("1", 0).size();
        for (int run = 0; run < 500; run++) {
            pressed.setLength(0);
            List<byte[]> all = packets(keys, run << 20);
            for (int press = 0; press < keys.length(); press++) {
                List<byte[]> mine = new ArrayList<>(all.subList(press * perPress, (press + 1) * perPress));
                mine.remove(random.nextInt(mine.size()));
                mine.remove(random.nextInt(mine.size()));
                mine.add(random.nextInt(mine.size()), mine.get(random.nextInt(mine.size())));
                mine.add(random.nextInt(mine.size()), mine.remove(random.nextInt(mine.size())));
                mine.forEach(this::take);
            }
            assertEquals(keys, pressed.toString(), "run " + run);
        }
    }

    @Test
    void late_packets_of_an_earlier_press_are_no_press() {
        List<byte[]> all = packets("12", 0);
        all.forEach(this::take);
        all.subList(0, all.size() / 2).forEach(this::take);
        assertEquals("12", pressed.toString());
    }

    @Test
    void a_press_longer_than_an_event_can_tell_is_one_press() {
        int began = 5000;
        for (int part = 0; part < 3; part++) {
            for (int duration = 160; duration < 0xFFFF; duration += 160 * 20) {
                take(packet(part == 0 && duration == 160, began + part * 0xFFFF, 9, false, duration));
            }
            take(packet(false, began + part * 0xFFFF, 9, part == 2, 0xFFFF));
        }
        assertEquals("9", pressed.toString());
        take(packet(true, began + 3 * 0xFFFF, 9, false, 160));
        assertEquals("99", pressed.toString(), "the marker begins a new one");
    }

    @Test
    void a_long_press_goes_on_where_the_packets_between_were_lost() {
        take(packet(true, 0, 9, false, 160));
        take(packet(false, 0xFFFF, 9, false, 160));
        assertEquals("9", pressed.toString());
    }

    @Test
    void events_that_are_no_keys_are_ignored() {
        for (int event = 16; event < 256; event++) {
            take(packet(true, event * 1000, event, false, 160));
        }
        assertEquals("", pressed.toString());
    }

    @Test
    void several_events_in_a_packet_are_told_in_order() {
        byte[] packet = new byte[RtpPacket.HEADER_LENGTH + 3 * TelephoneEvent.LENGTH];
        RtpPacket.writeHeader(packet, 0, 101, true, 1, 1000, SSRC);
        for (int i = 0; i < 3; i++) {
            int at = RtpPacket.HEADER_LENGTH + i * TelephoneEvent.LENGTH;
            TelephoneEvent.write(packet, at, 4 + i, i < 2, 10, 400);
        }
        reader.packet(packet, 12);
        reader.packet(packet, 12);
        assertEquals("456", pressed.toString());
    }

    @Test
    void a_payload_too_short_for_an_event_says_nothing() {
        byte[] packet = packet(true, 0, 1, false, 160);
        for (int length = 0; length < TelephoneEvent.LENGTH; length++) {
            reader.packet(packet, length);
        }
        assertEquals("", pressed.toString());
    }

    @Test
    void another_source_has_times_of_its_own() {
        packets("1", 1_000_000).forEach(this::take);
        byte[] other = packet(true, 500_000, 2, false, 160);
        other[11] ^= 1;
        take(other);
        assertEquals("12", pressed.toString());
    }

    @Test
    void time_that_jumps_back_far_is_a_new_time() {
        packets("1", 1_000_000).forEach(this::take);
        packets("2", 1_000_000 - 200_000).forEach(this::take);
        assertEquals("12", pressed.toString());
    }

    private void take(byte[] packet) {
        reader.packet(packet, packet.length - RtpPacket.HEADER_LENGTH);
    }

    /** Each key for 100 ms with a packet every 20 ms and three at its end, then 100 ms without one. */
    private static List<byte[]> packets(String keys, int from) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < keys.length(); i++) {
            int event = org.voiceport.audio.Dtmf.of(keys.charAt(i)).event();
            int began = from + i * 1600;
            for (int duration = 160; duration < 800; duration += 160) {
                packets.add(packet(duration == 160, began, event, false, duration));
            }
            for (int end = 0; end < 3; end++) {
                packets.add(packet(false, began, event, true, 800));
            }
        }
        return packets;
    }

    private static byte[] packet(boolean marker, int timestamp, int event, boolean end, int duration) {
        byte[] packet = new byte[RtpPacket.HEADER_LENGTH + TelephoneEvent.LENGTH];
        RtpPacket.writeHeader(packet, 0, 101, marker, 1, timestamp, SSRC);
        TelephoneEvent.write(packet, RtpPacket.HEADER_LENGTH, event, end, 10, duration);
        return packet;
    }
}
