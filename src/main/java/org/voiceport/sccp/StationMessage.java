package org.voiceport.sccp;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A station's tokens, buttons, features and capabilities beyond the registration dialogue (wire reference 3.0). */
public sealed interface StationMessage extends Message {

    /**
     * Asks a call manager of higher order whether the station may come back. Always written in the 52-byte form; older
     * dissectors know one of 36.
     */
    record RegisterTokenReq(
            String deviceName,
            int reserved,
            int instance,
            InetAddress address,
            DeviceType type,
            Blob address6,
            int unknown)
            implements StationMessage {
        static RegisterTokenReq wire(Wire w, @Nullable RegisterTokenReq m) {
            String name = w.text(16, m, RegisterTokenReq::deviceName);
            int reserved = w.u32(m, RegisterTokenReq::reserved);
            int instance = w.u32(m, RegisterTokenReq::instance);
            InetAddress address = w.ipv4(m, RegisterTokenReq::address);
            DeviceType type = w.code(DeviceType::new, m, RegisterTokenReq::type);
            w.optionalFromHere();
            return new RegisterTokenReq(
                    name,
                    reserved,
                    instance,
                    address,
                    type,
                    w.blob(16, m, RegisterTokenReq::address6),
                    w.u32(m, RegisterTokenReq::unknown));
        }
    }

    record RegisterTokenAck() implements StationMessage {
        static RegisterTokenAck wire(Wire w, @Nullable RegisterTokenAck m) {
            return new RegisterTokenAck();
        }
    }

    /** Not now: {@code waitTime} says when to ask again, in seconds as far as is known. */
    record RegisterTokenReject(int waitTime) implements StationMessage {
        static RegisterTokenReject wire(Wire w, @Nullable RegisterTokenReject m) {
            return new RegisterTokenReject(w.u32(m, RegisterTokenReject::waitTime));
        }
    }

    record SpeedDialStatReq(int index) implements StationMessage {
        static SpeedDialStatReq wire(Wire w, @Nullable SpeedDialStatReq m) {
            return new SpeedDialStatReq(w.u32(m, SpeedDialStatReq::index));
        }
    }

    record SpeedDialStatRes(int index, String number, String displayName) implements StationMessage {
        static SpeedDialStatRes wire(Wire w, @Nullable SpeedDialStatRes m) {
            return new SpeedDialStatRes(
                    w.u32(m, SpeedDialStatRes::index),
                    w.text(24, m, SpeedDialStatRes::number),
                    w.text(40, m, SpeedDialStatRes::displayName));
        }
    }

    record SpeedDialStatV2Res(int index, String number, String displayName) implements StationMessage {
        static SpeedDialStatV2Res wire(Wire w, @Nullable SpeedDialStatV2Res m) throws MalformedMessage {
            return new SpeedDialStatV2Res(
                    w.u32(m, SpeedDialStatV2Res::index),
                    w.dynamic(24, m, SpeedDialStatV2Res::number),
                    w.dynamic(40, m, SpeedDialStatV2Res::displayName));
        }
    }

    /** Asks for a feature button; {@code capabilities} is there from a body of 8 bytes on. */
    record FeatureStatReq(int index, int capabilities) implements StationMessage {
        static FeatureStatReq wire(Wire w, @Nullable FeatureStatReq m) {
            int index = w.u32(m, FeatureStatReq::index);
            w.optionalFromHere();
            return new FeatureStatReq(index, w.u32(m, FeatureStatReq::capabilities));
        }
    }

    record FeatureStatV2Res(int index, ButtonKind feature, int status, String label) implements StationMessage {
        static FeatureStatV2Res wire(Wire w, @Nullable FeatureStatV2Res m) throws MalformedMessage {
            return new FeatureStatV2Res(
                    w.u32(m, FeatureStatV2Res::index),
                    w.code(ButtonKind::new, m, FeatureStatV2Res::feature),
                    w.u32(m, FeatureStatV2Res::status),
                    w.dynamic(121, m, FeatureStatV2Res::label));
        }
    }

    record ServiceURLStatReq(int index) implements StationMessage {
        static ServiceURLStatReq wire(Wire w, @Nullable ServiceURLStatReq m) {
            return new ServiceURLStatReq(w.u32(m, ServiceURLStatReq::index));
        }
    }

    record ServiceURLStatRes(int index, String url, String displayName) implements StationMessage {
        static ServiceURLStatRes wire(Wire w, @Nullable ServiceURLStatRes m) {
            return new ServiceURLStatRes(
                    w.u32(m, ServiceURLStatRes::index),
                    w.text(256, m, ServiceURLStatRes::url),
                    w.text(40, m, ServiceURLStatRes::displayName));
        }
    }

    /** The known dissector reads the index alone; what may stand behind it is kept. */
    record ServiceURLStatV2Res(int index, Blob rest) implements StationMessage {
        static ServiceURLStatV2Res wire(Wire w, @Nullable ServiceURLStatV2Res m) {
            return new ServiceURLStatV2Res(w.u32(m, ServiceURLStatV2Res::index), w.rest(m, ServiceURLStatV2Res::rest));
        }
    }

    record HeadsetStatus(OnOff mode) implements StationMessage {
        static HeadsetStatus wire(Wire w, @Nullable HeadsetStatus m) {
            return new HeadsetStatus(w.code(OnOff::new, m, HeadsetStatus::mode));
        }
    }

    record MediaResourceNotification(DeviceType type, int inService, int maxStreamsPerConference, int outOfService)
            implements StationMessage {
        static MediaResourceNotification wire(Wire w, @Nullable MediaResourceNotification m) {
            return new MediaResourceNotification(
                    w.code(DeviceType::new, m, MediaResourceNotification::type),
                    w.u32(m, MediaResourceNotification::inService),
                    w.u32(m, MediaResourceNotification::maxStreamsPerConference),
                    w.u32(m, MediaResourceNotification::outOfService));
        }
    }

    record MediaPathEvent(int path, int event) implements StationMessage {
        static MediaPathEvent wire(Wire w, @Nullable MediaPathEvent m) {
            return new MediaPathEvent(w.u32(m, MediaPathEvent::path), w.u32(m, MediaPathEvent::event));
        }
    }

    record MediaPathCapability(int path, int capabilities) implements StationMessage {
        static MediaPathCapability wire(Wire w, @Nullable MediaPathCapability m) {
            return new MediaPathCapability(
                    w.u32(m, MediaPathCapability::path), w.u32(m, MediaPathCapability::capabilities));
        }
    }

    /** How much a capabilities message tells beside audio. */
    record CapabilityCounts(int video, int data, int rtpPayloadFormat, int customPictureFormats) {
        static CapabilityCounts wire(Wire w, @Nullable CapabilityCounts m) {
            return new CapabilityCounts(
                    w.u32(m, CapabilityCounts::video),
                    w.u32(m, CapabilityCounts::data),
                    w.u32(m, CapabilityCounts::rtpPayloadFormat),
                    w.u32(m, CapabilityCounts::customPictureFormats));
        }
    }

    /**
     * Capabilities with video and data, a fixed 1840 bytes. A voice port has audio alone, 18 slots of it; the rest is
     * kept as it came.
     */
    record UpdateCapabilities(
            CapabilityCounts counts,
            Blob pictureFormats,
            Blob conferenceResources,
            List<SetupMessage.Capability> audio,
            Blob video,
            Blob data)
            implements StationMessage {
        static UpdateCapabilities wire(Wire w, @Nullable UpdateCapabilities m) throws MalformedMessage {
            int audio = w.u32(m, c -> c.audio.size());
            CapabilityCounts counts = CapabilityCounts.wire(w, m == null ? null : m.counts);
            return new UpdateCapabilities(
                    counts,
                    w.blob(120, m, UpdateCapabilities::pictureFormats),
                    w.blob(172, m, UpdateCapabilities::conferenceResources),
                    w.slots(audio, 18, 16, 0, m, UpdateCapabilities::audio, SetupMessage.Capability::wire),
                    w.blob(1160, m, UpdateCapabilities::video),
                    w.blob(80, m, UpdateCapabilities::data));
        }
    }

    /** As {@link UpdateCapabilities} with larger video entries, a fixed 2000 bytes. */
    record CapabilitiesV2Res(
            CapabilityCounts counts,
            Blob pictureFormats,
            Blob conferenceResources,
            List<SetupMessage.Capability> audio,
            Blob video,
            Blob data)
            implements StationMessage {
        static CapabilitiesV2Res wire(Wire w, @Nullable CapabilitiesV2Res m) throws MalformedMessage {
            int audio = w.u32(m, c -> c.audio.size());
            CapabilityCounts counts = CapabilityCounts.wire(w, m == null ? null : m.counts);
            return new CapabilitiesV2Res(
                    counts,
                    w.blob(120, m, CapabilitiesV2Res::pictureFormats),
                    w.blob(172, m, CapabilitiesV2Res::conferenceResources),
                    w.slots(audio, 18, 16, 0, m, CapabilitiesV2Res::audio, SetupMessage.Capability::wire),
                    w.blob(1320, m, CapabilitiesV2Res::video),
                    w.blob(80, m, CapabilitiesV2Res::data));
        }
    }

    /**
     * Capabilities with encryption of video and data. Sources disagree whether its arrays are as long as their counts or
     * fixed; a voice port neither sends nor needs it, so all behind the counts is kept as it came.
     */
    record CapabilitiesV3Res(int audio, CapabilityCounts counts, Blob rest) implements StationMessage {
        static CapabilitiesV3Res wire(Wire w, @Nullable CapabilitiesV3Res m) {
            return new CapabilitiesV3Res(
                    w.u32(m, CapabilitiesV3Res::audio),
                    CapabilityCounts.wire(w, m == null ? null : m.counts),
                    w.rest(m, CapabilitiesV3Res::rest));
        }
    }

    /** New and old messages of one kind. */
    record MessageCounts(int fresh, int old) {
        static MessageCounts wire(Wire w, @Nullable MessageCounts m) {
            return new MessageCounts(w.u32(m, MessageCounts::fresh), w.u32(m, MessageCounts::old));
        }
    }

    /** A mailbox's state between call managers; packed, the numbers have 25 bytes at every version. */
    record MwiNotification(
            String targetNumber,
            String controlNumber,
            int messagesWaiting,
            MessageCounts voice,
            MessageCounts urgentVoice,
            MessageCounts fax,
            MessageCounts urgentFax)
            implements StationMessage {
        static MwiNotification wire(Wire w, @Nullable MwiNotification m) {
            return new MwiNotification(
                    w.text(25, m, MwiNotification::targetNumber),
                    w.text(25, m, MwiNotification::controlNumber),
                    w.u32(m, MwiNotification::messagesWaiting),
                    MessageCounts.wire(w, m == null ? null : m.voice),
                    MessageCounts.wire(w, m == null ? null : m.urgentVoice),
                    MessageCounts.wire(w, m == null ? null : m.fax),
                    MessageCounts.wire(w, m == null ? null : m.urgentFax));
        }
    }

    record MwiRes(String targetNumber, int result) implements StationMessage {
        static MwiRes wire(Wire w, @Nullable MwiRes m) {
            return new MwiRes(w.text(25, m, MwiRes::targetNumber), w.u32(m, MwiRes::result));
        }
    }
}
