package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Source;
import org.voiceport.event.MediaProtection;
import org.voiceport.port.MediaKey;

/** A packet of an encrypted call leaves no garbage, whichever way it goes; the far end is a stream of our own. */
class MediaAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 5000;
    private static final long INTERVAL = 20_000_000;
    /** Bytes for each packet, in the interpreter's first rounds and in the compiler's. */
    private static final long FEW = 16;

    private final PacketBuffers buffers = new PacketBuffers();
    private final Playback playback = new Playback(e -> {
        throw e;
    });
    private final Recording recording =
            new Recording(buffers.received, new SplittableRandom(1), new ToneReader(true, key -> {}), e -> {
                throw e;
            });
    private final Reception reception =
            new Reception(buffers, recording, new KeyReader(key -> {}), MediaLab.refusals(e -> {}));
    private final PacketGate gate = new PacketGate(MediaLab.receive(key()));
    private SocketPair here;
    private SocketPair there;
    private Transmission transmission;
    private int keys;

    @BeforeEach
    void open() throws NoSocket {
        UdpPorts ports = new UdpPorts(29200, 29299);
        here = ports.open(MediaLab.LOOPBACK);
        there = ports.open(MediaLab.LOOPBACK);
        InetTarget target = new InetTarget(here, buffers, there.local());
        transmission = new Transmission(
                MediaLab.transmit(there.local(), key()),
                target,
                buffers,
                new PacingError(),
                new SplittableRandom(1),
                0);
        Source tone = (into, offset, count) -> {
            Arrays.fill(into, offset, offset + count, (short) 1000);
            return count;
        };
        playback.play(tone);
        reception.begin(gate, 0);
        reception.record((samples, offset, count) -> {}, 0);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void a_packet_sent_received_and_recorded_leaves_no_garbage() {
        carry(0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        carry(PACKETS);
        long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS;
        assertTrue(reception.packets() == 2 * PACKETS, () -> reception.packets() + " packets received");
        assertTrue(each <= FEW, () -> each + " bytes for each packet");
    }

    @Test
    void packets_lost_late_doubled_exchanged_and_noise_leave_no_garbage() {
        JitterBuffer order = new JitterBuffer(recording);
        byte[] payload = new byte[160];
        stumble(order, payload, 0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        stumble(order, payload, PACKETS);
        long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS;
        assertTrue(each <= FEW, () -> each + " bytes for each packet");
        assertTrue(order.lost() > 0 && order.late() > 0 && order.duplicates() > 0 && order.reordered() > 0);
        assertTrue(recording.concealed() > 0);
    }

    @Test
    void sound_that_is_listened_to_for_keys_leaves_no_garbage() {
        ToneReader tones = new ToneReader(true, key -> keys++);
        short[] sound = new short[160];
        press(tones, sound, 0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        press(tones, sound, PACKETS);
        long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS;
        assertTrue(each <= FEW, () -> each + " bytes for each packet");
        assertEquals(2 * PACKETS / 10, keys);
    }

    /** 100 ms of a key, 100 ms of none, and so on. */
    private static void press(ToneReader tones, short[] sound, int from) {
        for (int i = from; i < from + PACKETS; i++) {
            for (int k = 0; k < sound.length; k++) {
                double angle = 2 * Math.PI * (i % 10 * 160 + k) / 8000;
                double key = 6000 * (Math.sin(770 * angle) + Math.sin(1336 * angle));
                sound[k] = (short) (i % 10 < 5 ? key : 0);
            }
            tones.sound(sound, sound.length, i * 160);
        }
    }

    private void stumble(JitterBuffer order, byte[] payload, int from) {
        for (int i = from; i < from + PACKETS; i++) {
            long now = i * INTERVAL;
            switch (i % 20) {
                case 3 -> {} // lost
                case 6 -> offer(order, PacketKind.SOUND, i + 1, payload, now);
                case 7 -> offer(order, PacketKind.SOUND, i - 1, payload, now);
                case 10 -> offer(order, PacketKind.NOISE, i, payload, now);
                case 15 -> offer(order, PacketKind.SOUND, i - 12, payload, now); // late, and this one lost
                case 17 -> offer(order, PacketKind.SOUND, i - 1, payload, now); // doubled, and this one lost
                default -> offer(order, PacketKind.SOUND, i, payload, now);
            }
            order.tick(now + INTERVAL / 2);
            recording.tick(now + INTERVAL / 2);
        }
    }

    private void offer(JitterBuffer order, PacketKind kind, int number, byte[] payload, long now) {
        int length = kind == PacketKind.NOISE ? 1 : 160;
        recording.heard(now);
        order.offer(kind, number & 0xFFFF, number * 160, payload, 0, length, now);
    }

    private void carry(int from) {
        for (int i = from; i < from + PACKETS; i++) {
            long now = i * INTERVAL;
            transmission.tick(now, playback, source -> {});
            int length = buffers.receive(there.rtp());
            reception.packet(gate, length, now);
            reception.tick(now);
        }
    }

    private static MediaKey key() {
        return new MediaKey(MediaProtection.AES_CM_128_HMAC_SHA1_80, new byte[16], new byte[14], 0);
    }
}
