package org.voiceport.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.voiceport.event.TrustEvent;

/**
 * Tells in time that certificates in use end: 90, 30 and 7 days before, each once while this object lives, and once a
 * day when they have ended. It has no clock and no timer: whoever owns it asks at the start and then daily, and hands
 * over the certificates in use whenever they change. Not for use by several threads at once.
 */
public final class ExpiryWatch {
    /** Days before the end at which it is told. */
    public static final List<Integer> THRESHOLDS = List.of(7, 30, 90);

    private static final String AND = " and ";
    private static final int ENDED = -1;
    /** A daily timer isn't exact to the second. */
    private static final Duration NEARLY_A_DAY = Duration.ofHours(23);

    /** What was told last about a certificate: the threshold, or {@link #ENDED}. */
    private record Told(int stage, Instant at) {}

    /** A certificate that is due, with the stage that it has come to. */
    private record Due(CertificateInUse inUse, int stage, Instant end) {}

    /** By fingerprint, in the order in which they were handed over. */
    private Map<String, CertificateInUse> watched = Map.of();

    private final Map<String, Told> told = new HashMap<>();

    /** Watches these from now on, in place of those before. What was told about one that stays isn't told again. */
    public void watch(Collection<CertificateInUse> inUse) {
        Map<String, CertificateInUse> byFingerprint = new LinkedHashMap<>();
        for (CertificateInUse one : inUse) {
            byFingerprint.merge(Fingerprint.sha256(one.certificate()), one, ExpiryWatch::both);
        }
        watched = byFingerprint;
        told.keySet().retainAll(watched.keySet());
    }

    /** A call manager often signs the CTL with the same certificate that it presents. */
    private static CertificateInUse both(CertificateInUse first, CertificateInUse second) {
        boolean named = (AND + first.name() + AND).contains(AND + second.name() + AND);
        return named
                ? first
                : new CertificateInUse(first.owner(), first.name() + AND + second.name(), first.certificate());
    }

    /** What is to be told at {@code now} and wasn't yet; what is worst comes first. */
    public List<TrustEvent> due(Instant now) {
        Map<Integer, List<Due>> byStage = new TreeMap<>();
        watched.forEach((fingerprint, inUse) -> {
            Instant end = inUse.certificate().getNotAfter().toInstant();
            Optional<Integer> stage = stage(end, now).filter(reached -> isNews(fingerprint, reached, now));
            if (stage.isPresent()) {
                told.put(fingerprint, new Told(stage.get(), now));
                byStage.computeIfAbsent(stage.get(), any -> new ArrayList<>()).add(new Due(inUse, stage.get(), end));
            }
        });
        return byStage.values().stream()
                .flatMap(due -> together(due).stream())
                .map(due -> event(due, now))
                .toList();
    }

    /** True if the end is told of already, or should be. */
    public static boolean endsSoon(X509Certificate certificate, Instant now) {
        return stage(certificate.getNotAfter().toInstant(), now).isPresent();
    }

    /** How near the end is: the smallest threshold that has come, or {@link #ENDED}; empty while it is far. */
    static Optional<Integer> stage(Instant end, Instant now) {
        if (now.isAfter(end)) {
            return Optional.of(ENDED);
        }
        Duration left = Duration.between(now, end);
        return THRESHOLDS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst();
    }

    private boolean isNews(String fingerprint, int stage, Instant now) {
        Told last = told.get(fingerprint);
        return last == null
                || stage < last.stage()
                || (stage == ENDED && Duration.between(last.at(), now).compareTo(NEARLY_A_DAY) >= 0);
    }

    /** Groups of what is told in one line: ports with the same remedy together, all else one by one. */
    private static List<List<Due>> together(List<Due> due) {
        List<List<Due>> groups = new ArrayList<>();
        Map<CertificateInUse.Owner, List<Due>> ports = new EnumMap<>(CertificateInUse.Owner.class);
        for (Due one : due) {
            CertificateInUse.Owner owner = one.inUse().owner();
            if (owner.isPort()) {
                ports.computeIfAbsent(owner, any -> {
                            List<Due> group = new ArrayList<>();
                            groups.add(group);
                            return group;
                        })
                        .add(one);
            } else {
                groups.add(List.of(one));
            }
        }
        return groups;
    }

    private static TrustEvent event(List<Due> group, Instant now) {
        Due first = group.stream().min(Comparator.comparing(Due::end)).orElseThrow();
        String whose = first.inUse().name();
        String fingerprint = Fingerprint.sha256(first.inUse().certificate());
        String end = first.end().toString();
        CertificateInUse.Owner owner = first.inUse().owner();
        if (first.stage() == ENDED) {
            return new TrustEvent.CertificateEnded(whose, group.size(), fingerprint, end, owner.todo(0));
        }
        int daysLeft = (int) Duration.between(now, first.end()).toDays();
        return new TrustEvent.CertificateEndsSoon(
                whose, group.size(), fingerprint, end, daysLeft, owner.todo(daysLeft));
    }
}
