package org.voiceport.daemon;

import java.util.List;

/**
 * What one call of the demo came to, measured; a row of its table.
 *
 * @param tls TLS version, or {@code -} in clear
 * @param cipherSuite IANA name, or {@code -}
 * @param fingerprint SHA-256 of the call manager's certificate, or {@code -}
 * @param media what protected the media, as daemon and phone both saw it
 * @param packetsIn media packets from the phone that the daemon accepted
 * @param packetsOut media packets that the daemon sent
 * @param file the stored message, relative to the demo's directory, or {@code -}
 * @param similarity of what the phone said and what was stored, 0 to 1
 * @param greeting similarity of the greeting and what the phone heard, 0 to 1
 * @param wrong what isn't as the mode demands; empty if all is
 */
record DemoRow(
        DemoCall call,
        String tls,
        String cipherSuite,
        String fingerprint,
        String media,
        long packetsIn,
        long packetsOut,
        String file,
        double similarity,
        double greeting,
        List<String> wrong) {
    DemoRow {
        wrong = List.copyOf(wrong);
    }

    String port() {
        return DemoLab.port(call.mode()).value();
    }

    String caller() {
        return call.securePhone() ? "encrypted" : "non-secure";
    }
}
