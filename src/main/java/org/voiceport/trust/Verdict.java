package org.voiceport.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;

/** Whether the CTL at a path decides about trust, and why. */
public sealed interface Verdict {
    /** The same as an event. */
    TrustEvent event();

    /**
     * The CTL is in force.
     *
     * @param signer the SAST record that signed it
     * @param because the rule that put it in force
     * @param weakened what makes this trust weaker than it could be, to be told at every start
     */
    record InForce(Path file, Ctl ctl, CtlRecord signer, String because, List<TrustEvent.Weakened> weakened)
            implements Verdict {
        public InForce {
            weakened = List.copyOf(weakened);
        }

        InForce and(TrustEvent.Weakened more) {
            List<TrustEvent.Weakened> all = new ArrayList<>(weakened);
            all.add(more);
            return new InForce(file, ctl, signer, because, all);
        }

        @Override
        public TrustEvent.CtlInForce event() {
            return new TrustEvent.CtlInForce(
                    file.toString(),
                    ctl.sha256(),
                    signer.fingerprint().orElse(""),
                    ctl.callManagers().size(),
                    because);
        }
    }

    /** The CTL isn't in force; ports in a secure mode stay offline. */
    record Refused(Path file, Fault fault) implements Verdict {
        @Override
        public TrustEvent.CtlRefused event() {
            return new TrustEvent.CtlRefused(file.toString(), fault.what(), fault.todo());
        }
    }
}
