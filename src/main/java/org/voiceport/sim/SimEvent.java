package org.voiceport.sim;

import java.util.List;
import java.util.Optional;
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

    /** A device is registered, over TLS if there are facts. */
    record Registered(DeviceName device, int version, Optional<TlsFacts> tls) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A Register was refused. {@code name} is as it came, which may be no legal device name; {@code text} was sent. */
    record Rejected(String name, String text) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return DeviceName.isLegal(name) ? Optional.of(new DeviceName(name)) : Optional.empty();
        }
    }

    /** A device is no longer registered. {@code asked} is true if it sent Unregister. */
    record Unregistered(DeviceName device, boolean asked, String why) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A device told its codecs. */
    record Capabilities(DeviceName device, List<Payload> payloads) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** The state of a device's call was told to it. References are unsigned. */
    record CallProgress(DeviceName device, int callReference, CallPhase phase) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A media stream was asked for. {@code receive} is the device's own direction; {@code key}: a key went with it. */
    record MediaAsked(DeviceName device, int callReference, boolean receive, boolean key) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return Optional.of(device);
        }
    }

    /** A TLS handshake failed; {@code what} is the platform's own text. */
    record TlsFailed(String what) implements SimEvent {}

    /** A message couldn't be read. */
    record Malformed(Optional<DeviceName> device, String what) implements SimEvent {
        @Override
        public Optional<DeviceName> about() {
            return device;
        }
    }
}
