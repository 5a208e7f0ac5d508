package org.voiceport.threats;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage.StartTone;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.sccp.Message;

/** A capture of the connection is searched for who calls whom, the digits that the caller presses, and media keys. */
final class SignallingIsSniffed implements Threat {
    /** The last one occurs once, so that it can be waited for. */
    private static final String DIGITS = "4719";

    private static final int KEY = 16;

    @Override
    public String key() {
        return "signalling-sniffed";
    }

    @Override
    public String title() {
        return "signalling sniffed";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.privacy(mode);
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        DeviceName port = victim.port().name();
        Wire wire = victim.registered();
        int before = lab.callManager().sent(port).size();
        int mark = victim.port().mark();
        Calls.during(lab.phone(mode), victim.port().mailbox(), call -> {
            Lab.await(call.reached(CallPhase.CONNECTED));
            DIGITS.chars().forEach(digit -> call.press((char) digit));
            return Lab.await(lab.callManager()
                    .sentTo(port, StartTone.class, tone -> digit(tone) == DIGITS.charAt(DIGITS.length() - 1)));
        });
        // The port knows of the end only through the attacker, so he has seen all that came before.
        victim.port().told(mark, "CALL-006");

        List<Message> sent = lab.callManager().sent(port);
        byte[] written = written(sent.subList(before, sent.size()));
        Map<String, byte[]> wanted = wanted(victim, sent.subList(before, sent.size()));
        byte[] capture = Search.joined(wire.seen(Direction.TO_PORT));
        byte[] readable = mode == SecurityMode.AUTHENTICATED ? Records.said(wire.seen(Direction.TO_PORT)) : capture;
        Map<String, String> found = found(wanted, capture, readable);
        return new Finding(
                found.size() == wanted.size() + 1,
                "to find in " + capture.length + " captured bytes: " + String.join(", ", wanted.keySet())
                        + ", the digits pressed",
                found.isEmpty() ? "nothing of it is in the capture" : "found: " + words(found),
                found.isEmpty() ? inClear(wanted, written) : Finding.Control.NONE);
    }

    /** The search itself is good: what the call manager wrote, before TLS, has all of it. */
    private static Finding.Control inClear(Map<String, byte[]> wanted, byte[] written) {
        Map<String, String> found = found(wanted, written, written);
        return new Finding.Control(
                found.size() == wanted.size() + 1,
                "the same search in what the call manager wrote before TLS finds " + words(found));
    }

    private static Map<String, byte[]> wanted(Victim victim, List<Message> sent) {
        Map<String, byte[]> wanted = new LinkedHashMap<>();
        wanted.put("the caller's name", Search.ascii(Caller.NAME));
        wanted.put("his number", Search.ascii(Caller.number(victim.mode())));
        wanted.put("the number called", Search.ascii(victim.port().mailbox() + "\0"));
        for (Message message : sent) {
            if (message instanceof OpenReceiveChannel open && open.key().present()) {
                wanted.put("the key of media to the port", key(open.key()));
            } else if (message instanceof StartMediaTransmission start
                    && start.key().present()) {
                wanted.put("the key of media from it", key(start.key()));
            }
        }
        return wanted;
    }

    private static byte[] key(KeyBlock block) {
        return block.key().first(KEY);
    }

    /** What was found and where; digits are found by reading messages. */
    private static Map<String, String> found(Map<String, byte[]> wanted, byte[] capture, byte[] readable) {
        Map<String, String> found = new LinkedHashMap<>();
        wanted.forEach((what, bytes) -> {
            int at = Search.find(capture, bytes, 0);
            if (at >= 0) {
                found.put(what, "at byte " + at);
            }
        });
        StringBuilder digits = new StringBuilder();
        Sccp.messages(readable).forEach(decoded -> {
            if (decoded.message() instanceof StartTone tone && tone.tone().isDigit()) {
                digits.append(digit(tone));
            }
        });
        if (digits.indexOf(DIGITS) >= 0) {
            found.put("the digits", DIGITS + " in StartTone messages");
        }
        return found;
    }

    private static char digit(StartTone tone) {
        int value = tone.tone().value();
        return tone.tone().isDigit() ? "?1234567890".charAt(value) : '?';
    }

    private static String words(Map<String, String> found) {
        return found.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .reduce((one, other) -> one + ", " + other)
                .orElse("nothing");
    }

    private static byte[] written(List<Message> sent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sent.forEach(message -> out.writeBytes(Sccp.bytes(message, Sccp.VERSION)));
        return out.toByteArray();
    }
}
