package org.voiceport.trust;

import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.SecurityMode;

/**
 * Settings of TLS towards call managers.
 *
 * @param legacy true: TLS 1.0 and 1.1 are offered too; needs {@link TlsProperty#install} with true
 * @param rejectExpired true: a call manager's certificate that has ended is refused although it matches
 */
public record TlsOptions(boolean legacy, boolean rejectExpired) {
    public static final TlsOptions DEFAULT = new TlsOptions(false, false);

    /** Protocols for a mode as JSSE names them, the newest first. TLS 1.3 has no suite without encryption. */
    public List<String> protocols(SecurityMode mode) {
        List<String> protocols = new ArrayList<>();
        if (mode == SecurityMode.ENCRYPTED) {
            protocols.add("TLSv1.3");
        }
        protocols.add("TLSv1.2");
        if (legacy) {
            protocols.add("TLSv1.1");
            protocols.add("TLSv1");
        }
        return protocols;
    }
}
