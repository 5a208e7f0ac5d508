package org.voiceport.sim;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.trust.Identity;

/**
 * How a simulated call manager is set up; made by {@link #builder}. Immutable.
 *
 * @param bind where it listens
 * @param clearPort TCP port for SCCP in clear, 0 for any free one
 * @param tlsPort TCP port for SCCP over TLS, 0 for any free one; not used without {@code tls}
 * @param tls who it is in TLS; needed if any device is secure
 * @param maxVersion highest protocol version that it speaks, 3 to 22
 * @param keepAliveSeconds how often devices are told to send KeepAlive, 1 to 3600; one that is silent for 2.5 times as
 *     long is dropped
 * @param mediaKeys the algorithm that media keys are for
 * @param mwi numbers by which a voice messaging system switches message lamps; empty if there are none
 * @param digitTimeout how long it waits for the next digit before it takes the number as it is
 * @param events takes every event, on the call manager's thread; must not block
 */
public record CallManagerSettings(
        InetAddress bind,
        int clearPort,
        int tlsPort,
        Optional<Tls> tls,
        List<Device> devices,
        List<Forward> forwards,
        int maxVersion,
        int keepAliveSeconds,
        EncryptionAlgorithm mediaKeys,
        Optional<MwiNumbers> mwi,
        Duration digitTimeout,
        Consumer<SimEvent> events) {
    private static final int OLDEST_VERSION = 3;
    private static final int NEWEST_VERSION = 22;
    private static final int MAX_KEEP_ALIVE = 3600;

    public CallManagerSettings {
        devices = List.copyOf(devices);
        forwards = List.copyOf(forwards);
        if (maxVersion < OLDEST_VERSION || maxVersion > NEWEST_VERSION) {
            throw new IllegalArgumentException("protocol version " + maxVersion + ": give 3 to 22");
        }
        if (keepAliveSeconds < 1 || keepAliveSeconds > MAX_KEEP_ALIVE) {
            throw new IllegalArgumentException("keepalive " + keepAliveSeconds + " s: give 1 to 3600");
        }
        if (!mediaKeys.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32)
                && !mediaKeys.equals(EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_80)
                && !mediaKeys.equals(EncryptionAlgorithm.AEAD_AES_128_GCM)) {
            throw new IllegalArgumentException(
                    "media keys for " + mediaKeys + ": only AES with 128-bit keys in counter mode or GCM is known");
        }
        if (tls.isEmpty() && devices.stream().anyMatch(device -> device.mode().secure())) {
            throw new IllegalArgumentException("a device is secure: give the TLS identity of the call manager");
        }
    }

    /**
     * Who the call manager is in TLS, and whom it trusts.
     *
     * @param server certificate and key that it presents
     * @param clientRoot root under which the certificates of devices must be
     */
    public record Tls(Identity server, X509Certificate clientRoot) {}

    /** Loopback, free ports, version 20, keepalive 30 s, keys for a 32-bit tag; no devices, no TLS. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; each call changes one and gives the same builder. */
    public static final class Builder {
        private InetAddress bind = InetAddress.getLoopbackAddress();
        private int clearPort;
        private int tlsPort;
        private Optional<Tls> tls = Optional.empty();
        private final List<Device> devices = new ArrayList<>();
        private final List<Forward> forwards = new ArrayList<>();
        private int maxVersion = 20;
        private int keepAliveSeconds = 30;
        private EncryptionAlgorithm mediaKeys = EncryptionAlgorithm.AES_128_CM_HMAC_SHA1_32;
        private Optional<MwiNumbers> mwi = Optional.empty();
        private Duration digitTimeout = Duration.ofSeconds(10);
        private Consumer<SimEvent> events = event -> {};

        private Builder() {}

        public Builder listen(InetAddress address, int clear, int overTls) {
            bind = address;
            clearPort = clear;
            tlsPort = overTls;
            return this;
        }

        public Builder tls(Identity server, X509Certificate clientRoot) {
            tls = Optional.of(new Tls(server, clientRoot));
            return this;
        }

        public Builder device(Device device) {
            devices.add(device);
            return this;
        }

        public Builder forward(Forward forward) {
            forwards.add(forward);
            return this;
        }

        public Builder maxVersion(int version) {
            maxVersion = version;
            return this;
        }

        public Builder keepAliveSeconds(int seconds) {
            keepAliveSeconds = seconds;
            return this;
        }

        public Builder mediaKeys(EncryptionAlgorithm algorithm) {
            mediaKeys = algorithm;
            return this;
        }

        public Builder mwi(MwiNumbers numbers) {
            mwi = Optional.of(numbers);
            return this;
        }

        public Builder digitTimeout(Duration timeout) {
            digitTimeout = timeout;
            return this;
        }

        public Builder events(Consumer<SimEvent> consumer) {
            events = consumer;
            return this;
        }

        /** The settings, checked. */
        public CallManagerSettings build() {
            return new CallManagerSettings(
                    bind,
                    clearPort,
                    tlsPort,
                    tls,
                    devices,
                    forwards,
                    maxVersion,
                    keepAliveSeconds,
                    mediaKeys,
                    mwi,
                    digitTimeout,
                    events);
        }
    }
}
