package org.voiceport.sim;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpReceiver;
import org.voiceport.srtp.SrtpSender;

/**
 * The media of a great many phones as cheap as can be: one thread, one UDP socket for all of them, no selector. Each
 * millisecond it sends the packets of a twentieth of the calls and takes what has come. What comes is told apart by the
 * port that it comes from; all of it is counted, and of a few calls decrypted, decoded and kept.
 */
public final class PhoneBank implements AutoCloseable {
    private static final int SLOTS = 20;
    private static final long SLOT = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SAMPLES = SLOTS * Source.RATE / 1000;
    private static final int PLAIN = RtpPacket.HEADER_LENGTH + SAMPLES;
    /** As long as SRTP with a tag of 80 bits. */
    private static final int PROTECTED = PLAIN + 10;
    /** A slot that begins so much later than it should is reported. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(5);
    /** Of these calls, counted from the first, all that is heard is checked and kept. */
    static final int CHECKED = 3;

    /** Packets kept of a line until it is known whose it is. */
    private static final int EARLY = 100;
    /** Packets of any other call that are looked at for its first sound. */
    private static final int LOOKED_AT = 6;

    private static final int SOCKET_BUFFER = 4 << 20;

    private final DatagramChannel media;
    private final DatagramChannel control;
    private final InetSocketAddress address;
    private final byte[] speech;
    private final Thread thread = new Thread(this::run, "phone-bank");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(2048);
    private final byte[] packet = new byte[2048];
    private final short[] samples = new short[2048];
    private final Codec.Decoder decoder = Codec.G711U.decoder();
    private final SplittableRandom random = new SplittableRandom();
    private final List<List<Call>> slots = new ArrayList<>();
    private final Map<Integer, Call> calls = new HashMap<>();
    private final Line[] lines = new Line[65536];
    private int made;
    private boolean paused;
    private long sent;
    private long unsent;
    private long late;
    private volatile boolean closed;

    /** One phone's side of a call. */
    private static final class Call {
        private final int number;
        private Optional<PhoneKey> receiveKey = Optional.empty();
        private SrtpReceiver receiver;
        private SrtpSender sender;
        private InetSocketAddress remote;
        private int slot;
        private int ssrc;
        private int sequence;
        private int timestamp;
        private int position;
        private long ready;
        private long firstSound;
        private short[] heard = new short[Source.RATE];
        private int heardLength;
        private long refused;

        private Call(int number) {
            this.number = number;
        }
    }

    /** What comes from one port of the far end. */
    private static final class Line {
        private Call call;
        private long received;
        private int last;
        private long span;
        private final List<byte[]> early = new ArrayList<>();
        private final List<Long> earlyAt = new ArrayList<>();
        private int lookedAt;
    }

    /**
     * What was counted.
     *
     * @param sent packets that the system took
     * @param unsent packets that it did not take
     * @param received packets
     * @param missing gaps in the sequence numbers of what was received
     * @param refused packets of checked calls that were not authentic
     * @param speaking calls that send
     * @param hearing calls that have received
     * @param lateSlots how often this sender was late itself by more than 5 ms
     * @param firstSound nanoseconds from telling the call manager where to send, to the first packet that isn't silent;
     *     of each call that has one
     */
    public record Totals(
            long sent,
            long unsent,
            long received,
            long missing,
            long refused,
            int speaking,
            int hearing,
            long lateSlots,
            List<Long> firstSound) {}

    /** One on two free ports of an address, that says {@code speech} again and again in each call. */
    public static PhoneBank open(InetAddress at, short[] speech) throws IOException {
        for (int port = 40000; port < 60000; port += 2) {
            DatagramChannel media = DatagramChannel.open();
            DatagramChannel control = DatagramChannel.open();
            try {
                media.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
                media.bind(new InetSocketAddress(at, port)).configureBlocking(false);
                control.bind(new InetSocketAddress(at, port + 1)).configureBlocking(false);
                PhoneBank bank = new PhoneBank(media, control, new InetSocketAddress(at, port), speech);
                bank.thread.setDaemon(true);
                bank.thread.start();
                return bank;
            } catch (BindException taken) {
                media.close();
                control.close();
            }
        }
        throw new IOException("no free pair of UDP ports");
    }

    private PhoneBank(DatagramChannel media, DatagramChannel control, InetSocketAddress address, short[] speech) {
        this.media = media;
        this.control = control;
        this.address = address;
        int whole = speech.length / SAMPLES * SAMPLES;
        this.speech = new byte[whole];
        Codec.G711U.encoder().encode(speech, 0, this.speech, 0, whole);
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** A call will hear under that key, if any. */
    void listen(int reference, Optional<PhoneKey> key) {
        long now = System.nanoTime();
        tasks.add(() -> {
            Call call = call(reference);
            call.receiveKey = key;
            call.ready = now;
        });
    }

    /** A call speaks from now on; where it sends to is where it hears from. */
    void talk(int reference, InetSocketAddress remote, Optional<PhoneKey> key) {
        tasks.add(() -> begin(call(reference), remote, key));
    }

    /** A call without keys, to a bare echo. */
    public void talkPlain(int reference, InetSocketAddress remote) {
        talk(reference, remote, Optional.empty());
    }

    /** Nobody speaks any more, or all go on. */
    public void pause(boolean silent) {
        ask(() -> paused = silent);
    }

    /** All calls end, all counts begin anew. */
    public void reset() {
        ask(() -> {
            slots.forEach(List::clear);
            calls.values().forEach(this::wipe);
            calls.clear();
            Arrays.fill(lines, null);
            made = 0;
            sent = 0;
            unsent = 0;
            late = 0;
            paused = false;
            return true;
        });
    }

    private void wipe(Call call) {
        if (call.sender != null) {
            call.sender.close();
        }
        if (call.receiver != null) {
            call.receiver.close();
        }
    }

    public Totals totals() {
        return ask(() -> {
            long received = 0;
            long missing = 0;
            int hearing = 0;
            for (Line line : lines) {
                // An echo may still answer packets of the measurement before.
                if (line != null && line.call != null && line.received > 0) {
                    received += line.received;
                    missing += line.span + 1 - line.received;
                    hearing++;
                }
            }
            return new Totals(
                    sent,
                    unsent,
                    received,
                    missing,
                    calls.values().stream().mapToLong(call -> call.refused).sum(),
                    slots.stream().mapToInt(List::size).sum(),
                    hearing,
                    late,
                    calls.values().stream()
                            .filter(call -> call.firstSound != 0)
                            .map(call -> call.firstSound - call.ready)
                            .sorted()
                            .toList());
        });
    }

    /** What the checked calls have heard. */
    public List<short[]> heard() {
        return ask(() -> calls.values().stream()
                .filter(call -> call.number < CHECKED && call.heardLength > 0)
                .map(call -> Arrays.copyOf(call.heard, call.heardLength))
                .toList());
    }

    private <T> T ask(Callable<T> what) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                answer.complete(what.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Call call(int reference) {
        return calls.computeIfAbsent(reference, unused -> new Call(made++));
    }

    private void begin(Call call, InetSocketAddress remote, Optional<PhoneKey> key) {
        call.remote = remote;
        call.sender = key.map(PhoneKey::sender).orElse(null);
        call.receiver = call.receiveKey.map(PhoneKey::receiver).orElse(null);
        call.ssrc = random.nextInt();
        call.sequence = random.nextInt(0x8000);
        call.timestamp = random.nextInt();
        call.slot = call.number % SLOTS;
        slots.get(call.slot).add(call);
        Line line = line(remote.getPort());
        line.call = call;
        for (int i = 0; i < line.early.size(); i++) {
            hear(line, line.early.get(i), line.early.get(i).length, line.earlyAt.get(i));
        }
        line.early.clear();
    }

    private Line line(int port) {
        Line line = lines[port];
        if (line == null) {
            line = new Line();
            line.span = -1;
            lines[port] = line;
        }
        return line;
    }

    private void run() {
        long due = System.nanoTime();
        for (int slot = 0; !closed; slot = (slot + 1) % SLOTS) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            long now = System.nanoTime();
            if (now - due > LATE) {
                late++;
            }
            if (!paused) {
                slots.get(slot).forEach(this::speak);
            }
            receiveAll();
            due += SLOT;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void speak(Call call) {
        RtpPacket.writeHeader(packet, 0, 0, false, call.sequence++, call.timestamp, call.ssrc);
        System.arraycopy(speech, call.position, packet, RtpPacket.HEADER_LENGTH, SAMPLES);
        call.timestamp += SAMPLES;
        call.position = (call.position + SAMPLES) % speech.length;
        int length = call.sender == null ? PROTECTED : call.sender.protect(packet, 0, PLAIN);
        direct.clear().put(packet, 0, length).flip();
        try {
            if (media.send(direct, call.remote) > 0) {
                sent++;
            } else {
                unsent++;
            }
        } catch (IOException e) {
            unsent++;
        }
    }

    private void receiveAll() {
        try {
            while (true) {
                direct.clear();
                InetSocketAddress from = (InetSocketAddress) media.receive(direct);
                if (from == null) {
                    break;
                }
                int length = direct.position();
                direct.flip().get(packet, 0, length);
                received(line(from.getPort()), length);
            }
            do {
                direct.clear();
            } while (control.receive(direct) != null);
        } catch (IOException e) {
            // A far end that has closed its port already (ICMP).
        }
    }

    private void received(Line line, int length) {
        int sequence = RtpPacket.sequence(packet, 0);
        if (line.received == 0) {
            line.span = 0;
            line.last = sequence;
        }
        short step = (short) (sequence - line.last);
        if (step > 0) {
            line.span += step;
            line.last = sequence;
        }
        line.received++;
        if (line.call != null) {
            hear(line, packet, length, System.nanoTime());
        } else if (line.early.size() < EARLY) {
            line.early.add(Arrays.copyOf(packet, length));
            line.earlyAt.add(System.nanoTime());
        }
    }

    private void hear(Line line, byte[] from, int length, long at) {
        Call call = line.call;
        boolean wanted = call.number < CHECKED || (call.firstSound == 0 && line.lookedAt++ < LOOKED_AT);
        if (call.receiver == null || !wanted) {
            return;
        }
        int plain = call.receiver.unprotect(from, 0, length);
        int payload = plain < 0 ? -1 : RtpPacket.payloadLength(from, 0, plain);
        if (payload < 0) {
            call.refused++;
            return;
        }
        int begin = RtpPacket.payloadOffset(from, 0);
        decoder.decode(from, begin, samples, 0, payload);
        for (int i = 0; i < payload; i++) {
            if (call.firstSound == 0 && samples[i] != 0) {
                call.firstSound = at;
            }
        }
        if (call.number < CHECKED) {
            if (call.heardLength + payload > call.heard.length) {
                call.heard = Arrays.copyOf(call.heard, 2 * call.heard.length);
            }
            System.arraycopy(samples, 0, call.heard, call.heardLength, payload);
            call.heardLength += payload;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        media.close();
        control.close();
    }
}
