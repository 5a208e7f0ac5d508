package org.voiceport.daemon;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.port.Port;
import org.voiceport.trust.TlsClient;

/**
 * A port that was set going.
 *
 * @param tls what it proves itself with and whom it trusts at its next connection; null for a non-secure port
 */
record RunningPort(Port port, Reload.Setup setup, @Nullable AtomicReference<TlsClient> tls) {
    DeviceName name() {
        return setup.settings().device();
    }
}
