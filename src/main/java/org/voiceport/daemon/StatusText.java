package org.voiceport.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.TlsFacts;
import org.voiceport.observe.Setup;
import org.voiceport.observe.Status;

/** A daemon's status as {@code voiceportd status} prints it. */
final class StatusText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");
    private static final String NOTHING = "-";

    private final Status status;
    private final ZoneId zone;
    private final List<String> lines = new ArrayList<>();

    private StatusText(Status status, ZoneId zone) {
        this.status = status;
        this.zone = zone;
    }

    /** All lines; times of day in {@code zone}. */
    static List<String> lines(Status status, ZoneId zone) {
        return new StatusText(status, zone).lines();
    }

    private List<String> lines() {
        lines.add("voiceportd " + status.version() + " " + word(status.state()) + " since " + time(status.startedAt())
                + " with " + status.setup().configuration());
        lines.add(status.isReady() ? "ready" : "not ready: " + String.join("; ", status.notReady()));
        ports();
        calls();
        callManagers();
        trust();
        store();
        totals();
        warnings();
        return lines;
    }

    private void ports() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("port", "mode", "state", "for", "call manager", "signalling", "certificate"));
        status.ports().forEach(port -> table.add(row(port)));
        heading(count(status.ports().size(), "port") + ", " + status.count(Status.PortState.REGISTERED)
                + " registered");
        lines.addAll(Table.lines(table));
        for (Status.Port port : status.ports()) {
            port.problem()
                    .ifPresent(problem -> lines.add(port.setup().name() + ": " + problem.event() + " " + problem.what()
                            + times(problem.times()) + todo(problem.todo())));
        }
    }

    private List<String> row(Status.Port port) {
        Setup.Port setup = port.setup();
        return List.of(
                setup.name().value(),
                setup.mode().word(),
                word(port.state()),
                ago(port.since()),
                port.link().map(Status.Link::callManager).orElse(NOTHING),
                port.link().map(StatusText::signalling).orElse(NOTHING),
                setup.certificate()
                        .map(certificate -> days(status.daysUntil(certificate.validUntil())))
                        .orElse(NOTHING));
    }

    private static String signalling(Status.Link link) {
        return link.tls()
                .map(tls -> tls.protocol() + " " + tls.cipherSuite() + ", " + tls.matchedBy() + expired(tls))
                .orElse("in clear");
    }

    private static String expired(TlsFacts tls) {
        return tls.peerExpired() ? " (has ended)" : "";
    }

    private void calls() {
        heading(count(status.calls().size(), "call"));
        if (status.calls().isEmpty()) {
            return;
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("port", "call", "state", "for", "from", "to", "receive", "transmit", "codec"));
        for (Status.Call call : status.calls()) {
            table.add(List.of(
                    call.port().value(),
                    String.format("0x%08X", call.reference()),
                    word(call.state()),
                    ago(call.since()),
                    orNothing(call.calling()),
                    orNothing(call.called()),
                    words(call.receive()),
                    words(call.transmit()) + (call.inClear() ? " (in clear: no key came)" : ""),
                    orNothing(call.codec())));
        }
        lines.addAll(Table.lines(table));
    }

    private void callManagers() {
        heading("call managers, in order of preference");
        for (Setup.CallManager server : status.setup().callManagers()) {
            lines.add(server.address() + ": " + status.registered(server) + " of "
                    + count(status.configured(server), "port") + " registered");
        }
    }

    private void trust() {
        Optional<Setup.Ctl> ctl = status.setup().ctl();
        if (ctl.isPresent() || !status.setup().weakened().isEmpty()) {
            heading("trust");
        }
        ctl.ifPresent(list -> lines.add("CTL " + list.file() + " in force, sha256 " + list.sha256() + ", "
                + count(list.callManagers(), "call-manager record") + ", " + list.because()));
        status.setup()
                .weakened()
                .forEach(weakened -> lines.add("weakened by " + weakened.setting() + ": " + weakened.effect()));
    }

    private void store() {
        status.setup().store().ifPresent(store -> {
            heading("message store");
            lines.add(store.path() + ": " + megabytes(store.freeBytes()) + " free"
                    + (status.storeShort() ? ", too little for new messages" : ""));
        });
    }

    private void totals() {
        Status.Totals totals = status.totals();
        heading("since the start");
        lines.add(count(totals.calls(), "call") + ": " + totals.callsEncrypted() + " encrypted, "
                + totals.callsInClear()
                + " in clear, " + totals.callsRefused() + " refused; " + count(totals.messages(), "message")
                + " stored, " + totals.messagesFailed() + " failed; " + count(totals.registrations(), "registration")
                + ", " + count(totals.registrationFailures(), "failure"));
    }

    private void warnings() {
        if (status.warnings().isEmpty()) {
            return;
        }
        heading("warnings, the latest first");
        status.warnings()
                .forEach(warning ->
                        lines.add(time(warning.last()) + " " + word(warning.severity()) + " " + warning.event()
                                + warning.port().map(port -> " [" + port + "] ").orElse(" ") + warning.text()
                                + times(warning.times()) + todo(warning.todo())));
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    private static String times(int times) {
        return times == 1 ? "" : " (" + times + " times)";
    }

    private static String todo(String todo) {
        return todo.isEmpty() ? "" : " -> " + todo;
    }

    private static String words(Optional<MediaProtection> protection) {
        return protection.map(MediaProtection::words).orElse(NOTHING);
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String days(long days) {
        return days < 0 ? "has ended" : count(days, "day") + " left";
    }

    private static String megabytes(long bytes) {
        return bytes / 1_000_000 + " MB";
    }

    private String ago(Instant since) {
        Duration time = Duration.between(since, status.now());
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(0, time.toSeconds()) + " s";
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
