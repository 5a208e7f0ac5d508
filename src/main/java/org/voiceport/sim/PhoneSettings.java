package org.voiceport.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;

/**
 * How a simulated phone is set up. Made by {@link #clear} or {@link #secure}, varied by the {@code with…} methods;
 * immutable.
 *
 * @param callManager where to register; its address must be resolved
 * @param tls certificate and trust, for secure modes
 * @param version the highest protocol version that it announces, 0 to 22
 * @param enBloc true: numbers are dialled by one EnblocCall, false: by OffHook and KeypadButtons
 * @param autoAnswer true: calls to the phone are answered at once
 * @param codecs what it can, the preferred one first
 * @param media local address for RTP
 */
public record PhoneSettings(
        DeviceName name,
        SecurityMode mode,
        InetSocketAddress callManager,
        Optional<TlsClient> tls,
        int version,
        boolean enBloc,
        boolean autoAnswer,
        List<Codec> codecs,
        InetAddress media) {
    private static final int DEFAULT_VERSION = 20;
    private static final int NEWEST_VERSION = 22;

    public PhoneSettings {
        codecs = List.copyOf(codecs);
        if (callManager.isUnresolved()) {
            throw new IllegalArgumentException(callManager + " isn't resolved");
        }
        if (mode.secure() != tls.isPresent()) {
            throw new IllegalArgumentException(name + ": secure phones need TLS, others have none");
        }
        if (version < 0 || version > NEWEST_VERSION) {
            throw new IllegalArgumentException("protocol version " + version + ": give 0 to 22");
        }
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException(name + ": a phone needs a codec");
        }
    }

    /** A phone that registers in clear, version 20, both laws of G.711, media on loopback. */
    public static PhoneSettings clear(String name, InetSocketAddress callManager) {
        return of(new DeviceName(name), SecurityMode.NON_SECURE, callManager, Optional.empty());
    }

    /**
     * A phone that registers over TLS; otherwise as {@link #clear}.
     *
     * @param mode authenticated or encrypted: which suites it offers
     */
    public static PhoneSettings secure(
            String name, SecurityMode mode, InetSocketAddress callManager, Identity identity, CallManagerTrust trust) {
        TlsClient tls = TlsClient.create(mode, identity, trust, TlsOptions.DEFAULT);
        return of(new DeviceName(name), mode, callManager, Optional.of(tls));
    }

    private static PhoneSettings of(
            DeviceName name, SecurityMode mode, InetSocketAddress callManager, Optional<TlsClient> tls) {
        return new PhoneSettings(
                name,
                mode,
                callManager,
                tls,
                DEFAULT_VERSION,
                false,
                false,
                List.of(Codec.G711U, Codec.G711A),
                InetAddress.getLoopbackAddress());
    }

    public PhoneSettings withVersion(int announced) {
        return new PhoneSettings(name, mode, callManager, tls, announced, enBloc, autoAnswer, codecs, media);
    }

    public PhoneSettings withEnBloc() {
        return new PhoneSettings(name, mode, callManager, tls, version, true, autoAnswer, codecs, media);
    }

    public PhoneSettings withAutoAnswer() {
        return new PhoneSettings(name, mode, callManager, tls, version, enBloc, true, codecs, media);
    }

    public PhoneSettings withCodecs(Codec... preferred) {
        return new PhoneSettings(name, mode, callManager, tls, version, enBloc, autoAnswer, List.of(preferred), media);
    }

    public PhoneSettings withMedia(InetAddress address) {
        return new PhoneSettings(name, mode, callManager, tls, version, enBloc, autoAnswer, codecs, address);
    }
}
