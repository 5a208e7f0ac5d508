package org.voiceport.messaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.voiceport.audio.Source;
import org.voiceport.audio.Tones;
import org.voiceport.audio.Wav;
import org.voiceport.event.Event;
import org.voiceport.port.CallDetails;

/** A voicemail with two mailboxes, a short greeting, and a queue of all its events. */
final class Office implements AutoCloseable {
    static final Mailbox BOB = Mailbox.of("2001", "Bob");
    static final Mailboxes MAILBOXES = Mailboxes.of(List.of(BOB, Mailbox.of("2002", "Carol")), "general");
    static final short[] GREETING = Tones.sine(400, 200, -20);
    static final Prompts PROMPTS = new Prompts(GREETING, Tones.sine(500, 300, -20), Tones.sine(600, 300, -20));
    static final Patience LITTLE = new Patience(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));
    static final VoicemailSettings SETTINGS =
            VoicemailSettings.ofTimes(Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofMillis(500));

    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final MessageStore store;
    final Voicemail voicemail;
    private final ExecutorService threads = CallThreads.upTo(50);
    private final List<FakeCall> calls = new ArrayList<>();

    Office(Path directory) {
        this(new MessageStore(directory, Clock.systemUTC()), SETTINGS, Patience.USUAL);
    }

    Office(MessageStore store, VoicemailSettings settings, Patience patience) {
        this(store, settings, patience, MAILBOXES);
    }

    Office(MessageStore store, VoicemailSettings settings, Patience patience, Mailboxes mailboxes) {
        this.store = store;
        voicemail = new Voicemail(settings, mailboxes, store, events::add, threads, PROMPTS, patience);
    }

    /** Rings; the caller is 1001, Alice, and wants Bob. */
    FakeCall ring(FakeCall.Caller caller) {
        return ring(7, from("1001", "Alice"), caller);
    }

    FakeCall ring(int reference, CallDetails details, FakeCall.Caller caller) {
        FakeCall call = new FakeCall(reference, details, caller);
        calls.add(call);
        call.offerTo(voicemail);
        return call;
    }

    /** A call that Bob's phone forwarded. */
    static CallDetails from(String number, String name) {
        return new CallDetails(
                new CallDetails.Party(number, name, ""),
                new CallDetails.Party("9000", "Voicemail", ""),
                new CallDetails.Party(BOB.number(), BOB.name(), ""),
                CallDetails.Party.UNKNOWN,
                0,
                0,
                0);
    }

    /** Noise as loud as speech, the same for the same seed. */
    static short[] speech(int millis, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        short[] samples = new short[millis * Source.RATE / 1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextInt(20_000) - 10_000);
        }
        return samples;
    }

    Event nextEvent() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    <E extends Event> E next(Class<E> type) throws InterruptedException {
        Event event = nextEvent();
        if (!type.isInstance(event)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got " + event);
        }
        return type.cast(event);
    }

    static short[] sound(Path message) throws IOException {
        return Wav.read(new ByteArrayInputStream(MessageStore.wav(message)));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        calls.forEach(FakeCall::close);
    }
}
