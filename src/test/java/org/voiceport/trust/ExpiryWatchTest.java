package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CertificateInUse.Owner;

class ExpiryWatchTest {
    private static final KeyPair KEYS = keys();
    private static final Instant END = Instant.parse("2030-06-30T12:00:00Z");

    private final ExpiryWatch watch = new ExpiryWatch();

    private static KeyPair keys() {
        try {
            // An elliptic key is made and signs quickly: these tests need hundreds of certificates.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate ending(Instant end) {
        X500Name name = Certificates.commonName("x");
        return Certificates.build(name, name, new Validity(end.minus(Duration.ofDays(3650)), end), KEYS.getPublic())
                .signedBy(KEYS.getPrivate());
    }

    private static CertificateInUse port(int number, Instant end) {
        return new CertificateInUse(Owner.PORT, "port VI" + number, ending(end));
    }

    private static CertificateInUse root(Instant end) {
        return new CertificateInUse(Owner.ROOT, "the server root", ending(end));
    }

    private static Instant before(int days) {
        return END.minus(Duration.ofDays(days));
    }

    private List<String> told(Instant now) {
        return watch.due(now).stream()
                .map(event -> event.id() + " " + event.text())
                .toList();
    }

    @Test
    void far_end_is_not_told() {
        watch.watch(List.of(root(END)));
        assertEquals(List.of(), told(before(91)));
    }

    @ParameterizedTest
    @CsvSource({
        "90, in 90 days",
        "89, in 89 days",
        "30, in 30 days",
        "20, in 20 days",
        "7, in 7 days",
        "1, in 1 day",
        "0, within a day"
    })
    void end_within_a_threshold_is_told_with_the_days_left(int days, String words) {
        watch.watch(List.of(root(END)));
        assertEquals(
                List.of("TRUST-010 the certificate of the server root ends " + words + ", on 2030-06-30T12:00:00Z"),
                told(before(days)));
    }

    @Test
    void every_threshold_is_told_once() {
        watch.watch(List.of(root(END)));
        List<Integer> days = new ArrayList<>();
        for (int left = 100; left > 0; left--) {
            if (!watch.due(before(left)).isEmpty()) {
                days.add(left);
            }
        }
        assertEquals(List.of(90, 30, 7), days);
    }

    @Test
    void start_shortly_before_the_end_tells_the_nearest_threshold_alone() {
        watch.watch(List.of(root(END)));
        assertEquals(1, watch.due(before(5)).size());
        assertEquals(List.of(), told(before(4)));
    }

    @Test
    void new_watch_tells_again() {
        watch.watch(List.of(root(END)));
        assertEquals(1, told(before(20)).size());
        ExpiryWatch afterRestart = new ExpiryWatch();
        afterRestart.watch(List.of(root(END)));
        assertEquals(1, afterRestart.due(before(20)).size());
    }

    @Test
    void certificate_that_stays_in_use_is_not_told_again() {
        CertificateInUse root = root(END);
        watch.watch(List.of(root));
        assertEquals(1, told(before(20)).size());
        watch.watch(List.of(root, port(1, END.plus(Duration.ofDays(400)))));
        assertEquals(List.of(), told(before(19)));
    }

    @Test
    void renewed_certificate_is_silent() {
        watch.watch(List.of(port(1, END)));
        assertEquals(1, told(before(7)).size());
        watch.watch(List.of(port(1, END.plus(Duration.ofDays(400)))));
        assertEquals(List.of(), told(before(6)));
    }

    @Test
    void ended_certificate_is_an_error_once_a_day() {
        watch.watch(List.of(port(1, END)));
        List<Integer> hours = new ArrayList<>();
        for (int hour = 1; hour <= 72; hour++) {
            for (TrustEvent event : watch.due(END.plus(Duration.ofHours(hour)))) {
                assertInstanceOf(TrustEvent.CertificateEnded.class, event);
                hours.add(hour);
            }
        }
        assertEquals(List.of(1, 24, 47, 70), hours);
    }

    @Test
    void end_itself_still_counts_as_valid() {
        watch.watch(List.of(port(1, END)));
        assertEquals("TRUST-010", watch.due(END).get(0).id());
        assertEquals("TRUST-011", watch.due(END.plusSeconds(1)).get(0).id());
    }

    @Test
    void ports_that_end_together_are_one_line() {
        List<CertificateInUse> ports = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            ports.add(port(i, END.plusSeconds(i == 17 ? -60 : i)));
        }
        watch.watch(ports);
        List<TrustEvent> due = watch.due(before(29));
        assertEquals(1, due.size());
        TrustEvent.CertificateEndsSoon event = (TrustEvent.CertificateEndsSoon) due.get(0);
        assertEquals(250, event.certificates());
        assertEquals("port VI17", event.whose());
        assertEquals(
                "the certificates of 250 ports end, the first is the one of port VI17, in 28 days, on"
                        + " 2030-06-30T11:59:00Z",
                event.text());
        assertEquals(List.of(), watch.due(before(28)));
    }

    @Test
    void ports_that_have_ended_are_one_line_too_and_come_before_what_still_lasts() {
        watch.watch(List.of(root(END.plus(Duration.ofDays(5))), port(1, END), port(2, END), port(3, before(-80))));
        assertEquals(
                List.of(
                        "TRUST-011 the certificates of 2 ports have ended, the first was the one of port VI1 on"
                                + " 2030-06-30T12:00:00Z",
                        "TRUST-010 the certificate of the server root ends in 4 days, on 2030-07-05T12:00:00Z",
                        "TRUST-010 the certificate of port VI3 ends in 79 days, on 2030-09-18T12:00:00Z"),
                told(END.plus(Duration.ofDays(1))));
    }

    @Test
    void certificate_of_two_owners_is_told_once_with_both() {
        X509Certificate one = ending(END);
        watch.watch(List.of(
                new CertificateInUse(Owner.CALL_MANAGER, "call manager 192.0.2.10", one),
                new CertificateInUse(Owner.CTL_SIGNER, "CTL signer CN=pub", one)));
        List<String> told = told(before(7));
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("call manager 192.0.2.10 and CTL signer CN=pub"), told::toString);
    }

    @Test
    void advice_renews_early_only_where_the_command_needs_to_be_told() {
        assertEquals("renew with: voiceportd certs issue --renew-within 90", Owner.PORT.todo(80));
        assertEquals("renew with: voiceportd certs issue", Owner.PORT.todo(20));
    }
}
