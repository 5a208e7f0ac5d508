package org.voiceport.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.trust.CertificateInUse.Owner;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * The keys and certificates in {@code identity.directory}: {@code root.p12} and {@code ports/<device name>.p12}, or PEM
 * files: {@code root.pem} with the certificates of the root (and {@code root.key} if its key is here), {@code
 * ports/<device name>.pem} with the certificates of a port, its key in it or in {@code ports/<device name>.key}. All with
 * the same password. Judges and loads the certificates of single ports.
 *
 * <p>Opening reads the root alone. The files of ports are read when they are asked for, each time anew, but decrypted
 * only if they changed since an object that this one was {@link #reopen reopened} from read them. For any thread; the
 * password stays the caller's to wipe, after which no port may be asked for.
 */
public final class PortCertificates {
    private final Path directory;
    private final Roots roots;
    private final char[] password;
    /** What was decrypted, by device; a digest tells whether it is still what stands in the files. */
    private final Map<DeviceName, Decrypted> decrypted;

    private record Decrypted(String digest, StoredIdentity stored) {}

    private PortCertificates(Path directory, Roots roots, char[] password, Map<DeviceName, Decrypted> decrypted) {
        this.directory = directory;
        this.roots = roots;
        this.password = password;
        this.decrypted = decrypted;
    }

    /**
     * Opens the directory, reading its root.
     *
     * @param password used until this object is forgotten; empty if none is configured
     * @throws TrustException if the root can't be read
     */
    public static PortCertificates open(Path directory, char[] password) throws TrustException {
        return new PortCertificates(directory, Roots.read(directory, password), password, new ConcurrentHashMap<>());
    }

    /**
     * The same directory as it is now. Files that haven't changed aren't decrypted again, which is what takes time: some
     * 20 ms for a PKCS#12 file.
     *
     * @throws TrustException if the root can't be read
     */
    public PortCertificates reopen(char[] password) throws TrustException {
        return new PortCertificates(directory, Roots.read(directory, password), password, decrypted);
    }

    /** Where all of them stand. */
    public Path directory() {
        return directory;
    }

    /** Every file, existing or not, that the root or one of the devices may stand in: a change of one matters. */
    public static List<Path> files(Path directory, Collection<DeviceName> devices) {
        List<Path> files = new ArrayList<>(IdentityFiles.ofRoot(directory).all());
        devices.forEach(
                device -> files.addAll(IdentityFiles.ofPort(directory, device).all()));
        return files;
    }

    /** Where the root stands in an identity directory, if it is in PKCS#12. */
    public static Path rootFile(Path directory) {
        return IdentityFiles.ofRoot(directory).p12();
    }

    /** Where the certificate of a port stands in an identity directory, if it is in PKCS#12. */
    public static Path portFile(Path directory, DeviceName device) {
        return IdentityFiles.ofPort(directory, device).p12();
    }

    /** Where the root stands. */
    public Path rootFile() {
        return roots.file();
    }

    /** The certificate of the root; of an outside CA, the first one of its file. */
    public X509Certificate root() {
        return roots.certificates().get(0);
    }

    /** All certificates that port certificates may come from. */
    public List<X509Certificate> roots() {
        return roots.certificates();
    }

    /** True if port certificates are issued here, as the key of the root is here; false if an outside CA does it. */
    public boolean issues() {
        return roots.issues();
    }

    /** True if others than its owner may read the key of the root; false if it isn't here. */
    public boolean rootReadableByOthers() {
        return roots.keyFile().filter(PortCertificates::readableByOthers).isPresent();
    }

    /**
     * The identity of a port, fit for use.
     *
     * @throws TrustException if it is missing, unreadable, another port's, not from the root, or outside its validity
     */
    public Identity identity(DeviceName device) throws TrustException {
        PortCertificate found = look(device);
        if (found.fault().isPresent()) {
            throw new TrustException(found.fault().get());
        }
        return found.identity().orElseThrow();
    }

    /** Why the certificate of a port can't be used, naming port and file; empty if it can. */
    public Optional<Fault> check(DeviceName device) {
        return look(device).fault();
    }

    /**
     * What is there for these ports, in their order; what was decrypted for others is forgotten. Works on all processors:
     * decrypting takes its time.
     */
    public List<PortCertificate> look(Collection<DeviceName> devices) {
        decrypted.keySet().retainAll(Set.copyOf(devices));
        return devices.parallelStream().map(this::look).toList();
    }

    /** Whose keys are kept in memory. */
    Set<DeviceName> kept() {
        return Set.copyOf(decrypted.keySet());
    }

    /** What is there for a port. */
    public PortCertificate look(DeviceName device) {
        return look(device, Instant.now());
    }

    PortCertificate look(DeviceName device, Instant now) {
        KeyOwner.Port owner = new KeyOwner.Port(device, issues());
        IdentityFiles files = IdentityFiles.ofPort(directory, device);
        try {
            StoredIdentity stored = stored(device, files);
            boolean readable = stored.identity().isPresent() && readableByOthers(stored.keyFile());
            PortCertificate.Unfit unfit = new PortCertificate.Unfit(
                    device, stored.file(), Optional.of(stored.certificates().get(0)), readable);
            if (stored.identity().isEmpty()) {
                return unfit.because("its key is missing", owner.told(keyMissing(stored, files)));
            }
            PortCheck.Judgement judgement = new PortCheck(roots).judge(stored.certificates(), device.value(), now);
            return judgement.objection().isPresent()
                    ? unfit.because(
                            judgement.objection().get(),
                            unfit(owner, stored.file(), judgement.objection().get()))
                    : PortCertificate.fit(
                            device,
                            stored.file(),
                            new Identity(stored.identity().get().key(), judgement.path()),
                            readable);
        } catch (KeyFileException e) {
            boolean readable = Stream.of(files.p12(), files.key()).anyMatch(PortCertificates::readableByOthers);
            return new PortCertificate.Unfit(device, e.file(), Optional.empty(), readable)
                    .because(e.kind() == Kind.MISSING ? "it is missing" : e.reason(), owner.told(e));
        }
    }

    private static KeyFileException keyMissing(StoredIdentity stored, IdentityFiles files) {
        return new KeyFileException(
                Kind.KEY_MISSING, stored.file(), "it holds no private key, and there is no " + files.key());
    }

    private static TrustException unfit(KeyOwner.Port owner, Path file, String why) {
        return TrustException.misconfigured(
                "the certificate of " + owner.label() + " can't be used: " + file + ": " + why,
                "make a new one with: " + owner.again());
    }

    /** Key and certificates of a port as they stand, fit for use or not; empty if there are none, or no key. */
    public Optional<Identity> stored(DeviceName device) throws TrustException {
        try {
            return stored(device, IdentityFiles.ofPort(directory, device)).identity();
        } catch (KeyFileException e) {
            if (e.kind() == Kind.MISSING) {
                return Optional.empty();
            }
            throw new KeyOwner.Port(device, issues()).told(e);
        }
    }

    /**
     * The same key with the certificates that a port presents.
     *
     * @param from where they are from, for errors
     * @throws TrustException if they don't serve this port
     */
    Identity fit(DeviceName device, Identity identity, Path from) throws TrustException {
        PortCheck.Judgement judgement = new PortCheck(roots).judge(identity.chain(), device.value(), Instant.now());
        if (judgement.objection().isPresent()) {
            throw TrustException.misconfigured(
                    "the certificate in " + from + " can't be used for port " + device + ": "
                            + judgement.objection().get(),
                    "have the CA correct it, put those between it and the root into the same file, or correct "
                            + rootFile());
        }
        return new Identity(identity.key(), judgement.path());
    }

    private StoredIdentity stored(DeviceName device, IdentityFiles files) throws KeyFileException {
        IdentityFiles.Content content = files.content();
        String digest = content.digest(password);
        Decrypted before = decrypted.get(device);
        if (before != null && before.digest().equals(digest)) {
            return before.stored();
        }
        StoredIdentity stored = content.read(password);
        decrypted.put(device, new Decrypted(digest, stored));
        return stored;
    }

    /**
     * Puts a new key and its certificates in the place of those of a port, mode 0600. They are written in the format
     * that stands there; else, and if {@code asPem}, as PEM; else as PKCS#12.
     *
     * @return the file that was written
     */
    public Path save(DeviceName device, Identity identity, boolean asPem) throws TrustException {
        IdentityFiles files = IdentityFiles.ofPort(directory, device);
        boolean pemHere = !Files.exists(files.p12())
                && roots.file().equals(IdentityFiles.ofRoot(directory).pem());
        try {
            return files.write(identity, password, asPem || pemHere);
        } catch (KeyFileException e) {
            throw new KeyOwner.Port(device, issues()).told(e);
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    files.file() + " can't be written: " + Texts.oneLine(e),
                    "let this user write in that directory",
                    e);
        }
    }

    /** The root's certificates, and those of these ports that are fit for use. */
    public List<CertificateInUse> inUse(Collection<PortCertificate> ports) {
        List<CertificateInUse> inUse = new ArrayList<>();
        for (X509Certificate root : roots.certificates()) {
            inUse.add(
                    issues()
                            ? new CertificateInUse(Owner.ROOT, "the server root", root)
                            : new CertificateInUse(Owner.OUTSIDE_ROOT, "the root " + subject(root), root));
        }
        for (PortCertificate port : ports) {
            port.identity()
                    .ifPresent(identity -> inUse.add(new CertificateInUse(
                            owner(identity.certificate()), "port " + port.device(), identity.certificate())));
        }
        return inUse;
    }

    private Owner owner(X509Certificate port) {
        if (!issues()) {
            return Owner.OUTSIDE_PORT;
        }
        Instant nearlyWithRoot = root().getNotAfter().toInstant().minus(Duration.ofDays(1));
        return port.getNotAfter().toInstant().isBefore(nearlyWithRoot) ? Owner.PORT : Owner.PORT_ENDING_WITH_ROOT;
    }

    private static String subject(X509Certificate certificate) {
        return Texts.oneLine(certificate.getSubjectX500Principal().getName());
    }

    private static boolean readableByOthers(Path file) {
        try {
            return Files.exists(file) && PrivateFile.readableByOthers(file);
        } catch (IOException e) {
            // Who can't even ask is told so when the key is read.
            return false;
        }
    }
}
