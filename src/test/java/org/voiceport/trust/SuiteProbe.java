package org.voiceport.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.voiceport.event.TlsFacts;

/** A port at each of some servers; in a process of its own it has {@code tls.legacy}. */
final class SuiteProbe {
    private static final String PORT = "port.p12";
    private static final String PINS = "pins.pem";

    private SuiteProbe() {}

    /** Directory, the servers' TCP ports, then columns; prints one outcome per line. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        TlsProperty.install(true);
        List<InetSocketAddress> servers = Arrays.stream(arguments[1].split(","))
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)))
                .toList();
        for (String column : Arrays.asList(arguments).subList(2, arguments.length)) {
            outcomes(Path.of(arguments[0]), SuiteTable.Column.valueOf(column), servers)
                    .forEach(System.out::println);
        }
    }

    /** Leaves in {@code directory} what {@link #outcomes} needs: a port, and the certificates that it trusts. */
    static void prepare(Path directory, Identity port, List<Identity> callManagers) throws Exception {
        port.save(directory.resolve(PORT), password());
        StringBuilder pins = new StringBuilder();
        callManagers.forEach(server -> pins.append(PemCertificates.write(server.certificate())));
        PrivateFile.write(directory.resolve(PINS), pins.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** For each server version and suite of the finished handshake, or the kind of fault. */
    static List<String> outcomes(Path directory, SuiteTable.Column column, List<InetSocketAddress> servers)
            throws TrustException {
        TlsClient client = column.client(
                Identity.load(directory.resolve(PORT), password(), "the probe"),
                CallManagerTrust.ofPins(PemCertificates.read(directory.resolve(PINS))));
        return servers.stream().map(server -> outcome(client, server)).toList();
    }

    private static String outcome(TlsClient client, InetSocketAddress server) {
        SSLEngine engine = client.engine("localhost", server);
        try {
            SocketHandshake.run(engine, server);
            TlsFacts facts = client.facts(engine);
            return facts.protocol() + " " + facts.cipherSuite();
        } catch (IOException e) {
            return client.faultOf(e, engine).getClass().getSimpleName();
        }
    }

    private static char[] password() {
        return "of a temporary file".toCharArray();
    }
}
