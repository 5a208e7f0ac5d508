package org.voiceport.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;

/** A simulated call manager with a port and a phone of each mode; {@code mailbox(mode)} is forwarded to the port. */
final class Exchange implements AutoCloseable {
    /** What callers say: a second of speech. */
    static final short[] SPEECH = Arrays.copyOf(speech(), Source.RATE);

    static final Duration CALL_LIMIT = Duration.ofSeconds(20);

    private final SimulatedCallManager callManager;
    private final List<SimulatedPhone> phones = new ArrayList<>();

    private Exchange(SimulatedCallManager callManager) {
        this.callManager = callManager;
    }

    static Exchange start() {
        return start(settings());
    }

    static Exchange start(CallManagerSettings.Builder settings) {
        try {
            return new Exchange(SimulatedCallManager.start(settings.build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports and phones of all modes, and three mailboxes. */
    static CallManagerSettings.Builder settings() {
        CallManagerSettings.Builder settings = withoutPorts();
        for (SecurityMode mode : SecurityMode.values()) {
            settings.device(Device.port(DemoLab.port(mode).value(), mode, number(mode)));
            settings.forward(Forward.noAnswer(mailbox(mode), "Subscriber", number(mode)));
        }
        return settings;
    }

    /** As {@link #settings}, but it doesn't know the ports and mailboxes yet. */
    static CallManagerSettings.Builder withoutPorts() {
        CallManagerSettings.Builder settings = CallManagerSettings.builder()
                .maxVersion(22)
                .tls(Keys.callManager(), Keys.root().root());
        for (SecurityMode mode : SecurityMode.values()) {
            settings.device(Device.phone(phone(mode).value(), mode, "100" + digit(mode), "Phone " + mode));
        }
        return settings;
    }

    static DeviceName phone(SecurityMode mode) {
        return new DeviceName("SEP00000000000" + digit(mode));
    }

    /** The directory number of the port of that mode. */
    static String number(SecurityMode mode) {
        return "500" + digit(mode);
    }

    /** The mailbox whose calls go to the port of that mode. */
    static String mailbox(SecurityMode mode) {
        return "200" + digit(mode);
    }

    private static char digit(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> '1';
            case AUTHENTICATED -> '2';
            case ENCRYPTED -> '3';
        };
    }

    SimulatedCallManager callManager() {
        return callManager;
    }

    /** A registered phone of that mode. */
    SimulatedPhone phoneOf(SecurityMode mode) {
        return phone(settings(mode));
    }

    /** As {@link #phoneOf(SecurityMode)}, but it knows one codec only. */
    SimulatedPhone phoneOf(SecurityMode mode, Codec codec) {
        return phone(settings(mode).withCodecs(codec));
    }

    private PhoneSettings settings(SecurityMode mode) {
        String name = phone(mode).value();
        return mode.secure()
                ? PhoneSettings.secure(
                        name,
                        mode,
                        callManager.tlsAddress(),
                        Keys.device(phone(mode)),
                        CallManagerTrust.ofPins(List.of(Keys.callManager().certificate())))
                : PhoneSettings.clear(name, callManager.clearAddress());
    }

    private SimulatedPhone phone(PhoneSettings settings) {
        SimulatedPhone started = SimulatedPhone.start(settings);
        phones.add(started);
        await(started.registered());
        return started;
    }

    /** A phone of that mode leaves {@link #SPEECH} at the port of the other one. */
    CompletableFuture<LeftMessage> leave(SecurityMode phone, SecurityMode port) {
        return phoneOf(phone).leaveMessage(mailbox(port), SPEECH, CALL_LIMIT);
    }

    /** Waits until a device was refused that often. */
    void awaitRejections(DeviceName device, int count) {
        CompletableFuture<SimEvent.Rejected> next;
        do {
            next = callManager.nextEvent(
                    SimEvent.Rejected.class, event -> event.name().equals(device.value()));
        } while (rejections(device) < count && await(next) != null);
    }

    private long rejections(DeviceName device) {
        return callManager.events().stream()
                .filter(event -> event instanceof SimEvent.Rejected rejected
                        && rejected.name().equals(device.value()))
                .count();
    }

    /** The mode that is {@code turn} further than {@code mode}, round and round. */
    static SecurityMode further(SecurityMode mode, int turn) {
        List<SecurityMode> modes = List.of(SecurityMode.values());
        return modes.get((modes.indexOf(mode) + turn) % modes.size());
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static short[] speech() {
        try {
            return Demo.resource("/org/voiceport/demo/caller-alice.wav");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        phones.forEach(SimulatedPhone::close);
        callManager.close();
    }
}
