package org.voiceport.observe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.TlsFacts;

/**
 * A daemon's status as JSON, the same for the status page and for {@code voiceportd status --json}; docs/monitoring.md
 * tells its fields. What isn't known is left out. Times are UTC with milliseconds.
 */
public final class StatusJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Status status;
    private final boolean numbers;
    private final Json.Writer out = new Json.Writer();

    private StatusJson(Status status, boolean numbers) {
        this.status = status;
        this.numbers = numbers;
    }

    /**
     * One document, without line feeds.
     *
     * @param numbers true if whoever gets it may see who calls whom
     */
    public static String of(Status status, boolean numbers) {
        return new StatusJson(status, numbers).document();
    }

    private String document() {
        out.beginObject()
                .put("product", "voiceportd")
                .put("version", status.version())
                .put("configuration", status.setup().configuration())
                .put("now", time(status.now()))
                .put("startedAt", time(status.startedAt()))
                .put("stateSince", time(status.stateSince()))
                .put("state", Status.word(status.state()))
                .put("ready", status.isReady());
        out.beginArray("notReady");
        status.notReady().forEach(out::add);
        out.endArray();
        out.beginArray("ports");
        status.ports().forEach(this::port);
        out.endArray();
        out.beginArray("calls");
        status.calls().forEach(this::call);
        out.endArray();
        out.beginArray("callManagers");
        status.setup().callManagers().forEach(this::callManager);
        out.endArray();
        trust();
        status.setup()
                .store()
                .ifPresent(store -> out.beginObject("store")
                        .put("path", store.path())
                        .put("freeBytes", store.freeBytes())
                        .put("short", status.storeShort())
                        .endObject());
        totals(status.totals());
        out.beginArray("warnings");
        status.warnings().forEach(this::warning);
        return out.endArray().endObject().toString();
    }

    private void port(Status.Port port) {
        Setup.Port setup = port.setup();
        out.beginObject()
                .put("name", setup.name().value())
                .put("securityMode", setup.mode().word());
        out.beginArray("roles");
        setup.roles().forEach(out::add);
        out.endArray().put("state", Status.word(port.state())).put("since", time(port.since()));
        port.link().ifPresent(this::link);
        setup.certificate()
                .ifPresent(certificate -> out.beginObject("certificate")
                        .put("fingerprint", certificate.fingerprint())
                        .put("validUntil", time(certificate.validUntil()))
                        .put("daysLeft", status.daysUntil(certificate.validUntil()))
                        .endObject());
        port.problem()
                .ifPresent(problem -> out.beginObject("problem")
                        .put("event", problem.event())
                        .put("what", problem.what())
                        .put("todo", problem.todo())
                        .put("since", time(problem.since()))
                        .put("times", problem.times())
                        .endObject());
        out.endObject();
    }

    private void link(Status.Link link) {
        out.put("callManager", link.callManager()).put("protocolVersion", link.protocolVersion());
        link.tls().ifPresent(this::tls);
    }

    private void tls(TlsFacts tls) {
        out.beginObject("tls")
                .put("version", tls.protocol())
                .put("cipherSuite", tls.cipherSuite())
                .put("peerFingerprint", tls.peerFingerprint())
                .put("matchedBy", tls.matchedBy())
                .put("peerExpired", tls.peerExpired())
                .endObject();
    }

    private void call(Status.Call call) {
        out.beginObject()
                .put("port", call.port().value())
                .put("reference", LogLine.reference(call.reference()))
                .put("state", Status.word(call.state()))
                .put("since", time(call.since()));
        if (numbers) {
            known("calling", call.calling());
            known("called", call.called());
        }
        known("securityStatus", call.securityStatus());
        known("receive", call.receive().map(MediaProtection::words).orElse(""));
        known("transmit", call.transmit().map(MediaProtection::words).orElse(""));
        known("codec", call.codec());
        if (call.inClear()) {
            out.put("warning", "media is in clear: the call manager sent no key");
        }
        out.endObject();
    }

    private void known(String name, String value) {
        if (!value.isEmpty()) {
            out.put(name, value);
        }
    }

    private void callManager(Setup.CallManager callManager) {
        out.beginObject()
                .put("address", callManager.address())
                .put("port", callManager.port())
                .put("securePort", callManager.securePort())
                .put("registered", status.registered(callManager))
                .put("configured", status.configured(callManager))
                .endObject();
    }

    private void trust() {
        out.beginObject("trust");
        status.setup().ctl().ifPresent(ctl -> {
            out.beginObject("ctl")
                    .put("file", ctl.file())
                    .put("sha256", ctl.sha256())
                    .put("signer", ctl.signer())
                    .put("callManagers", ctl.callManagers())
                    .put("because", ctl.because());
            status.ctlSince().ifPresent(since -> out.put("since", time(since)));
            out.endObject();
        });
        out.beginArray("weakened");
        status.setup()
                .weakened()
                .forEach(weakened -> out.beginObject()
                        .put("setting", weakened.setting())
                        .put("effect", weakened.effect())
                        .endObject());
        out.endArray().endObject();
    }

    private void totals(Status.Totals totals) {
        out.beginObject("totals")
                .put("registrations", totals.registrations())
                .put("registrationFailures", totals.registrationFailures())
                .put("calls", totals.calls())
                .put("callsPlaced", totals.callsPlaced())
                .put("callsEncrypted", totals.callsEncrypted())
                .put("callsInClear", totals.callsInClear())
                .put("callsRefused", totals.callsRefused())
                .put("messages", totals.messages())
                .put("messagesFailed", totals.messagesFailed())
                .endObject();
    }

    private void warning(Status.Warning warning) {
        out.beginObject()
                .put("event", warning.event())
                .put("severity", warning.severity().word());
        Optional<String> port = warning.port().map(Object::toString);
        port.ifPresent(name -> out.put("port", name));
        out.put("text", warning.text())
                .put("todo", warning.todo())
                .put("first", time(warning.first()))
                .put("last", time(warning.last()))
                .put("times", warning.times())
                .endObject();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
