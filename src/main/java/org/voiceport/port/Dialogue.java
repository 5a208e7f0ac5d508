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
    CAPABILITIES(SetupMessage.CapabilitiesReq.class),
    BUTTON_TEMPLATE(SetupMessage.ButtonTemplateRes.class, new SetupMessage.ButtonTemplateReq()),
    SOFT_KEY_TEMPLATE(SetupMessage.SoftKeyTemplateRes.class, new SetupMessage.SoftKeyTemplateReq()),
    SOFT_KEY_SETS(SetupMessage.SoftKeySetRes.class, new SetupMessage.SoftKeySetReq()),
    LINE(SetupMessage.LineStatRes.class, new SetupMessage.LineStatReq(1)),
    TIME(SetupMessage.TimeDateRes.class, new SetupMessage.RegisterAvailableLines(1), new SetupMessage.TimeDateReq()),
    DONE(null);

    /** Feature bytes 00 70 85 of the wire reference 2.5, the first in the lowest bits. */
    private static final int FEATURES = 0x857000;
    /** Longest packet that is taken and sent, in milliseconds; announced for each codec. */
    private static final int LONGEST_PACKET_MILLIS = 40;

    private final @org.jspecify.annotations.Nullable Class<? extends Message> answer;
    private final List<Message> requests;

    Dialogue(@org.jspecify.annotations.Nullable Class<? extends Message> answer, Message... requests) {
        this.answer = answer;
        this.requests = List.of(requests);
    }

    /** What begins this step. */
    List<Message> requests() {
        return requests;
    }

    /** True if {@code message} ends this step. */
    boolean endsWith(Message message) {
        return answer != null && answer.isInstance(message)
                || this == LINE && message instanceof SetupMessage.LineStatV2Res;
    }

    Dialogue next() {
        return values()[Math.min(ordinal() + 1, DONE.ordinal())];
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
        };
    }
}
