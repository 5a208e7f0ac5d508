package org.voiceport.daemon;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix domain socket that only the daemon's user can ever connect to.
 *
 * <p>The system makes a socket's file with the rights that the umask leaves, and by its name others could connect until the
 * rights are changed. So it is bound in a new directory of mode 0700, where nobody else gets at it, made 0600 there, and
 * only then renamed to its place. A rename also takes the place of a socket that a dead daemon left behind in one step.
 */
final class ControlSocket implements AutoCloseable {
    /** What every platform takes, in bytes: macOS the least, 104 with the zero at the end; Linux 108. */
    private static final int LONGEST = 103;
    /** Of the name below the directory under which it is bound: {@code .v}, up to 20 digits, {@code /s}. */
    private static final int LONGEST_BIRTHPLACE = 24;
    /** Binding takes no time; who holds the lock for longer is no daemon that starts, or one that hangs. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private static final Duration LOCK_AGAIN = Duration.ofMillis(50);

    private final ServerSocketChannel channel;
    private final Path path;
    private final @Nullable Object key;

    private ControlSocket(ServerSocketChannel channel, Path path, @Nullable Object key) {
        this.channel = channel;
        this.path = path;
        this.key = key;
    }

    /** Another daemon listens there. */
    static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        InUse(Path path) {
            super("another daemon answers at the control socket " + path
                    + "; stop it first, or give this one a 'control' of its own");
        }

        InUse(Path lock, Duration waited) {
            super("another process has held " + lock + " for " + waited.toSeconds()
                    + " s, as a daemon does only for a moment while it starts; end that process, or give this daemon a"
                    + " 'control' of its own");
        }
    }

    /** Why no socket can have that name, with what to do; empty if one can. */
    static Optional<String> unfit(Path path) {
        Path name = Objects.requireNonNull(path.getFileName(), "a file of a configuration has a name");
        int bytes = bytes(path) - bytes(name) + Math.max(bytes(name), LONGEST_BIRTHPLACE);
        return bytes <= LONGEST
                ? Optional.empty()
                : Optional.of("control: " + path + " is longer than a socket's name may be (the directory at most "
                        + (LONGEST - LONGEST_BIRTHPLACE)
                        + " bytes, with the name " + LONGEST
                        + "); give a shorter path, such as /run/voiceportd/voiceportd.sock, or 'off'");
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Listens at {@code path}; its directory is made, mode 0700, if it isn't there.
     *
     * @throws InUse if a living daemon does, or one seems to start there for ever
     * @throws UnsupportedOperationException if this system has no such sockets
     * @throws IOException if it can't
     */
    static ControlSocket listen(Path path, int backlog) throws IOException {
        return listen(path, backlog, LOCK_LIMIT);
    }

    /** The same, but that another process that starts there is waited for no longer than {@code lockLimit}. */
    static ControlSocket listen(Path path, int backlog, Duration lockLimit) throws IOException {
        Optional<String> unfit = unfit(path);
        if (unfit.isPresent()) {
            throw new IOException(unfit.get());
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Path absolute = path.toAbsolutePath();
            Path directory = Objects.requireNonNull(absolute.getParent(), "an absolute file has a directory");
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, attributes(directory, "rwx------"));
            }
            // Two that start at once must not both find that nobody listens. A lock of a file is one of the process.
            synchronized (ControlSocket.class) {
                try (FileChannel lock = lock(absolute, lockLimit)) {
                    ControlSocket made = new ControlSocket(channel, path, bind(channel, path, directory, backlog));
                    Objects.requireNonNull(lock, "held until here");
                    return made;
                }
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path, Duration limit) throws IOException {
        Path file = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(file, "rw-------"));
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (!locked(channel)) {
                if (System.nanoTime() - end >= 0) {
                    throw new InUse(file, limit);
                }
                // The system tells nobody when another process lets go.
                LockSupport.parkNanos(LOCK_AGAIN.toNanos());
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    private static @Nullable Object bind(ServerSocketChannel channel, Path path, Path directory, int backlog)
            throws IOException {
        if (!vacant(path)) {
            throw new InUse(path);
        }
        Path birthplace = Files.createTempDirectory(directory, ".v", attributes(directory, "rwx------"));
        Path born = birthplace.resolve("s");
        try {
            // Named as the path is, absolute or not, since a name's length is limited.
            Path parent = path.getParent();
            Path named = parent == null
                    ? birthplace.getFileName().resolve("s")
                    : parent.resolve(birthplace.getFileName()).resolve("s");
            channel.bind(UnixDomainSocketAddress.of(named), backlog);
            if (isPosix(born)) {
                Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(born, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return key(path);
        } finally {
            Files.deleteIfExists(born);
            Files.deleteIfExists(birthplace);
        }
    }

    /** True if there is nothing, or a socket that nobody listens at; a file that is something else is left alone. */
    private static boolean vacant(Path path) throws IOException {
        BasicFileAttributes there;
        try {
            there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException nothing) {
            return true;
        }
        if (!there.isOther() && isPosix(path)) {
            throw new FileSystemException(
                    path.toString(), null, "is no socket, so it isn't replaced; remove it or set 'control' anew");
        }
        return !answersAt(path);
    }

    /** True if somebody listens there; without waiting for one who has too much to do to take the connection. */
    static boolean answersAt(Path path) {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            var unused = channel.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException busy) {
            // Such as a queue that is full: there is one, then. Or we may not connect: it is somebody else's.
            return true;
        } catch (UnsupportedOperationException noSuchSockets) {
            return false;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The next client; blocks. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /** Listens no more and removes the file, unless it is another's by now. */
    @Override
    public void close() {
        try (channel) {
            if (Objects.equals(key(path), key)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It is gone already, or the next start removes it.
            return;
        }
    }
}
