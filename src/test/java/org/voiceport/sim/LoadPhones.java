package org.voiceport.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.Identity;

/**
 * A call manager and phones for load: all devices are encrypted, the n-th call is to the n-th port. The signalling is that
 * of the other simulated phones; the media is a {@link PhoneBank}.
 */
public final class LoadPhones implements AutoCloseable {
    private static final int CALLS_OF_A_PHONE = 60;

    private final List<DeviceName> ports;
    private final SimulatedCallManager callManager;
    private final SimLoop loop = new SimLoop("load-phones");
    private final List<LoadPhone> phones = new ArrayList<>();
    private final PhoneBank bank;

    /**
     * What ports said of their calls in ConnectionStatisticsRes.
     *
     * @param answers how many there were
     */
    public record PortCounts(int answers, long sent, long received, long lost) {
        public PortCounts since(PortCounts earlier) {
            return new PortCounts(
                    answers - earlier.answers, sent - earlier.sent, received - earlier.received, lost - earlier.lost);
        }
    }

    /** @param phone the identity of a phone by its name, from the root that ports have theirs from */
    public LoadPhones(
            List<DeviceName> ports,
            Identity server,
            X509Certificate root,
            Function<DeviceName, Identity> phone,
            short[] speech)
            throws IOException {
        this.ports = List.copyOf(ports);
        CallManagerSettings.Builder settings = CallManagerSettings.builder()
                .tls(server, root)
                .maxVersion(20)
                .keepAliveSeconds(30)
                .mediaKeys(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80);
        for (int i = 0; i < ports.size(); i++) {
            settings.device(Device.port(ports.get(i).value(), SecurityMode.ENCRYPTED, number(i)));
        }
        List<DeviceName> names = new ArrayList<>();
        for (int i = 0; i * CALLS_OF_A_PHONE < ports.size(); i++) {
            DeviceName name = new DeviceName("SEP%012X".formatted(i + 1));
            names.add(name);
            settings.device(Device.phone(name.value(), SecurityMode.ENCRYPTED, "7%04d".formatted(i), "Load " + i));
        }
        callManager = SimulatedCallManager.start(settings.build());
        bank = PhoneBank.open(InetAddress.getLoopbackAddress(), speech);
        CallManagerTrust trust = CallManagerTrust.ofPins(List.of(server.certificate()));
        for (DeviceName name : names) {
            PhoneSettings own = PhoneSettings.secure(
                            name.value(), SecurityMode.ENCRYPTED, callManager.tlsAddress(), phone.apply(name), trust)
                    .withEnBloc();
            phones.add(new LoadPhone(own, loop, bank));
        }
        phones.forEach(each -> each.registered().orTimeout(60, TimeUnit.SECONDS).join());
    }

    private static String number(int port) {
        return "5%04d".formatted(port);
    }

    public InetSocketAddress callManager() {
        return callManager.tlsAddress();
    }

    public PhoneBank bank() {
        return bank;
    }

    /** Waits until all ports are registered. */
    public void awaitPorts(int seconds) {
        callManager.registered(ports).orTimeout(seconds, TimeUnit.SECONDS).join();
    }

    /** Begins the call to the n-th port, counted from 0. */
    public void call(int port) {
        phones.get(port / CALLS_OF_A_PHONE).call(number(port));
    }

    public void hangUpAll() {
        phones.forEach(LoadPhone::hangUpAll);
    }

    /** Calls that phones have, whatever their state. */
    public int calls() {
        return phones.stream().mapToInt(each -> each.calls().join()).sum();
    }

    /** All statistics that ports have told so far. */
    public PortCounts told() {
        int answers = 0;
        long sent = 0;
        long received = 0;
        long lost = 0;
        for (DeviceName port : ports) {
            for (var message : callManager.received(port)) {
                if (message instanceof MediaMessage.ConnectionStatisticsRes m) {
                    answers++;
                    sent += Integer.toUnsignedLong(m.packetsSent());
                    received += Integer.toUnsignedLong(m.packetsReceived());
                    lost += Integer.toUnsignedLong(m.packetsLost());
                }
            }
        }
        return new PortCounts(answers, sent, received, lost);
    }

    @Override
    public void close() throws IOException {
        phones.forEach(LoadPhone::close);
        callManager.close();
        loop.close();
        bank.close();
    }
}
