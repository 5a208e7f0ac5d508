package org.voiceport.port;

import java.util.List;
import org.voiceport.audio.Codec;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RegistrationMessage.Register;
import org.voiceport.sccp.SetupMessage;

/**
 * The requests that follow RegisterAck, one at a time (wire reference 6.1). Each is answered or not: two call managers
 * leave some unanswered, so a timer moves on as well.
 */
enum Dialogue {
    /** The call manager asks first; told unasked if it doesn't. */
    CAPABILITIES,
    BUTTON_TEMPLATE,
    SOFT_KEY_TEMPLATE,
    SOFT_KEY_SETS,
    LINE,
    TIME,
    DONE;

    /** Feature bytes 00 70 85 of the wire reference 2.5, the first in the lowest bits. */
    private static final int FEATURES = 0x857000;
    /** Milliseconds in a packet, announced for each codec, as phones do. Longer ones are sent if asked for. */
    private static final int LONGEST_PACKET_MILLIS = 40;

    /** What begins this step. */
    List<Message> requests() {
        return switch (this) {
            case CAPABILITIES, DONE -> List.of();
            case BUTTON_TEMPLATE -> List.of(new SetupMessage.ButtonTemplateReq());
            case SOFT_KEY_TEMPLATE -> List.of(new SetupMessage.SoftKeyTemplateReq());
            case SOFT_KEY_SETS -> List.of(new SetupMessage.SoftKeySetReq());
            case LINE -> List.of(new SetupMessage.LineStatReq(1));
            case TIME -> List.of(new SetupMessage.RegisterAvailableLines(1), new SetupMessage.TimeDateReq());
        };
    }

    /** True if {@code message} ends this step. */
    boolean endsWith(Message message) {
        return switch (this) {
            case CAPABILITIES -> message instanceof SetupMessage.CapabilitiesReq;
            case BUTTON_TEMPLATE -> message instanceof SetupMessage.ButtonTemplateRes;
            case SOFT_KEY_TEMPLATE -> message instanceof SetupMessage.SoftKeyTemplateRes;
            case SOFT_KEY_SETS -> message instanceof SetupMessage.SoftKeySetRes;
            case LINE -> message instanceof SetupMessage.LineStatRes || message instanceof SetupMessage.LineStatV2Res;
            case TIME -> message instanceof SetupMessage.TimeDateRes;
            case DONE -> false;
        };
    }

    /** The step behind this one. */
    Dialogue next() {
        return switch (this) {
            case CAPABILITIES -> BUTTON_TEMPLATE;
            case BUTTON_TEMPLATE -> SOFT_KEY_TEMPLATE;
            case SOFT_KEY_TEMPLATE -> SOFT_KEY_SETS;
            case SOFT_KEY_SETS -> LINE;
            case LINE -> TIME;
            case TIME, DONE -> DONE;
        };
    }

    static Register register(DeviceName device, java.net.InetAddress local, int version) {
        return new Register(
                device.value(),
                0,
                1,
                local,
                DeviceType.VOICE_MAIL_PORT,
                1,
                0,
                version,
                FEATURES,
                0,
                0,
                Blob.zeros(12),
                0,
                1,
                Blob.zeros(16),
                0,
                "",
                "");
    }

    static SetupMessage.CapabilitiesRes capabilities(List<Codec> codecs) {
        return new SetupMessage.CapabilitiesRes(codecs.stream()
                .map(codec -> new SetupMessage.Capability(payload(codec), LONGEST_PACKET_MILLIS, Blob.zeros(8)))
                .toList());
    }

    static Payload payload(Codec codec) {
        return switch (codec) {
            case G711U -> Payload.G711U;
            case G711A -> Payload.G711A;
            case G722 -> Payload.G722;
        };
    }
}
