package org.voiceport.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voiceport.event.DeviceName;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.Payload;

/** What happened at the simulated call manager. Nothing in it is secret. */
public sealed interface SimEvent {

    /** The device that it concerns; empty if the connection hasn't told who it is. */
    default Optional<DeviceName> about() {
        return Optional.empty();
    }

    /** What happened as one line for people; what a peer sent is in it without control characters. */
    String line();

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** A device is registered, over TLS if there are facts. */
    record Registered(DeviceName device, int version, Optional<TlsFacts> tls) implements SimEvent {
        @Override
        public String line() {
            return device
                    + tls.map(facts -> " registered over " + facts.protocol() + " " + facts.cipherSuite()
                                    + ", certificate sha256 " + facts.peerFingerprint())
                            .orElse(" registered in clear")
                    + ", SCCP version " + version;
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A Register was refused. {@code name} is as it came, which may be no legal device name; {@code text} was sent. */
    record Rejected(String name, String text) implements SimEvent {
        @Override
        public String line() {
            return clean(name) + " refused: " + text;
        }

        @Override
        public Optional<DeviceName> about() {
            return DeviceName.isLegal(name) ? Optional.of(new DeviceName(name)) : Optional.empty();
        }
    }

    /** A device that is registered elsewhere asked for leave to come. {@code name} is as it came. */
    record TokenAsked(String name, boolean granted) implements SimEvent {
        @Override
        public String line() {
            return clean(name) + (granted ? " may come" : " may not come yet");
        }

        @Override
        public Optional<DeviceName> about() {
            return DeviceName.isLegal(name) ? Optional.of(new DeviceName(name)) : Optional.empty();
        }
    }

    /** A device is no longer registered. {@code asked} is true if it sent Unregister. */
    record Unregistered(DeviceName device, boolean asked, String why) implements SimEvent {
        @Override
        public String line() {
            return device + (asked ? " unregistered" : " gone: " + clean(why));
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A device told its codecs. */
    record Capabilities(DeviceName device, List<Payload> payloads) implements SimEvent {
        @Override
        public String line() {
            return device + " offers "
                    + payloads.stream().map(Payload::toString).collect(Collectors.joining(", "));
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** The state of a device's call was told to it. References are unsigned. */
    record CallProgress(DeviceName device, int callReference, CallPhase phase) implements SimEvent {
        @Override
        public String line() {
            return String.format("%s call 0x%08x %s", device, callReference, phase);
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A media stream was asked for. {@code receive} is the device's own direction; {@code key}: a key went with it. */
    record MediaAsked(DeviceName device, int callReference, boolean receive, boolean key) implements SimEvent {
        @Override
        public String line() {
            return String.format(
                    "%s call 0x%08x asked to %s, %s",
                    device, callReference, receive ? "receive" : "transmit", key ? "with a key" : "without a key");
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /**
     * A device had the lamp of a subscriber switched.
     *
     * @param known false if the call manager has no such number, so that no lamp was switched
     */
    record Lamp(DeviceName device, String subscriber, boolean on, boolean known) implements SimEvent {
        @Override
        public String line() {
            return device + " switched the lamp of " + clean(subscriber) + (on ? " on" : " off")
                    + (known ? "" : ", which nobody has");
        }

        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A TLS handshake failed; {@code what} is the platform's own text. */
    record TlsFailed(String what) implements SimEvent {
        @Override
        public String line() {
            return "TLS handshake failed: " + clean(what);
        }
    }

    /** A message couldn't be read. */
    record Malformed(Optional<DeviceName> device, String what) implements SimEvent {
        @Override
        public String line() {
            return device.map(DeviceName::toString).orElse("somebody") + " sent what can't be read: " + clean(what);
        }

        @Override
        public Optional<DeviceName> about() {
            return device;
        }
    }
}
