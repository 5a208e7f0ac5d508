package org.voiceport.daemon;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.media.UdpMediaEngine;
import org.voiceport.media.UdpPorts;
import org.voiceport.net.EventLoops;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.NoCall;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.MwiNumbers;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;
import org.voiceport.trust.Validity;

/** One encrypted port of ours with its network and media, a simulated call manager and two encrypted phones. */
final class PortLab implements AutoCloseable {
    static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");
    static final String PORT_NUMBER = "5001";
    static final DeviceName ALICE = new DeviceName("SEP000000000001");
    static final String ALICE_NUMBER = "3001";
    static final DeviceName BOB = new DeviceName("SEP000000000002");
    static final String BOB_NUMBER = "3002";
    static final String LAMP_ON = "9099";
    static final String LAMP_OFF = "9098";

    private static final Validity VALIDITY = Validity.lasting(Duration.ofDays(30));
    private static final CertificateAuthority ROOT = CertificateAuthority.create("port test root", VALIDITY);
    private static final Identity SERVER = CertificateAuthority.selfSignedCallManager("cucm-sim", VALIDITY);

    /** Keys take time: each device has one for all tests. */
    private static final Map<DeviceName, Identity> IDENTITIES = new ConcurrentHashMap<>();

    final SimulatedCallManager callManager;
    final Port port;
    /** Calls that came to the port, and those that it made. */
    final BlockingQueue<PlacedCall> calls = new LinkedBlockingQueue<>();

    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /** Why calls that were asked for aren't made. */
    private final BlockingQueue<NoCall> refused = new LinkedBlockingQueue<>();

    private final EventLoops loops = EventLoops.start(1);
    private final List<SimulatedPhone> phones = new ArrayList<>();

    PortLab(boolean prefix) throws IOException, InterruptedException {
        callManager = SimulatedCallManager.start(CallManagerSettings.builder()
                .tls(SERVER, ROOT.root())
                .device(Device.port(PORT.value(), SecurityMode.ENCRYPTED, PORT_NUMBER))
                .device(Device.phone(ALICE.value(), SecurityMode.ENCRYPTED, ALICE_NUMBER, "Alice"))
                .device(Device.phone(BOB.value(), SecurityMode.ENCRYPTED, BOB_NUMBER, "Bob"))
                .mwi(new MwiNumbers(LAMP_ON, LAMP_OFF, prefix))
                .digitTimeout(Duration.ofMillis(300))
                .build());
        port = port();
        port.start();
        // The call manager says so first: the port, which has the answer yet to read, would refuse to call out.
        event(PortEvent.Registered.class, event -> true);
    }

    private Port port() {
        PortSettings settings = new PortSettings(
                PORT,
                SecurityMode.ENCRYPTED,
                Set.of(PortSettings.Role.values()),
                List.of(new Server(
                        "127.0.0.1",
                        callManager.clearAddress().getPort(),
                        callManager.tlsAddress().getPort())),
                20,
                List.of(Codec.G711U),
                true,
                true,
                Optional.of(InetAddress.getLoopbackAddress()),
                Timings.DEFAULT);
        TlsClient tls = TlsClient.create(
                SecurityMode.ENCRYPTED,
                identity(PORT),
                CallManagerTrust.ofPins(List.of(SERVER.certificate())),
                TlsOptions.DEFAULT);
        IoEventLoop loop = loops.next();
        return new Port(
                settings,
                new NettyDialer(
                        loop, loops.resolver(), PORT, SecurityMode.ENCRYPTED, () -> tls, settings.timings(), 24),
                new UdpMediaEngine(loop, new UdpPorts(28000, 31999), 46, true, events::add),
                this::take,
                loop,
                new LoopTimers(loop),
                events::add,
                new Random(1));
    }

    private static Identity identity(DeviceName name) {
        return IDENTITIES.computeIfAbsent(name, ROOT::issuePort);
    }

    private Consumer<CallEvent> take(Call call) {
        PlacedCall taken = new PlacedCall(call);
        calls.add(taken);
        return taken.told::add;
    }

    /** A call of the port, and what is told of it. */
    static final class PlacedCall {
        final Call call;
        private final BlockingQueue<CallEvent> told = new LinkedBlockingQueue<>();

        PlacedCall(Call call) {
            this.call = call;
        }

        /** Waits for the next event that is of this kind, past all others. */
        <E extends CallEvent> E hears(Class<E> kind) throws InterruptedException {
            List<CallEvent> before = new ArrayList<>();
            while (true) {
                CallEvent event = told.poll(10, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("no " + kind.getSimpleName() + " but " + before);
                }
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
                before.add(event);
            }
        }
    }

    static Outgoing to(String number) {
        return new Outgoing(number, Optional.empty(), false, Duration.ofSeconds(10));
    }

    /** The port calls; the call is there as soon as it has a line. */
    PlacedCall place(Outgoing outgoing) throws InterruptedException {
        port.place(outgoing, handler());
        return next();
    }

    OutgoingHandler handler() {
        return new OutgoingHandler() {
            @Override
            public Consumer<CallEvent> begun(Call call) {
                return take(call);
            }

            @Override
            public void notMade(NoCall why) {
                refused.add(why);
            }
        };
    }

    PlacedCall next() throws InterruptedException {
        PlacedCall call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call; refused: " + refused + "; events: " + events);
        }
        return call;
    }

    SimulatedPhone phone(DeviceName name) {
        SimulatedPhone phone = SimulatedPhone.start(PhoneSettings.secure(
                name.value(),
                SecurityMode.ENCRYPTED,
                callManager.tlsAddress(),
                identity(name),
                CallManagerTrust.ofPins(List.of(SERVER.certificate()))));
        phones.add(phone);
        await(phone.registered());
        return phone;
    }

    /** Waits for an event of the port's that fits. */
    <E extends Event> E event(Class<E> kind, Predicate<E> what) throws InterruptedException {
        while (true) {
            Event event = events.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName());
            }
            if (kind.isInstance(event) && what.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(port.stop());
        phones.forEach(SimulatedPhone::close);
        callManager.close();
        loops.close();
    }
}
