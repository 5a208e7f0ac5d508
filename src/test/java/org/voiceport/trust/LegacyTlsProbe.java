package org.voiceport.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** A process with {@code tls.legacy}: both modes against a server that has TLS 1.0 only. */
final class LegacyTlsProbe {
    private LegacyTlsProbe() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        TlsProperty.install(true);
        List<String> results = new ArrayList<>();
        for (SecurityMode mode : List.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED)) {
            TlsClient client = TlsClient.create(
                    mode,
                    Lab.PORT,
                    CallManagerTrust.ofPins(List.of(Lab.CUCM_PUB.certificate())),
                    new TlsOptions(true, false));
            SSLEngine port = client.engine("192.0.2.10", Lab.PUBLISHER_TLS);
            SSLEngine server = TlsServer.create(Lab.CUCM_PUB, Lab.ROOT.root(), Set.of(mode), "TLSv1")
                    .engine();
            Handshake.Outcome outcome = Handshake.run(port, server);
            if (!outcome.finished()) {
                throw new IllegalStateException(outcome.toString());
            }
            TlsFacts facts = client.facts(port);
            results.add(mode.name() + " " + facts.protocol() + " " + facts.cipherSuite());
        }
        System.out.println(String.join(", ", results));
    }
}
