package org.voiceport.threats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.voiceport.daemon.DaemonAtWork;
import org.voiceport.daemon.Keys;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.Forward;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TrustException;

/**
 * What is attacked: a call manager, a phone in each mode, and two daemons in processes of their own, started by the command
 * line with a YAML file as anybody's, of which one requires encrypted media.
 */
final class Lab implements AutoCloseable {
    private final SimulatedCallManager callManager;
    private final Map<SecurityMode, SimulatedPhone> phones = new EnumMap<>(SecurityMode.class);
    private final Map<SecurityMode, Victim> victims = new EnumMap<>(SecurityMode.class);
    private final Map<Ground, Map<SecurityMode, Line>> lines = new EnumMap<>(Ground.class);
    private final Map<DeviceName, MediaCrossing> mediaCrossings = new ConcurrentHashMap<>();
    /** The last one opened is closed first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Lab(SimulatedCallManager callManager) {
        this.callManager = kept(callManager);
    }

    /** One in that directory, which must exist, with every port registered. */
    static Lab start(Path directory) throws IOException, TrustException, InterruptedException {
        Cluster.makeKeys();
        CallManagerSettings.Builder settings = CallManagerSettings.builder()
                .tls(Keys.callManager(), Keys.root().root());
        for (SecurityMode mode : SecurityMode.values()) {
            settings.device(Caller.device(mode));
            for (Ground ground : Ground.values()) {
                settings.device(Device.port(ground.port(mode).value(), mode, ground.number(mode)));
                settings.forward(Forward.noAnswer(ground.mailbox(mode), "Subscriber", ground.number(mode)));
            }
        }
        Lab lab = new Lab(SimulatedCallManager.start(settings.build()));
        try {
            lab.fill(directory, new LabFiles(directory, lab.callManager));
            return lab;
        } catch (IOException | TrustException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void fill(Path directory, LabFiles files) throws IOException, TrustException, InterruptedException {
        Map<SecurityMode, Crossing> crossings = new EnumMap<>(SecurityMode.class);
        for (SecurityMode mode : SecurityMode.values()) {
            crossings.put(mode, kept(new Crossing(LabFiles.place(mode))));
            crossings.get(mode).lead(Course.pass(callManager, Tampering.NONE));
        }
        files.writeCertificates();
        DaemonAtWork daemon = kept(DaemonAtWork.start(files.write(crossings), directory.resolve("voiceportd.log")));
        DaemonAtWork strict = kept(DaemonAtWork.start(files.writeStrict(), directory.resolve("strict.log")));
        callManager.mediaPath((sender, listener, listening) -> {
            MediaCrossing crossing = mediaCrossings.getOrDefault(listener, mediaCrossings.get(sender));
            return crossing == null ? listening : crossing.towards(sender, listener, listening);
        });
        lines.put(Ground.MEDIA, lines(Ground.MEDIA, daemon));
        lines.put(Ground.MEDIA_ENCRYPTION_REQUIRED, lines(Ground.MEDIA_ENCRYPTION_REQUIRED, strict));
        for (SecurityMode mode : SecurityMode.values()) {
            phones.put(mode, kept(Caller.start(mode, callManager.address(mode))));
            victims.put(
                    mode,
                    new Victim(
                            target(Ground.SIGNALLING, mode, daemon),
                            identity(Ground.SIGNALLING.port(mode), mode),
                            crossings.get(mode),
                            callManager));
        }
        awaitAll();
    }

    private Map<SecurityMode, Line> lines(Ground ground, DaemonAtWork daemon) throws IOException {
        Map<SecurityMode, Line> made = new EnumMap<>(SecurityMode.class);
        for (SecurityMode mode : SecurityMode.values()) {
            MediaCrossing crossing = kept(new MediaCrossing(ground.port(mode), LabFiles.HOME));
            mediaCrossings.put(ground.port(mode), crossing);
            made.put(mode, new Line(target(ground, mode, daemon), crossing, callManager));
        }
        return made;
    }

    private static Target target(Ground ground, SecurityMode mode, DaemonAtWork daemon) {
        return new Target(mode, ground.port(mode), ground.number(mode), ground.mailbox(mode), daemon);
    }

    private static Optional<Identity> identity(DeviceName name, SecurityMode mode) {
        return mode.secure() ? Optional.of(Keys.device(name)) : Optional.empty();
    }

    private void awaitAll() throws InterruptedException {
        for (SecurityMode mode : SecurityMode.values()) {
            await(phones.get(mode).registered());
            victims.get(mode).port().told(0, "PORT-001");
            for (Map<SecurityMode, Line> ground : lines.values()) {
                ground.get(mode).port().told(0, "PORT-001");
            }
        }
    }

    SimulatedCallManager callManager() {
        return callManager;
    }

    /** The registered phone of that mode. */
    SimulatedPhone phone(SecurityMode mode) {
        return phones.get(mode);
    }

    /** The port of {@link Ground#SIGNALLING}. */
    Victim victim(SecurityMode mode) {
        return victims.get(mode);
    }

    /** The port of {@link Ground#MEDIA}. */
    Line line(SecurityMode mode) {
        return lines.get(Ground.MEDIA).get(mode);
    }

    /** The port of {@link Ground#MEDIA_ENCRYPTION_REQUIRED}. */
    Line strictLine(SecurityMode mode) {
        return lines.get(Ground.MEDIA_ENCRYPTION_REQUIRED).get(mode);
    }

    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(Seen.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NothingHappened("it didn't come to that: " + e);
        }
    }

    private <T extends AutoCloseable> T kept(T opened) {
        open.push(opened);
        return opened;
    }

    /**
     * Closes everything.
     *
     * @throws IllegalStateException if a daemon didn't stop as it should: the attacks have done it harm
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                failure = new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
