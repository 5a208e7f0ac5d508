package org.voiceport.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stops the time that the links of one try take. Any thread may call it. */
final class DoctorLaps {
    private final long beginning = System.nanoTime();
    private final Map<DoctorStep.Name, Long> reached = new ConcurrentHashMap<>();

    /** That link holds, as of now; only the first time counts. */
    void reached(DoctorStep.Name link) {
        reached.putIfAbsent(link, System.nanoTime());
    }

    /**
     * From the link before it to this one, or to now if it wasn't reached; the certificate is judged in the midst of TLS, so
     * both count from TCP on. Empty for a link that isn't of a connection.
     */
    Optional<Duration> took(DoctorStep.Name link) {
        return switch (link) {
            case RESOLVE -> Optional.of(between(beginning, link));
            case TCP -> Optional.of(between(at(DoctorStep.Name.RESOLVE, beginning), link));
            case TLS, MATCH -> Optional.of(between(at(DoctorStep.Name.TCP, beginning), link));
            case REGISTRATION ->
                Optional.of(between(at(DoctorStep.Name.TLS, at(DoctorStep.Name.TCP, beginning)), link));
            case CONFIGURATION, CTL, SERVER, OWN_CERTIFICATE, TEST_CALL, MEDIA_KEYS -> Optional.empty();
        };
    }

    private Duration between(long from, DoctorStep.Name link) {
        return Duration.ofNanos(Math.max(0, at(link, System.nanoTime()) - from));
    }

    private long at(DoctorStep.Name link, long otherwise) {
        return reached.getOrDefault(link, otherwise);
    }
}
