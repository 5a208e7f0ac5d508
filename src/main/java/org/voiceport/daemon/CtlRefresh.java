package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.EventSink;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.Ctl;
import org.voiceport.trust.CtlDecision;
import org.voiceport.trust.CtlFetchException;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.CtlTftp;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.TrustRule;

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
        return trust.tftp().isEmpty() || trust.ctlFile().isEmpty() || !trust.pins().isEmpty()
                ? Optional.empty()
                : Optional.of(new CtlRefresh(tftp(config), store(config), events));
    }

    /** Asks the servers of {@code trust.tftp} for the files that the configuration names. */
    static CtlTftp tftp(DaemonConfig config) {
        List<InetSocketAddress> servers = config.trust().tftp().stream()
                .map(server -> InetSocketAddress.createUnresolved(server.host(), server.port()))
                .toList();
        List<String> names = new ArrayList<>(List.of(Ctl.FILE_NAME));
        if (false) {
            config.ports().stream()
                    .filter(port -> port.securityMode().secure())
                    .findFirst()
                    .ifPresent(port -> names.add("CTL" + port.name() + ".tlv"));
        }
        return new CtlTftp(servers, names, CtlTftp.USUAL_LIMIT);
    }

    /** The store of {@code trust.ctlFile}, which must be configured, with the configuration's rules. */
    static CtlStore store(DaemonConfig config) {
        DaemonConfig.Trust trust = config.trust();
        return new CtlStore(
                trust.ctlFile().orElseThrow(),
                new TrustRule(Set.copyOf(trust.signers()), trust.firstUse(), trust.allowSha1()));
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
            tell(e.event());
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
