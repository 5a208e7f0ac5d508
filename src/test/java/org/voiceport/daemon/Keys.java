package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Validity;

/**
 * Keys and certificates for all tests of this JVM, those of the threats too, each made at its first use, since RSA keys
 * take time.
 */
public final class Keys {
    static final String PASSWORD = "correct horse battery staple";

    private static final Validity DAYS = Validity.lasting(Duration.ofDays(2));
    private static final Map<String, CompletableFuture<Identity>> IDENTITIES = new ConcurrentHashMap<>();
    private static final Map<String, CertificateAuthority> ROOTS = new ConcurrentHashMap<>();
    private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();

    static {
        // Finding primes takes longest: what every test needs at the same time, as far as there are processors.
        var unused = List.of(
                CompletableFuture.runAsync(Keys::root),
                CompletableFuture.runAsync(Keys::callManager),
                CompletableFuture.runAsync(Keys::signer));
    }

    private Keys() {}

    /** The root that the call managers trust. */
    public static CertificateAuthority root() {
        return ROOTS.computeIfAbsent("root", name -> CertificateAuthority.create(name, DAYS));
    }

    /** A root that nobody trusts. */
    public static CertificateAuthority otherRoot() {
        return ROOTS.computeIfAbsent("other root", name -> CertificateAuthority.create(name, DAYS));
    }

    /** The call managers of the CTL. */
    public static Identity callManager() {
        return identity(
                "call manager", () -> CertificateAuthority.selfSignedCallManager("simulated-call-manager", DAYS));
    }

    /** A call manager that isn't in the CTL. */
    public static Identity stranger() {
        return identity("stranger", () -> CertificateAuthority.selfSignedCallManager("simulated-call-manager", DAYS));
    }

    /** Another server of the cluster, by its name. */
    public static Identity server(String host) {
        return identity("server " + host, () -> CertificateAuthority.selfSignedCallManager(host, DAYS));
    }

    public static Identity device(DeviceName name) {
        return identity(name.value(), () -> root().issuePort(name));
    }

    static Identity expired(DeviceName name) {
        Instant now = Instant.now();
        Validity over = new Validity(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)));
        return identity("expired " + name, () -> root().issuePort(name, over));
    }

    public static Identity ofOtherRoot(DeviceName name) {
        return identity("other " + name, () -> otherRoot().issuePort(name));
    }

    /** The call manager after its certificate was renewed. */
    static Identity renewedCallManager() {
        return identity("renewed", () -> CertificateAuthority.selfSignedCallManager("simulated-call-manager", DAYS));
    }

    /** Another certificate of a device, also by the root. */
    static Identity renewed(DeviceName name) {
        return identity("renewed " + name, () -> root().issuePort(name));
    }

    public static Identity signer() {
        return identity("signer", () -> CertificateAuthority.selfSignedSast("CTL signer", DAYS));
    }

    /** A signer that nobody trusts. */
    static Identity otherSigner() {
        return identity("other signer", () -> CertificateAuthority.selfSignedSast("CTL signer", DAYS));
    }

    public static String signerFingerprint() {
        return Fingerprint.sha256(signer().certificate());
    }

    /** A CTL of {@link #callManager} at any loopback address that tests use. */
    static byte[] ctl() {
        return FILES.computeIfAbsent("ctl", name -> ctl("CTLFile.tlv"));
    }

    /** The same under another FILENAME. */
    static byte[] ctl(String fileName) {
        CtlDraft draft = draft();
        return signer().sign(new CtlDraft(fileName, draft.timestamp(), draft.digest(), draft.entries()));
    }

    /** The same with a signature by somebody whose SAST record isn't in it. */
    static byte[] unsignedCtl() {
        return stranger().sign(draft());
    }

    /** One that is newer than {@link #ctl()} by that, of another call manager, signed by {@code signer}. */
    static byte[] newerCtl(Duration newer, Identity callManager, Identity signer) {
        return signer.sign(new CtlDraft(Instant.now().plus(newer), entries(callManager, signer)));
    }

    private static CtlDraft draft() {
        return new CtlDraft(Instant.now(), entries(callManager(), signer()));
    }

    private static List<CtlDraft.Entry> entries(Identity callManager, Identity signer) {
        return List.of(
                CtlDraft.Entry.sast(signer.certificate()),
                CtlDraft.Entry.server(
                        CtlRole.CCM_TFTP, "localhost", InetAddress.getLoopbackAddress(), callManager.certificate()));
    }

    static void saveRoot(Path certs) throws IOException {
        save("root", (file, password) -> root().save(file, password), PortCertificates.rootFile(certs));
    }

    static void savePort(Path certs, DeviceName name, Identity identity) throws IOException {
        String fingerprint = Fingerprint.sha256(identity.certificate());
        save(fingerprint, identity::save, PortCertificates.portFile(certs, name));
    }

    private static Identity identity(String name, Supplier<Identity> make) {
        return IDENTITIES
                .computeIfAbsent(name, any -> CompletableFuture.supplyAsync(make))
                .join();
    }

    private interface Saving {
        void to(Path file, char[] password) throws TrustException;
    }

    /** Key stores are slow to make, too: each is written once and copied from then on. */
    private static void save(String name, Saving saving, Path file) throws IOException {
        byte[] made = FILES.get(name);
        if (made != null) {
            Files.write(file, made);
            return;
        }
        try {
            saving.to(file, PASSWORD.toCharArray());
        } catch (TrustException e) {
            throw new IOException(e);
        }
        FILES.put(name, Files.readAllBytes(file));
    }
}
