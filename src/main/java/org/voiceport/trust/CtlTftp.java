package org.voiceport.trust;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets the CTL from TFTP servers. TFTP proves nothing: whatever comes is to be offered to a {@link CtlStore}, which
 * decides. Immutable; a fetch blocks its thread, and ends soon after that is interrupted.
 */
public final class CtlTftp {
    /** How long a fetch may take if nothing else is wanted. */
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(30);

    private final List<InetSocketAddress> servers;
    private final List<String> names;
    private final Duration limit;

    /**
     * A file as it came.
     *
     * @param source such as {@code tftp://10.0.0.11:69/CTLFile.tlv}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, and compared by its SHA-256
    public record Fetched(byte[] file, String source) {}

    /**
     * @param servers in the order in which they are asked; those that aren't resolved are looked up at each fetch
     * @param names of the file, in the order in which each server is asked for them
     * @param limit for a whole fetch; a server gets an equal share of what those before it left
     */
    public CtlTftp(List<InetSocketAddress> servers, List<String> names, Duration limit) {
        if (servers.isEmpty() || names.isEmpty() || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a fetch needs a server, a name and time");
        }
        this.servers = List.copyOf(servers);
        this.names = List.copyOf(names);
        this.limit = limit;
    }

    /**
     * The first file that a server has. At most {@link CtlReader#MAX_FILE_LENGTH} bytes are taken.
     *
     * @throws CtlFetchException if none has one; it names what each of them answered
     */
    public Fetched fetch() throws CtlFetchException {
        List<String> answers = new ArrayList<>();
        long end = System.nanoTime() + limit.toNanos();
        for (int i = 0; i < servers.size(); i++) {
            long now = System.nanoTime();
            long ownEnd = now + (end - now) / (servers.size() - i);
            Optional<Fetched> fetched = ask(servers.get(i), ownEnd, answers);
            if (fetched.isPresent()) {
                return fetched.get();
            }
        }
        throw new CtlFetchException(answers);
    }

    private Optional<Fetched> ask(InetSocketAddress server, long end, List<String> answers) {
        String place = "tftp://" + server.getHostString() + ":" + server.getPort();
        try {
            InetSocketAddress address = resolved(server, end);
            for (String name : names) {
                String source = place + "/" + name;
                try {
                    return Optional.of(new Fetched(TftpTransfer.read(address, name, end), source));
                } catch (TftpTransfer.ErrorAnswer answer) {
                    // It is there and doesn't have this one: perhaps it has the next.
                    answers.add(source + ": " + answer.getMessage());
                } catch (IOException e) {
                    answers.add(source + ": " + Texts.oneLine(e));
                    break;
                }
            }
        } catch (IOException e) {
            answers.add(place + ": " + Texts.oneLine(e));
        }
        return Optional.empty();
    }

    /** A look-up has no time limit of its own, so it is left behind on a thread of its own if it takes too long. */
    private static InetSocketAddress resolved(InetSocketAddress server, long end) throws IOException {
        if (!server.isUnresolved()) {
            return server;
        }
        FutureTask<InetAddress> lookUp = new FutureTask<>(() -> InetAddress.getByName(server.getHostString()));
        Thread thread = new Thread(lookUp, "voiceport-tftp-resolve");
        thread.setDaemon(true);
        thread.start();
        try {
            InetAddress address = lookUp.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new InetSocketAddress(address, server.getPort());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException("the name has no address", e);
        } catch (TimeoutException e) {
            throw new IOException("the name wasn't resolved in time", e);
        }
    }
}
