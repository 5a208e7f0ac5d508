package org.voiceport.trust;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.voiceport.event.SecurityMode;

/** A process that uses TLS before it installs the property. */
final class LateTlsProbe {
    private LateTlsProbe() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        SSLEngine early = SSLContext.getDefault().createSSLEngine();
        early.setUseClientMode(true);
        early.beginHandshake();
        TlsProperty.install(false);
        TlsClient client = TlsClient.create(
                SecurityMode.AUTHENTICATED, Lab.PORT, CallManagerTrust.ofPins(List.of()), TlsOptions.DEFAULT);
        try {
            client.engine("192.0.2.10", Lab.PUBLISHER_TLS);
            System.out.println("nobody noticed");
        } catch (IllegalStateException e) {
            System.out.println(
                    String.valueOf(e.getMessage()).contains("before TlsProperty.install") ? "told" : e.getMessage());
        }
    }
}
