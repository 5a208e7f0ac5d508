package org.voiceport.trust;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * A process in which the JDK disables nothing, so that ports have only their own settings to refuse with. Prints what each
 * kind of port offers; and for each version and suite that a plain client and a plain server agree on, which kinds of port
 * that server gets. Suites that aren't in the table are in one server together: if it had to refuse a port, the port
 * offered none of them.
 */
final class JsseSuitesProbe {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2443);
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final Map<SuiteTable.Column, TlsClient> ports = new EnumMap<>(SuiteTable.Column.class);
    private final SSLContext plain = SSLContext.getInstance("TLS");

    private JsseSuitesProbe() throws Exception {
        Identity rsa = ServerKeys.rsa("cucm-rsa");
        List<Identity> servers = List.of(
                rsa, ServerKeys.ec("cucm-ec"), ServerKeys.ecIssuedBy(rsa, "cucm-ec-rsa"), ServerKeys.dsa("cucm-dsa"));
        CallManagerTrust trust = CallManagerTrust.ofPins(
                servers.stream().map(Identity::certificate).toList());
        for (SuiteTable.Column column : SuiteTable.Column.values()) {
            // No server here asks for the port's certificate.
            ports.put(column, column.client(rsa, trust));
        }
        plain.init(keys(servers), new TrustManager[] {new Anybody()}, null);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        System.setProperty("jdk.tls.ephemeralDHKeySize", "1024");
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        TlsProperty.install(true);
        JsseSuitesProbe probe = new JsseSuitesProbe();
        for (SuiteTable.Column column : SuiteTable.Column.values()) {
            System.out.println("offer " + column + " " + PlainHello.offer(probe.port(column)));
        }
        SortedSet<String> table = SuiteTable.ofDocument().accepted();
        for (String version : VERSIONS) {
            Map<Boolean, List<String>> suites = probe.supported()
                    .collect(Collectors.partitioningBy(
                            suite -> table.contains(version + " " + CipherSuites.iana(suite))));
            suites.get(true).forEach(suite -> probe.print(version, List.of(suite)));
            probe.print(version, suites.get(false));
        }
    }

    private Stream<String> supported() {
        return Arrays.stream(plain.getSupportedSSLParameters().getCipherSuites())
                .filter(suite -> !suite.endsWith("_SCSV"));
    }

    /** A line for each of the suites that a server of this version and these suites serves. */
    @SuppressWarnings("SystemOut")
    private void print(String version, List<String> suites) {
        StringBuilder taken = new StringBuilder();
        for (SuiteTable.Column column : SuiteTable.Column.values()) {
            SSLEngine port = port(column);
            if (Handshake.run(port, engine(false, version, suites)).finished()) {
                taken.append(' ').append(column);
            }
        }
        for (String suite : suites) {
            SSLEngine client = engine(true, version, List.of(suite));
            if (Handshake.run(client, engine(false, version, suites)).finished()) {
                System.out.println("served " + client.getSession().getProtocol() + " "
                        + CipherSuites.iana(client.getSession().getCipherSuite()) + taken);
            }
        }
    }

    private static KeyManager[] keys(List<Identity> servers) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < servers.size(); i++) {
            X509Certificate[] chain = servers.get(i).chain().toArray(X509Certificate[]::new);
            store.setKeyEntry("server" + i, servers.get(i).key(), new char[0], chain);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private SSLEngine port(SuiteTable.Column column) {
        return ports.get(column).engine("localhost", NOWHERE);
    }

    private SSLEngine engine(boolean client, String version, List<String> suites) {
        SSLEngine engine = plain.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {version});
        engine.setEnabledCipherSuites(suites.toArray(String[]::new));
        return engine;
    }

    private static final class Anybody extends PeerCheck {
        @Override
        void check(X509Certificate[] chain) {}

        @Override
        boolean judgesServers() {
            return true;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
