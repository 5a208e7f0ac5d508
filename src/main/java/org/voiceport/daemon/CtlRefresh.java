package org.voiceport.daemon;

import java.time.Instant;
import java.util.Optional;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.EventSink;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.CtlDecision;
import org.voiceport.trust.CtlFetchException;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.CtlTftp;
import org.voiceport.trust.TrustException;

/** Fetches the CTL and offers it to the store, which decides. Tells every decision, and once that no server has one. */
final class CtlRefresh {
    private final CtlTftp tftp;
    private final CtlStore store;
    private final EventSink events;
    private Optional<String> told = Optional.empty();

    private CtlRefresh(CtlTftp tftp, CtlStore store, EventSink events) {
        this.tftp = tftp;
        this.store = store;
        this.events = events;
    }

    /** As the configuration wants it; empty if it names no server. */
    static Optional<CtlRefresh> of(DaemonConfig config, EventSink events) {
        DaemonConfig.Trust trust = config.trust();
        return trust.tftp().isEmpty()
                        || trust.ctlFile().isEmpty()
                        || !trust.pins().isEmpty()
                ? Optional.empty()
                : Optional.of(new CtlRefresh(
                        new CtlTftp(Mapping.tftpServers(config), Mapping.ctlNames(config), CtlTftp.USUAL_LIMIT),
                        Mapping.ctlStore(config, trust.ctlFile().get()),
                        events));
    }

    /** Fetches and offers; what it told if another CTL is in force now. Blocks for up to {@link CtlTftp#USUAL_LIMIT}. */
    Optional<TrustEvent> run() {
        try {
            CtlTftp.Fetched fetched = tftp.fetch();
            told = Optional.empty();
            CtlDecision decision = store.offer(fetched.file(), fetched.source(), Instant.now());
            decision.event().ifPresent(events::accept);
            return decision instanceof CtlDecision.Accepted ? decision.event() : Optional.empty();
        } catch (CtlFetchException e) {
            // The end of the daemon or of what it keeps isn't a server's fault.
            if (!Thread.currentThread().isInterrupted()) {
                tell(e.event());
            }
        } catch (TrustException e) {
            tell(new TrustEvent.CtlUnavailable(e.fault().what(), e.fault().todo()));
        }
        return Optional.empty();
    }

    /** Not the same again and again. */
    private void tell(TrustEvent event) {
        if (!told.equals(Optional.of(event.text()))) {
            told = Optional.of(event.text());
            events.accept(event);
        }
    }
}
