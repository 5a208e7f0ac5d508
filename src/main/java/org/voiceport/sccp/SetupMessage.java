package org.voiceport.sccp;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a station and its call manager tell each other about themselves after RegisterAck (wire reference 6.1). */
public sealed interface SetupMessage extends Message {

    record CapabilitiesReq() implements SetupMessage {
        static CapabilitiesReq wire(Wire w, @Nullable CapabilitiesReq m) {
            return new CapabilitiesReq();
        }
    }

    /** A codec that the station has, and 8 bytes whose meaning depends on it. */
    record Capability(Payload payload, int maxMillis, Blob parameters) {
        static Capability wire(Wire w, @Nullable Capability m) {
            return new Capability(
                    w.code(Payload::new, m, Capability::payload),
                    w.u32(m, Capability::maxMillis),
                    w.blob(8, m, Capability::parameters));
        }
    }

    /** The body always has 18 slots; what stands in unused ones is stale. */
    record CapabilitiesRes(List<Capability> capabilities) implements SetupMessage {
        static CapabilitiesRes wire(Wire w, @Nullable CapabilitiesRes m) throws MalformedMessage {
            int count = w.u32(m, r -> r.capabilities.size());
            return new CapabilitiesRes(w.slots(count, 18, 16, 0, m, CapabilitiesRes::capabilities, Capability::wire));
        }
    }

    record ButtonTemplateReq() implements SetupMessage {
        static ButtonTemplateReq wire(Wire w, @Nullable ButtonTemplateReq m) {
            return new ButtonTemplateReq();
        }
    }

    /** A button of a phone; {@code kind} is a stimulus in one byte. */
    record Button(int instance, int kind) {
        static Button wire(Wire w, @Nullable Button m) {
            return new Button(w.u8(m, Button::instance), w.u8(m, Button::kind));
        }
    }

    record ButtonTemplateRes(int offset, int total, List<Button> buttons) implements SetupMessage {
        static ButtonTemplateRes wire(Wire w, @Nullable ButtonTemplateRes m) throws MalformedMessage {
            int offset = w.u32(m, ButtonTemplateRes::offset);
            int count = w.u32(m, r -> r.buttons.size());
            int total = w.u32(m, ButtonTemplateRes::total);
            // An unused slot is instance 0, kind 0xFF.
            return new ButtonTemplateRes(
                    offset, total, w.slots(count, 42, 2, 0xFF00, m, ButtonTemplateRes::buttons, Button::wire));
        }
    }

    record SoftKeyTemplateReq() implements SetupMessage {
        static SoftKeyTemplateReq wire(Wire w, @Nullable SoftKeyTemplateReq m) {
            return new SoftKeyTemplateReq();
        }
    }

    record SoftKeyLabel(String label, SoftKey event) {
        static SoftKeyLabel wire(Wire w, @Nullable SoftKeyLabel m) {
            return new SoftKeyLabel(w.text(16, m, SoftKeyLabel::label), w.code(SoftKey::new, m, SoftKeyLabel::event));
        }
    }

    record SoftKeyTemplateRes(int offset, int total, List<SoftKeyLabel> keys) implements SetupMessage {
        static SoftKeyTemplateRes wire(Wire w, @Nullable SoftKeyTemplateRes m) throws MalformedMessage {
            int offset = w.u32(m, SoftKeyTemplateRes::offset);
            int count = w.u32(m, r -> r.keys.size());
            int total = w.u32(m, SoftKeyTemplateRes::total);
            return new SoftKeyTemplateRes(
                    offset, total, w.slots(count, 32, 20, 0, m, SoftKeyTemplateRes::keys, SoftKeyLabel::wire));
        }
    }

    record SoftKeySetReq() implements SetupMessage {
        static SoftKeySetReq wire(Wire w, @Nullable SoftKeySetReq m) {
            return new SoftKeySetReq();
        }
    }

    /** One set of soft keys: 16 template indexes of a byte, 16 info indexes of two (LE). */
    record SoftKeySetEntry(Blob templateIndexes, Blob infoIndexes) {
        static SoftKeySetEntry wire(Wire w, @Nullable SoftKeySetEntry m) {
            return new SoftKeySetEntry(
                    w.blob(16, m, SoftKeySetEntry::templateIndexes), w.blob(32, m, SoftKeySetEntry::infoIndexes));
        }
    }

    record SoftKeySetRes(int offset, int total, List<SoftKeySetEntry> sets) implements SetupMessage {
        static SoftKeySetRes wire(Wire w, @Nullable SoftKeySetRes m) throws MalformedMessage {
            int offset = w.u32(m, SoftKeySetRes::offset);
            int count = w.u32(m, r -> r.sets.size());
            int total = w.u32(m, SoftKeySetRes::total);
            return new SoftKeySetRes(
                    offset, total, w.slots(count, 16, 48, 0, m, SoftKeySetRes::sets, SoftKeySetEntry::wire));
        }
    }

    record ConfigStatReq() implements SetupMessage {
        static ConfigStatReq wire(Wire w, @Nullable ConfigStatReq m) {
            return new ConfigStatReq();
        }
    }

    record ConfigStatRes(
            String deviceName,
            int reserved,
            int instance,
            String userName,
            String serverName,
            int lines,
            int speedDials)
            implements SetupMessage {
        static ConfigStatRes wire(Wire w, @Nullable ConfigStatRes m) {
            return new ConfigStatRes(
                    w.text(16, m, ConfigStatRes::deviceName),
                    w.u32(m, ConfigStatRes::reserved),
                    w.u32(m, ConfigStatRes::instance),
                    w.text(40, m, ConfigStatRes::userName),
                    w.text(40, m, ConfigStatRes::serverName),
                    w.u32(m, ConfigStatRes::lines),
                    w.u32(m, ConfigStatRes::speedDials));
        }
    }

    record ConfigStatV2Res(
            String deviceName,
            int reserved,
            int instance,
            int lines,
            int speedDials,
            String userName,
            String serverName)
            implements SetupMessage {
        static ConfigStatV2Res wire(Wire w, @Nullable ConfigStatV2Res m) throws MalformedMessage {
            return new ConfigStatV2Res(
                    w.text(16, m, ConfigStatV2Res::deviceName),
                    w.u32(m, ConfigStatV2Res::reserved),
                    w.u32(m, ConfigStatV2Res::instance),
                    w.u32(m, ConfigStatV2Res::lines),
                    w.u32(m, ConfigStatV2Res::speedDials),
                    w.dynamic(121, m, ConfigStatV2Res::userName),
                    w.dynamic(121, m, ConfigStatV2Res::serverName));
        }
    }

    record LineStatReq(int line) implements SetupMessage {
        static LineStatReq wire(Wire w, @Nullable LineStatReq m) {
            return new LineStatReq(w.u32(m, LineStatReq::line));
        }
    }

    record LineStatRes(int line, String number, String displayName, String label, int displayOptions)
            implements SetupMessage {
        static LineStatRes wire(Wire w, @Nullable LineStatRes m) {
            int line = w.u32(m, LineStatRes::line);
            String number = w.text(24, m, LineStatRes::number);
            // CallManager 2.x ends here, 3.1 after the display name.
            w.optionalFromHere();
            String displayName = w.text(40, m, LineStatRes::displayName);
            return new LineStatRes(
                    line,
                    number,
                    displayName,
                    w.text(40, m, LineStatRes::label),
                    w.u32(m, LineStatRes::displayOptions));
        }
    }

    record LineStatV2Res(int line, int type, String number, String displayName, String label) implements SetupMessage {
        static LineStatV2Res wire(Wire w, @Nullable LineStatV2Res m) throws MalformedMessage {
            return new LineStatV2Res(
                    w.u32(m, LineStatV2Res::line),
                    w.u32(m, LineStatV2Res::type),
                    w.dynamic(25, m, LineStatV2Res::number),
                    w.dynamic(40, m, LineStatV2Res::displayName),
                    w.dynamic(40, m, LineStatV2Res::label));
        }
    }

    record ForwardStatReq(int line) implements SetupMessage {
        static ForwardStatReq wire(Wire w, @Nullable ForwardStatReq m) {
            return new ForwardStatReq(w.u32(m, ForwardStatReq::line));
        }
    }

    record Forward(int active, String number) {
        static Forward wire(Wire w, int numberSize, @Nullable Forward m) {
            return new Forward(w.u32(m, Forward::active), w.text(numberSize, m, Forward::number));
        }
    }

    record ForwardStatRes(int active, int line, Forward all, Forward busy, Forward noAnswer) implements SetupMessage {
        static ForwardStatRes wire(Wire w, @Nullable ForwardStatRes m) {
            int size = w.since(18, 93) ? 25 : 24;
            return new ForwardStatRes(
                    w.u32(m, ForwardStatRes::active),
                    w.u32(m, ForwardStatRes::line),
                    Forward.wire(w, size, m == null ? null : m.all),
                    Forward.wire(w, size, m == null ? null : m.busy),
                    Forward.wire(w, size, m == null ? null : m.noAnswer));
        }
    }

    record VersionReq() implements SetupMessage {
        static VersionReq wire(Wire w, @Nullable VersionReq m) {
            return new VersionReq();
        }
    }

    record VersionRes(String version) implements SetupMessage {
        static VersionRes wire(Wire w, @Nullable VersionRes m) {
            return new VersionRes(w.text(16, m, VersionRes::version));
        }
    }

    record ServerReq() implements SetupMessage {
        static ServerReq wire(Wire w, @Nullable ServerReq m) {
            return new ServerReq();
        }
    }

    /** Five places, the most preferred server first; an empty name is an unused place. */
    record ServerRes(List<String> names, List<Integer> ports, List<InetAddress> addresses) implements SetupMessage {
        private static final int PLACES = 5;
        private static final int TAGGED_LENGTH = 293;
        private static final int FIRST_ADDRESS = 260;

        static ServerRes wire(Wire w, @Nullable ServerRes m) throws MalformedMessage {
            boolean tagged = tagged(w);
            return new ServerRes(
                    w.slots(PLACES, PLACES, 48, 0, m, ServerRes::names, (wire, s) -> wire.text(48, s, t -> t)),
                    w.slots(PLACES, PLACES, 4, 0, m, ServerRes::ports, (wire, p) -> wire.u32(p, v -> v)),
                    w.slots(
                            PLACES,
                            PLACES,
                            tagged ? 20 : 4,
                            0,
                            m,
                            ServerRes::addresses,
                            (wire, a) -> wire.address(tagged, a, v -> v)));
        }

        /**
         * One source goes by the version, one by the length, and one server leaves room for wide addresses but fills in
         * narrow ones: so both must allow the wide form, and the first type must be one.
         */
        private static boolean tagged(Wire w) {
            return w.since(17, TAGGED_LENGTH)
                    && w.bodyLength() >= TAGGED_LENGTH
                    && (!(w instanceof WireReader reader)
                            || Integer.compareUnsigned(reader.u32At(FIRST_ADDRESS), 3) <= 0);
        }
    }

    record RegisterAvailableLines(int lines) implements SetupMessage {
        static RegisterAvailableLines wire(Wire w, @Nullable RegisterAvailableLines m) {
            return new RegisterAvailableLines(w.u32(m, RegisterAvailableLines::lines));
        }
    }

    record TimeDateReq() implements SetupMessage {
        static TimeDateReq wire(Wire w, @Nullable TimeDateReq m) {
            return new TimeDateReq();
        }
    }

    /** The call manager's clock: local time by parts, and {@code systemTime} in Unix seconds. */
    record TimeDateRes(
            int year, int month, int dayOfWeek, int day, int hour, int minute, int second, int millis, int systemTime)
            implements SetupMessage {
        static TimeDateRes wire(Wire w, @Nullable TimeDateRes m) {
            return new TimeDateRes(
                    w.u32(m, TimeDateRes::year),
                    w.u32(m, TimeDateRes::month),
                    w.u32(m, TimeDateRes::dayOfWeek),
                    w.u32(m, TimeDateRes::day),
                    w.u32(m, TimeDateRes::hour),
                    w.u32(m, TimeDateRes::minute),
                    w.u32(m, TimeDateRes::second),
                    w.u32(m, TimeDateRes::millis),
                    w.u32(m, TimeDateRes::systemTime));
        }
    }

    record FeatureStatRes(int index, ButtonKind feature, String label, int status) implements SetupMessage {
        static FeatureStatRes wire(Wire w, @Nullable FeatureStatRes m) {
            return new FeatureStatRes(
                    w.u32(m, FeatureStatRes::index),
                    w.code(ButtonKind::new, m, FeatureStatRes::feature),
                    w.text(40, m, FeatureStatRes::label),
                    w.u32(m, FeatureStatRes::status));
        }
    }
}
