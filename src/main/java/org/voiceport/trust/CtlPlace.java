package org.voiceport.trust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a CTL stands on disk, with what is remembered of it: {@code <ctlFile>}, {@code <ctlFile>.accepted}, and while
 * both are being replaced {@code <ctlFile>.pending}.
 *
 * <p>Two files can't be replaced in one step. So the new memory is written as {@code .pending}, then the file is
 * replaced, then {@code .pending} becomes {@code .accepted}. Whatever is cut off, the file that stands there is the one
 * that {@code .accepted} or {@code .pending} tells about, and so is in force.
 */
final class CtlPlace {
    private static final int TRIES = 10;
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

    /** Threads of this process: a file lock belongs to a process as a whole. */
    private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

    private final Path ctlFile;

    CtlPlace(Path ctlFile) {
        this.ctlFile = ctlFile;
    }

    Path ctlFile() {
        return ctlFile;
    }

    /** A directory beside the CTL. */
    Path directory(String name) {
        return ctlFile.resolveSibling(name);
    }

    /**
     * The file and what is remembered, as they were at one moment.
     *
     * @param file empty if there is none
     * @param accepted memory of the CTL that was put in force last
     * @param pending memory of one that is being put in force, or was when something cut that off
     */
    record Snapshot(Optional<Octets> file, Optional<Acceptance> accepted, Optional<Acceptance> pending) {
        /** What is remembered of exactly this file. */
        Optional<Acceptance> of(String sha256) {
            return accepted.filter(memory -> memory.sha256().equals(sha256))
                    .or(() -> pending.filter(memory -> memory.sha256().equals(sha256)));
        }
    }

    /** Reads without a lock, so that who may only read can: again if something was replaced meanwhile. */
    Snapshot read() throws TrustException {
        for (int i = 0; ; i++) {
            Optional<Acceptance> accepted = Acceptance.read(acceptedFile());
            Optional<Acceptance> pending = Acceptance.read(pendingFile());
            Optional<Octets> file = readFile();
            boolean still =
                    accepted.equals(Acceptance.read(acceptedFile())) && pending.equals(Acceptance.read(pendingFile()));
            if (still || i == TRIES) {
                return new Snapshot(file, accepted, pending);
            }
        }
    }

    private Optional<Octets> readFile() throws TrustException {
        try {
            return Optional.of(Octets.of(PrivateFile.read(ctlFile, CtlReader.MAX_FILE_LENGTH)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    "CTL " + ctlFile + " can't be read: " + Texts.oneLine(e),
                    "correct trust.ctlFile or its permissions",
                    e);
        }
    }

    /** One step of replacing. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Replaces file and memory; under {@link #lock}. */
    void put(Octets file, Acceptance acceptance) throws TrustException {
        try {
            for (Step step : steps(file, acceptance)) {
                step.run();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** After each of them, and so wherever they are cut off, the file that is there is in force. */
    List<Step> steps(Octets file, Acceptance acceptance) {
        return List.of(
                () -> acceptance.write(pendingFile()),
                () -> PrivateFile.write(ctlFile, file.toArray()),
                () -> PrivateFile.move(pendingFile(), acceptedFile()));
    }

    private TrustException unwritable(IOException e) {
        return TrustException.misconfigured(
                "the directory of CTL " + ctlFile + " can't be written: " + Texts.oneLine(e),
                "let the service's user write in that directory",
                e);
    }

    TrustException unusable(IOException e) {
        return TrustException.misconfigured(
                "the directory of CTL " + ctlFile + " can't be read: " + Texts.oneLine(e),
                "let this user read in that directory",
                e);
    }

    private Path acceptedFile() {
        return Acceptance.fileFor(ctlFile);
    }

    private Path pendingFile() {
        return ctlFile.resolveSibling(ctlFile.getFileName() + ".pending");
    }

    private Path lockFile() {
        return ctlFile.resolveSibling("." + ctlFile.getFileName() + ".lock");
    }

    /** What is done while nobody else writes here. */
    @FunctionalInterface
    interface Decision<T> {
        T make() throws TrustException;
    }

    /** Makes a decision while nobody else writes here, neither another thread nor another process; a short one. */
    <T> T locked(Decision<T> decision) throws TrustException {
        try {
            if (!WITHIN_PROCESS.tryLock(LOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try (FileChannel channel = PrivateFile.open(lockFile())) {
            lock(channel);
            return decision.make();
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            WITHIN_PROCESS.unlock();
        }
    }

    /** Locks the file until the channel is closed. */
    private void lock(FileChannel channel) throws IOException, TrustException {
        long end = System.nanoTime() + LOCK_LIMIT.toNanos();
        try {
            while (channel.tryLock() == null) {
                if (System.nanoTime() - end >= 0) {
                    throw busy();
                }
                Thread.sleep(LOCK_PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private TrustException busy() {
        return TrustException.misconfigured(
                "another voiceportd has been writing beside CTL " + ctlFile + " for " + LOCK_LIMIT.toSeconds() + " s",
                "try again; if it persists, end that process");
    }
}
