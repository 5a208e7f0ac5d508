package org.voiceport.sim;

import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.Message;

/** What the stations of a simulated call manager share: who exists, who is registered, what happened. Owned by the loop. */
final class Switchboard {
    private static final int EVENTS = 10_000;
    private static final int MESSAGES = 5_000;

    private final CallManagerSettings settings;
    private final EventLoop loop;
    private final Conduct conduct = new Conduct();
    private final Map<DeviceName, Entry> directory = new HashMap<>();
    private final Map<DeviceName, Station> registered = new ConcurrentHashMap<>();
    private final History<SimEvent> events = new History<>(EVENTS);
    private final Exchange exchange;
    private volatile MediaPath mediaPath = MediaPath.STRAIGHT;

    Switchboard(CallManagerSettings settings, EventLoop loop) {
        this.settings = settings;
        this.loop = loop;
        for (Device device : settings.devices()) {
            Entry entry = new Entry(device, new History<>(MESSAGES), new History<>(MESSAGES));
            if (directory.put(device.name(), entry) != null) {
                throw new IllegalArgumentException("two devices have the name " + device.name());
            }
        }
        this.exchange = new Exchange(this, new Numbers(settings.devices(), settings.forwards()));
    }

    /** A known device and the messages of all its connections. */
    record Entry(Device device, History<Message> received, History<Message> sent) {}

    CallManagerSettings settings() {
        return settings;
    }

    EventLoop loop() {
        return loop;
    }

    Conduct conduct() {
        return conduct;
    }

    Exchange exchange() {
        return exchange;
    }

    MediaPath mediaPath() {
        return mediaPath;
    }

    /** From now on, for any thread. */
    void mediaPath(MediaPath path) {
        mediaPath = path;
    }

    History<SimEvent> events() {
        return events;
    }

    /** The entry of that name as it came, or null. */
    @Nullable
    Entry entry(String name) {
        return DeviceName.isLegal(name) ? directory.get(new DeviceName(name)) : null;
    }

    Entry known(DeviceName name) {
        Entry entry = directory.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("the simulated call manager has no device " + name);
        }
        return entry;
    }

    Optional<Station> station(DeviceName name) {
        return Optional.ofNullable(registered.get(name));
    }

    void register(Station station, Device device) {
        registered.put(device.name(), station);
    }

    /** Ends a registration and its calls. */
    void unregister(Station station, Device device, boolean asked, String why) {
        if (registered.remove(device.name(), station)) {
            exchange.left(station);
            event(new SimEvent.Unregistered(device.name(), asked, why));
        }
    }

    void event(SimEvent event) {
        events.add(event);
        settings.events().accept(event);
    }

    /** Completes when all of them are registered at the same time. */
    CompletableFuture<Void> registered(Collection<DeviceName> names) {
        names.forEach(this::known);
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.execute(() -> awaitAll(names, all));
        return all;
    }

    private void awaitAll(Collection<DeviceName> names, CompletableFuture<Void> all) {
        if (registered.keySet().containsAll(names)) {
            all.complete(null);
            return;
        }
        var unused = events.next(SimEvent.Registered.class::isInstance).whenComplete((event, failure) -> {
            if (failure != null) {
                all.completeExceptionally(failure);
            } else {
                awaitAll(names, all);
            }
        });
    }
}
