package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final int LIMIT_SECONDS = 10;

    @Test
    void address_is_taken_as_it_is_at_once() throws Exception {
        try (Resolver resolver = new Resolver(host -> {
            throw new UnknownHostException("asked for " + host);
        })) {
            assertEquals(ip("192.0.2.10"), resolver.resolve("192.0.2.10").getNow(null));
        }
    }

    @Test
    void ipv4_address_is_preferred() throws Exception {
        try (Resolver resolver = new Resolver(host -> new InetAddress[] {ip("2001:db8::1"), ip("192.0.2.10")})) {
            assertEquals(ip("192.0.2.10"), resolver.resolve("cm1").get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void ipv6_address_is_taken_where_there_is_no_other() throws Exception {
        try (Resolver resolver = new Resolver(host -> new InetAddress[] {ip("2001:db8::1")})) {
            assertEquals(ip("2001:db8::1"), resolver.resolve("cm1").get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void ports_that_ask_at_the_same_time_share_one_lookup() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (Resolver resolver = new Resolver(host -> {
            lookups.incrementAndGet();
            await(go);
            return new InetAddress[] {ip("192.0.2.10")};
        })) {
            CompletableFuture<InetAddress> first = resolver.resolve("cm1");
            assertSame(first, resolver.resolve("cm1"));
            go.countDown();
            first.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertEquals(1, lookups.get());
        }
    }

    @Test
    void finished_lookup_is_not_kept() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (Resolver resolver = new Resolver(host -> new InetAddress[] {ip("192.0.2." + lookups.incrementAndGet())})) {
            resolver.resolve("cm1").get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertEquals(ip("192.0.2.2"), resolver.resolve("cm1").get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void failed_lookup_is_tried_again() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (Resolver resolver = new Resolver(host -> {
            if (lookups.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {ip("192.0.2.10")};
        })) {
            CompletableFuture<InetAddress> first = resolver.resolve("cm1");
            assertThrows(ExecutionException.class, () -> first.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(ip("192.0.2.10"), resolver.resolve("cm1").get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void name_without_addresses_is_unknown() {
        try (Resolver resolver = new Resolver(host -> new InetAddress[0])) {
            assertUnknown(resolver.resolve("cm1"));
        }
    }

    @Test
    void waiting_names_are_bounded() {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<InetAddress>> all = new ArrayList<>();
        try (Resolver resolver = new Resolver(host -> {
            await(go);
            return new InetAddress[] {ip("192.0.2.10")};
        })) {
            for (int i = 0; i < 1000; i++) {
                all.add(resolver.resolve("cm" + i));
            }
            assertUnknown(all.get(999));
            assertTrue(!all.get(0).isDone());
            go.countDown();
        }
    }

    private static void assertUnknown(CompletableFuture<InetAddress> lookup) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> lookup.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertInstanceOf(UnknownHostException.class, failure.getCause());
    }

    private static InetAddress ip(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static void await(CountDownLatch go) throws UnknownHostException {
        try {
            if (!go.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new UnknownHostException("never let go");
            }
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }
}
