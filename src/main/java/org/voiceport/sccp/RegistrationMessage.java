package org.voiceport.sccp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Coming, staying and going: registration, keepalive, reset (wire reference 6.1, 6.2, 6.8). */
public sealed interface RegistrationMessage extends Message {

    /**
     * The port asks to be registered. Stations up to CallManager 4.x send 64 or 68 bytes, old memory from 48 on; newer
     * ones 124, or 172 with the stamp of their configuration.
     *
     * @param version highest protocol version that the port speaks
     * @param features three feature bytes, the first in the lowest bits (wire reference 2.1)
     * @param configStamp empty in the 124-byte form
     */
    record Register(
            String deviceName,
            int reserved,
            int instance,
            InetAddress address,
            DeviceType type,
            int maxStreams,
            int activeStreams,
            int version,
            int features,
            int maxConferences,
            int activeConferences,
            Blob mac,
            int addressScope,
            int maxLines,
            Blob address6,
            int address6Scope,
            String firmware,
            String configStamp)
            implements RegistrationMessage {
        private static final int LONGEST_OLD = 96;

        static Register wire(Wire w, @Nullable Register m) throws MalformedMessage {
            String deviceName = w.text(16, m, Register::deviceName);
            int reserved = w.u32(m, Register::reserved);
            int instance = w.u32(m, Register::instance);
            InetAddress address = w.ipv4(m, Register::address);
            DeviceType type = w.code(DeviceType::new, m, Register::type);
            int maxStreams = w.u32(m, Register::maxStreams);
            w.optionalFromHere();
            int activeStreams = w.u32(m, Register::activeStreams);
            int version = w.u8(m, Register::version);
            int features = w.u8(m, Register::features) | w.u16(m, r -> r.features >>> 8) << 8;
            int maxConferences = w.u32(m, Register::maxConferences);
            if (w.bodyLength() <= LONGEST_OLD) {
                w.unused(w.bodyLength());
            }
            return new Register(
                    deviceName,
                    reserved,
                    instance,
                    address,
                    type,
                    maxStreams,
                    activeStreams,
                    version,
                    features,
                    maxConferences,
                    w.u32(m, Register::activeConferences),
                    w.blob(12, m, Register::mac),
                    w.u32(m, Register::addressScope),
                    w.u32(m, Register::maxLines),
                    w.blob(16, m, Register::address6),
                    w.u32(m, Register::address6Scope),
                    w.text(32, m, Register::firmware),
                    w.textIf(m == null ? w.more() : !m.configStamp.isEmpty(), 48, m, Register::configStamp));
        }
    }

    /**
     * The port is registered.
     *
     * @param version the version in use; 0 in the 12-byte form of CallManager 2.x
     */
    record RegisterAck(
            int keepAliveSeconds,
            String dateTemplate,
            int padding,
            int secondaryKeepAliveSeconds,
            int version,
            int features)
            implements RegistrationMessage {

        static RegisterAck wire(Wire w, @Nullable RegisterAck m) {
            int keepAlive = w.u32(m, RegisterAck::keepAliveSeconds);
            String template = w.text(6, m, RegisterAck::dateTemplate);
            int padding = w.u16(m, RegisterAck::padding);
            w.optionalFromHere();
            return new RegisterAck(
                    keepAlive,
                    template,
                    padding,
                    w.u32(m, RegisterAck::secondaryKeepAliveSeconds),
                    w.u8(m, RegisterAck::version),
                    w.u8(m, RegisterAck::features) | w.u16(m, r -> r.features >>> 8) << 8);
        }
    }

    /** The port is refused, in the call manager's own words. */
    record RegisterReject(String text) implements RegistrationMessage {
        static RegisterReject wire(Wire w, @Nullable RegisterReject m) {
            return new RegisterReject(w.text(32, m, RegisterReject::text));
        }
    }

    /** The port leaves. {@code hasReason} is false for the form without a body. */
    record Unregister(boolean hasReason, int reason) implements RegistrationMessage {
        /** The form that every call manager knows. */
        public static final Unregister PLAIN = new Unregister(false, 0);

        static Unregister wire(Wire w, @Nullable Unregister m) {
            w.optionalFromHere();
            boolean present = m == null ? w.more() : m.hasReason;
            return new Unregister(present, w.u32If(present, m, Unregister::reason));
        }
    }

    record UnregisterAck(UnregisterStatus status) implements RegistrationMessage {
        static UnregisterAck wire(Wire w, @Nullable UnregisterAck m) {
            return new UnregisterAck(w.code(UnregisterStatus::new, m, UnregisterAck::status));
        }
    }

    record KeepAlive() implements RegistrationMessage {
        static KeepAlive wire(Wire w, @Nullable KeepAlive m) {
            return new KeepAlive();
        }
    }

    record KeepAliveAck() implements RegistrationMessage {
        static KeepAliveAck wire(Wire w, @Nullable KeepAliveAck m) {
            return new KeepAliveAck();
        }
    }

    record IpPort(int rtpPort) implements RegistrationMessage {
        static IpPort wire(Wire w, @Nullable IpPort m) {
            return new IpPort(w.u32(m, IpPort::rtpPort));
        }
    }

    record Alarm(AlarmSeverity severity, String text, int parameter1, int parameter2) implements RegistrationMessage {
        static Alarm wire(Wire w, @Nullable Alarm m) {
            return new Alarm(
                    w.code(AlarmSeverity::new, m, Alarm::severity),
                    w.text(80, m, Alarm::text),
                    w.u32(m, Alarm::parameter1),
                    w.u32(m, Alarm::parameter2));
        }
    }

    record Reset(ResetType type) implements RegistrationMessage {
        static Reset wire(Wire w, @Nullable Reset m) {
            return new Reset(w.code(ResetType::new, m, Reset::type));
        }
    }
}
