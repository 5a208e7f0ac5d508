package org.voiceport.sim;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.ButtonKind;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.SetupMessage.Forward;
import org.voiceport.sccp.SetupMessage.SoftKeyLabel;
import org.voiceport.sccp.SetupMessage.SoftKeySetEntry;
import org.voiceport.sccp.SoftKey;
import org.voiceport.sccp.WireText;

/** Answers what a station asks about itself after RegisterAck (wire reference 6.1). */
final class SetupDesk {
    private static final int SOFT_KEY_SETS = 10;
    private static final int SET_SLOTS = 16;
    /** A key's info index is this plus its place in the template, counted from 1 (wire reference 5.8). */
    private static final int INFO_BASE = 300;

    private static final List<SoftKeyLabel> SOFT_KEYS = List.of(
            new SoftKeyLabel("Redial", SoftKey.REDIAL),
            new SoftKeyLabel("NewCall", SoftKey.NEW_CALL),
            new SoftKeyLabel("Hold", SoftKey.HOLD),
            new SoftKeyLabel("Trnsfer", SoftKey.TRANSFER),
            new SoftKeyLabel("<<", SoftKey.BACKSPACE),
            new SoftKeyLabel("EndCall", SoftKey.END_CALL),
            new SoftKeyLabel("Resume", SoftKey.RESUME),
            new SoftKeyLabel("Answer", SoftKey.ANSWER));

    private SetupDesk() {}

    /** The feature bytes of RegisterAck, the first in the lowest bits (wire reference 2.1). */
    static int features(int version) {
        if (version < 4) {
            return 0;
        }
        return version < 11 ? 0xFEF120 : 0xFFF120;
    }

    /** The messages that answer {@code request}; none for what needs no answer. */
    static Message[] answer(SetupMessage request, Station station, CallManagerSettings settings) {
        if (request instanceof SetupMessage.SoftKeySetReq) {
            return new Message[] {
                softKeySets(),
                new CallMessage.SelectSoftKeys(0, 0, 0, -1),
                CallTexts.prompt(station.version(), "Your current options", 0, 0)
            };
        }
        Message answer = single(request, station, settings);
        return answer == request ? new Message[0] : new Message[] {answer};
    }

    /** The answer, or the request itself if there is none. */
    private static Message single(SetupMessage request, Station station, CallManagerSettings settings) {
        Device device = station.device();
        boolean dynamic = CallTexts.dynamic(station.version());
        if (request instanceof SetupMessage.ButtonTemplateReq) {
            return buttons(device);
        } else if (request instanceof SetupMessage.SoftKeyTemplateReq) {
            return new SetupMessage.SoftKeyTemplateRes(0, SOFT_KEYS.size(), SOFT_KEYS);
        } else if (request instanceof SetupMessage.ConfigStatReq) {
            return configuration(device, dynamic);
        } else if (request instanceof SetupMessage.LineStatReq asked) {
            return line(device, asked.line(), dynamic);
        } else if (request instanceof SetupMessage.ForwardStatReq asked) {
            Forward none = new Forward(0, "");
            return new SetupMessage.ForwardStatRes(0, asked.line(), none, none, none);
        } else if (request instanceof SetupMessage.VersionReq) {
            return new SetupMessage.VersionRes("voiceport-sim");
        } else if (request instanceof SetupMessage.ServerReq) {
            return servers(settings.bind());
        } else if (request instanceof SetupMessage.TimeDateReq) {
            return time();
        }
        return request;
    }

    private static Message buttons(Device device) {
        List<SetupMessage.Button> buttons = IntStream.rangeClosed(
                        1, device.numbers().size())
                .mapToObj(line -> new SetupMessage.Button(line, ButtonKind.LINE.value()))
                .toList();
        return new SetupMessage.ButtonTemplateRes(0, buttons.size(), buttons);
    }

    private static Message configuration(Device device, boolean dynamic) {
        String name = device.name().value();
        int lines = device.numbers().size();
        return dynamic
                ? new SetupMessage.ConfigStatV2Res(name, 0, 0, lines, 0, "", "voiceport-sim")
                : new SetupMessage.ConfigStatRes(name, 0, 0, "", "voiceport-sim", lines, 0);
    }

    private static Message line(Device device, int line, boolean dynamic) {
        String number = line >= 1 && line <= device.numbers().size() ? device.number(line) : "";
        String label = WireText.of(device.label());
        return dynamic
                ? new SetupMessage.LineStatV2Res(line, 15, number, label, number)
                : new SetupMessage.LineStatRes(line, number, label, number, 15);
    }

    /** Every set has all keys. */
    private static Message softKeySets() {
        ByteBuffer template = ByteBuffer.allocate(SET_SLOTS);
        ByteBuffer info = ByteBuffer.allocate(2 * SET_SLOTS).order(ByteOrder.LITTLE_ENDIAN);
        for (int key = 1; key <= SOFT_KEYS.size(); key++) {
            template.put((byte) key);
            info.putShort((short) (INFO_BASE + key));
        }
        SoftKeySetEntry all = new SoftKeySetEntry(Blob.of(template.array()), Blob.of(info.array()));
        return new SetupMessage.SoftKeySetRes(0, SOFT_KEY_SETS, Collections.nCopies(SOFT_KEY_SETS, all));
    }

    private static Message servers(InetAddress bind) {
        List<InetAddress> addresses = new ArrayList<>(Collections.nCopies(5, Addresses.UNSPECIFIED));
        addresses.set(0, bind);
        return new SetupMessage.ServerRes(
                List.of("voiceport-sim", "", "", "", ""), List.of(2000, 0, 0, 0, 0), addresses);
    }

    private static Message time() {
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        return new SetupMessage.TimeDateRes(
                now.getYear(),
                now.getMonthValue(),
                now.getDayOfWeek().getValue() % 7,
                now.getDayOfMonth(),
                now.getHour(),
                now.getMinute(),
                now.getSecond(),
                now.getNano() / 1_000_000,
                (int) now.atZone(ZoneId.systemDefault()).toEpochSecond());
    }
}
