package org.voiceport.net;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Resolves host names with the platform's resolver, which blocks, on at most {@value #THREADS} threads of its own. Ports
 * that ask for the same name at the same time share one lookup, so thousands of ports with few call managers make few
 * lookups. For any thread.
 */
public final class Resolver implements AutoCloseable {
    private static final int THREADS = 4;
    /** Bound of names that wait for a thread; as only configured names are resolved, it is never near. */
    private static final int MOST_WAITING = 256;

    private final Lookup lookup;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<InetAddress>> running = new ConcurrentHashMap<>();

    Resolver(Lookup lookup) {
        this.lookup = lookup;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "voiceport-resolver-" + number.incrementAndGet());
                    // A lookup can't be interrupted; it mustn't keep the process alive.
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** A resolver that asks the platform: hosts file, DNS. */
    static Resolver ofSystem() {
        return new Resolver(InetAddress::getAllByName);
    }

    /**
     * An address of {@code host}: itself if it is one, otherwise its first IPv4 address, or its first address if it has
     * none. Fails with {@link UnknownHostException}, plain or as the cause of a {@link CompletionException}. There is no
     * time limit.
     */
    CompletableFuture<InetAddress> resolve(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return addressOf(literal);
        }
        CompletableFuture<InetAddress> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress> shared = running.putIfAbsent(host, mine);
        if (shared != null) {
            return shared;
        }
        try {
            threads.execute(() -> look(host, mine));
        } catch (RejectedExecutionException full) {
            running.remove(host);
            mine.completeExceptionally(new UnknownHostException("too many host names are being resolved"));
        }
        return mine;
    }

    /** Starts no further lookup. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void look(String host, CompletableFuture<InetAddress> answer) {
        try {
            InetAddress found = preferred(host, lookup.addresses(host));
            running.remove(host);
            answer.complete(found);
        } catch (UnknownHostException | RuntimeException e) {
            running.remove(host);
            answer.completeExceptionally(e);
        }
    }

    /** SCCP tells and expects IPv4 addresses, so a call manager that has both is called over IPv4. */
    private static InetAddress preferred(String host, InetAddress[] found) throws UnknownHostException {
        for (InetAddress address : found) {
            if (address instanceof Inet4Address) {
                return address;
            }
        }
        if (found.length == 0) {
            throw new UnknownHostException(host);
        }
        return found[0];
    }

    private static CompletableFuture<InetAddress> addressOf(byte[] literal) {
        try {
            return CompletableFuture.completedFuture(InetAddress.getByAddress(literal));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("an address has 4 or 16 bytes, not " + literal.length, wrongLength);
        }
    }

    /** What blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }
}
