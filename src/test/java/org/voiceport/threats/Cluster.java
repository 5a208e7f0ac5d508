package org.voiceport.threats;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.voiceport.daemon.Keys;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Identity;

/** The servers that the CTL knows besides the call manager that is called; their keys are in the attacker's hands. */
final class Cluster {
    private Cluster() {}

    /** Another call manager of the cluster: in the CTL with its own address. */
    static Identity otherCallManager() {
        return Keys.server("other-call-manager");
    }

    static Identity tftp() {
        return Keys.server("simulated-tftp");
    }

    static Identity capf() {
        return Keys.server("simulated-capf");
    }

    /** Finding primes takes longest: at the same time, as far as there are processors. */
    static void makeKeys() {
        var unused = Stream.<Runnable>of(
                        Cluster::otherCallManager, Cluster::tftp, Cluster::capf, Keys::stranger, Keys::otherRoot)
                .map(CompletableFuture::runAsync)
                .toList();
    }

    /**
     * A CTL: at each of these addresses the call manager, which is the TFTP server and CAPF too, each with a certificate of
     * its own; and another call manager elsewhere.
     */
    static byte[] ctl(List<InetAddress> addresses, InetAddress elsewhere) {
        List<CtlDraft.Entry> entries = new ArrayList<>();
        entries.add(CtlDraft.Entry.sast(Keys.signer().certificate()));
        for (InetAddress address : addresses) {
            entries.add(record(CtlRole.CCM, address, Keys.callManager()));
            entries.add(record(CtlRole.TFTP, address, tftp()));
            entries.add(record(CtlRole.CAPF, address, capf()));
        }
        entries.add(record(CtlRole.CCM_TFTP, elsewhere, otherCallManager()));
        return Keys.signer().sign(new CtlDraft(Instant.now(), entries));
    }

    private static CtlDraft.Entry record(CtlRole role, InetAddress address, Identity server) {
        return CtlDraft.Entry.server(role, "", address, server.certificate());
    }
}
