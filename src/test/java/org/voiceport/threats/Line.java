package org.voiceport.threats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.voiceport.audio.Similarity;
import org.voiceport.audio.Source;
import org.voiceport.audio.Wav;
import org.voiceport.messaging.MessageStore;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;

/** A port that has the attacker between it and the phones that call it. */
record Line(Target port, MediaCrossing crossing, SimulatedCallManager callManager) {
    private static final int REACTION = Source.RATE * 3 / 10;
    private static final List<String> MESSAGE = List.of("MSG-001", "MSG-002", "MSG-003");
    private static final int AFTERWARDS = Source.RATE / 5;

    /** A call that is over. */
    static final class Recorded {
        private final List<byte[]> toPort;
        private final List<byte[]> spoken;
        private final List<byte[]> fromPort;
        private final short[] stored;
        private final Told ended;

        private Recorded(List<byte[]> toPort, List<byte[]> spoken, List<byte[]> fromPort, short[] stored, Told ended) {
            this.toPort = toPort;
            this.spoken = spoken;
            this.fromPort = fromPort;
            this.stored = stored;
            this.ended = ended;
        }

        /** What the attacker saw of the caller. */
        List<byte[]> toPort() {
            return toPort;
        }

        /** Of these, what came after the beep. */
        List<byte[]> spoken() {
            return spoken;
        }

        /** What the attacker saw of the port. */
        List<byte[]> fromPort() {
            return fromPort;
        }

        /** The port's summary. */
        Told ended() {
            return ended;
        }

        long refused() {
            return ended.number("packets_refused");
        }

        /** How much of that sound is in the message that was stored, 0 to 1. */
        double holds(short[] sound) {
            return Similarity.compare(sound, stored).score();
        }

        /** How much of the message that was stored is in that sound, 0 to 1. */
        double isIn(short[] sound) {
            return Similarity.compare(stored, sound).score();
        }
    }

    /** What the attacker does once the caller has heard the beep. */
    interface AtBeep {
        void run() throws IOException;
    }

    Recorded call(SimulatedPhone phone, short[] speech) throws IOException, InterruptedException {
        return call(phone, speech, () -> {});
    }

    /** Calls, and says {@code speech} 0.3 s after the beep; afterwards the attacker only looks on. */
    Recorded call(SimulatedPhone phone, short[] speech, AtBeep attack) throws IOException, InterruptedException {
        int first = crossing.seen().count();
        int mark = port.mark();
        int beep = first;
        PhoneCall call = phone.call(port.mailbox());
        try {
            Lab.await(call.connected());
            Lab.await(call.beep());
            beep = crossing.seen().count();
            attack.run();
            Lab.await(call.say(withPauses(speech)));
            crossing.awaitToPort(first, call.packetsSent());
        } finally {
            call.hangUp();
            Lab.await(call.ended());
            crossing.tamper(Tampering.NONE);
        }
        Told ended = port.told(mark, "CALL-006");
        // What became of a call before may be told as late as this.
        Told message = port.told(
                mark,
                told -> MESSAGE.stream().anyMatch(told::is) && told.fact("call").equals(ended.fact("call")),
                "MSG event");
        return new Recorded(
                crossing.seen(first, Direction.TO_PORT),
                crossing.seen(beep, Direction.TO_PORT),
                crossing.seen(first, Direction.FROM_PORT),
                stored(message),
                ended);
    }

    /** The key of what the port receives in its last call; empty if it got none. */
    Optional<KeyBlock> key() {
        return callManager.sent(port.name()).stream()
                .filter(OpenReceiveChannel.class::isInstance)
                .map(message -> ((OpenReceiveChannel) message).key())
                .reduce((one, later) -> later)
                .filter(KeyBlock::present);
    }

    private static short[] stored(Told message) throws IOException {
        return message.is("MSG-001")
                ? Wav.read(new ByteArrayInputStream(MessageStore.wav(Path.of(message.fact("file")))))
                : new short[0];
    }

    /** People need a moment before they speak, and another before they hang up. */
    private static short[] withPauses(short[] speech) {
        short[] all = new short[REACTION + speech.length + AFTERWARDS];
        System.arraycopy(speech, 0, all, REACTION, speech.length);
        return all;
    }
}
