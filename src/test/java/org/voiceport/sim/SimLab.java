package org.voiceport.sim;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Message;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.Validity;

/** A call manager and phones for one test; certificates are made once for all tests, since RSA keys take time. */
final class SimLab implements AutoCloseable {
    static final DeviceName ALICE = new DeviceName("SEP000000000001");
    static final DeviceName BOB = new DeviceName("SEP000000000002");
    static final String ALICE_NUMBER = "3001";
    static final String BOB_NUMBER = "3002";

    private static final Validity VALIDITY = Validity.lasting(Duration.ofDays(30));
    private static final CertificateAuthority ROOT = CertificateAuthority.create("sim test root", VALIDITY);
    static final Identity SERVER = CertificateAuthority.selfSignedCallManager("cucm-sim", VALIDITY);
    private static final Map<DeviceName, Identity> IDENTITIES = new ConcurrentHashMap<>();

    private final SimulatedCallManager callManager;
    private final List<SimulatedPhone> phones = new ArrayList<>();

    SimLab(CallManagerSettings settings) throws IOException {
        callManager = SimulatedCallManager.start(settings);
    }

    /** Alice and Bob in these modes. */
    static SimLab of(SecurityMode alice, SecurityMode bob) throws IOException {
        return new SimLab(settings(alice, bob).build());
    }

    static SimLab clear() throws IOException {
        return of(SecurityMode.NON_SECURE, SecurityMode.NON_SECURE);
    }

    static CallManagerSettings.Builder settings(SecurityMode alice, SecurityMode bob) {
        return CallManagerSettings.builder()
                .maxVersion(22)
                .tls(SERVER, ROOT.root())
                .device(Device.phone(ALICE.value(), alice, ALICE_NUMBER, "Alice"))
                .device(Device.phone(BOB.value(), bob, BOB_NUMBER, "Bob"));
    }

    static Identity identity(DeviceName name) {
        return IDENTITIES.computeIfAbsent(name, ROOT::issuePort);
    }

    SimulatedCallManager callManager() {
        return callManager;
    }

    PhoneSettings phone(DeviceName name, SecurityMode mode) {
        return phone(name, mode, identity(name));
    }

    PhoneSettings phone(DeviceName name, SecurityMode mode, Identity identity) {
        return mode.secure()
                ? PhoneSettings.secure(
                        name.value(),
                        mode,
                        callManager.tlsAddress(),
                        identity,
                        CallManagerTrust.ofPins(List.of(SERVER.certificate())))
                : PhoneSettings.clear(name.value(), callManager.clearAddress());
    }

    /** A phone that has yet to register. */
    SimulatedPhone start(PhoneSettings settings) {
        SimulatedPhone phone = SimulatedPhone.start(settings);
        phones.add(phone);
        return phone;
    }

    /** A phone that is registered. */
    SimulatedPhone registered(PhoneSettings settings) {
        SimulatedPhone phone = start(settings);
        await(phone.registered());
        return phone;
    }

    SimulatedPhone registered(DeviceName name, SecurityMode mode) {
        return registered(phone(name, mode));
    }

    /** A call from {@code caller} to Bob's phone that is connected. */
    static Connected connect(SimulatedPhone caller, SimulatedPhone called, String number) {
        CompletableFuture<PhoneCall> ringing = called.incoming();
        PhoneCall out = caller.call(number);
        PhoneCall in = await(ringing);
        in.answer();
        await(out.connected());
        await(in.connected());
        return new Connected(out, in);
    }

    record Connected(PhoneCall caller, PhoneCall called) {}

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Why a future failed, in its own words. */
    static String failure(CompletableFuture<?> future) {
        try {
            Object value = future.get(10, TimeUnit.SECONDS);
            throw new AssertionError("it didn't fail but gave " + value);
        } catch (ExecutionException failed) {
            return failed.getCause().getMessage();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static String kind(Message message) {
        return message.getClass().getSimpleName();
    }

    static List<String> names(List<Message> messages) {
        return messages.stream().map(SimLab::kind).toList();
    }

    @Override
    public void close() {
        phones.forEach(SimulatedPhone::close);
        callManager.close();
    }
}
