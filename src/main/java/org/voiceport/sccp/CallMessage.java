package org.voiceport.sccp;

import org.jspecify.annotations.Nullable;

/** The signalling of a call (wire reference 6.3, 6.4). Call references are the call manager's, unsigned 32-bit. */
public sealed interface CallMessage extends Message {

    record CallState(
            CallPhase phase, int line, int callReference, int privacy, int precedenceLevel, int precedenceDomain)
            implements CallMessage {
        static CallState wire(Wire w, @Nullable CallState m) {
            CallPhase phase = w.code(CallPhase::new, m, CallState::phase);
            int line = w.u32(m, CallState::line);
            int reference = w.u32(m, CallState::callReference);
            // Old call managers end here.
            w.optionalFromHere();
            return new CallState(
                    phase,
                    line,
                    reference,
                    w.u32(m, CallState::privacy),
                    w.u32(m, CallState::precedenceLevel),
                    w.u32(m, CallState::precedenceDomain));
        }
    }

    /** Somebody in a call: number, name, number of the voice mailbox; wire texts, empty if unknown. */
    record Party(String number, String name, String mailbox) {
        public static final Party UNKNOWN = new Party("", "", "");
    }

    /** Who calls whom, in the fixed layout. CallManager 2.x ends after the called party: no line, no call reference. */
    record CallInfo(
            Party calling,
            Party called,
            Party originalCalled,
            Party lastRedirecting,
            int line,
            int callReference,
            CallType type,
            int originalReason,
            int lastReason,
            int instance,
            SecurityStatus security,
            int restrictions)
            implements CallMessage {

        static CallInfo wire(Wire w, @Nullable CallInfo m) {
            String callingName = w.text(40, m, i -> i.calling.name);
            String calling = w.text(24, m, i -> i.calling.number);
            String calledName = w.text(40, m, i -> i.called.name);
            String called = w.text(24, m, i -> i.called.number);
            w.optionalFromHere();
            int line = w.u32(m, CallInfo::line);
            int reference = w.u32(m, CallInfo::callReference);
            CallType type = w.code(CallType::new, m, CallInfo::type);
            String originalName = w.text(40, m, i -> i.originalCalled.name);
            String original = w.text(24, m, i -> i.originalCalled.number);
            String lastName = w.text(40, m, i -> i.lastRedirecting.name);
            String last = w.text(24, m, i -> i.lastRedirecting.number);
            int originalReason = w.u32(m, CallInfo::originalReason);
            int lastReason = w.u32(m, CallInfo::lastReason);
            Party callingParty = new Party(calling, callingName, w.text(24, m, i -> i.calling.mailbox));
            Party calledParty = new Party(called, calledName, w.text(24, m, i -> i.called.mailbox));
            Party originalParty = new Party(original, originalName, w.text(24, m, i -> i.originalCalled.mailbox));
            Party lastParty = new Party(last, lastName, w.text(24, m, i -> i.lastRedirecting.mailbox));
            return new CallInfo(
                    callingParty,
                    calledParty,
                    originalParty,
                    lastParty,
                    line,
                    reference,
                    type,
                    originalReason,
                    lastReason,
                    w.u32(m, CallInfo::instance),
                    w.code(SecurityStatus::new, m, CallInfo::security),
                    w.u32(m, CallInfo::restrictions));
        }
    }

    /**
     * Who calls whom, in the layout with strings of any length: 12 strings below version 16, from there on 15 with the
     * alternate calling party and the hunt pilot. All known numbers of strings are read ({@link CallInfoForm}).
     */
    record CallInfoV2(
            Party calling,
            String alternateCalling,
            Party called,
            Party originalCalled,
            Party lastRedirecting,
            String huntPilotNumber,
            String huntPilotName,
            int line,
            int callReference,
            CallType type,
            int originalReason,
            int lastReason,
            int instance,
            SecurityStatus security,
            int restrictions)
            implements CallMessage {
        private static final int NAME = 121;

        static CallInfoV2 wire(Wire w, @Nullable CallInfoV2 m) throws MalformedMessage {
            int line = w.u32(m, CallInfoV2::line);
            int reference = w.u32(m, CallInfoV2::callReference);
            CallType type = w.code(CallType::new, m, CallInfoV2::type);
            int originalReason = w.u32(m, CallInfoV2::originalReason);
            int lastReason = w.u32(m, CallInfoV2::lastReason);
            int instance = w.u32(m, CallInfoV2::instance);
            SecurityStatus security = w.code(SecurityStatus::new, m, CallInfoV2::security);
            int restrictions = w.u32(m, CallInfoV2::restrictions);
            int number = w.since(18, Integer.MAX_VALUE) ? 25 : 24;
            boolean alternate =
                    w.since(16, Integer.MAX_VALUE) || CallInfoForm.hasAlternateCalling(w.strings(CallInfoForm.MOST));
            String calling = w.dynamic(number, m, i -> i.calling.number);
            String alternateCalling = alternate ? w.dynamic(number, m, CallInfoV2::alternateCalling) : "";
            String called = w.dynamic(number, m, i -> i.called.number);
            String original = w.dynamic(number, m, i -> i.originalCalled.number);
            String last = w.dynamic(number, m, i -> i.lastRedirecting.number);
            String callingBox = w.dynamic(number, m, i -> i.calling.mailbox);
            String calledBox = w.dynamic(number, m, i -> i.called.mailbox);
            String originalBox = w.dynamic(number, m, i -> i.originalCalled.mailbox);
            String lastBox = w.dynamic(number, m, i -> i.lastRedirecting.mailbox);
            Party callingParty = new Party(calling, w.dynamic(NAME, m, i -> i.calling.name), callingBox);
            Party calledParty = new Party(called, w.dynamic(NAME, m, i -> i.called.name), calledBox);
            Party originalParty = new Party(original, w.dynamic(NAME, m, i -> i.originalCalled.name), originalBox);
            Party lastParty = new Party(last, w.dynamic(NAME, m, i -> i.lastRedirecting.name), lastBox);
            w.optionalFromHere();
            boolean pilot = m == null ? w.more() : w.since(16, 0);
            return new CallInfoV2(
                    callingParty,
                    alternateCalling,
                    calledParty,
                    originalParty,
                    lastParty,
                    pilot ? w.dynamic(number, m, CallInfoV2::huntPilotNumber) : "",
                    pilot ? w.dynamic(NAME, m, CallInfoV2::huntPilotName) : "",
                    line,
                    reference,
                    type,
                    originalReason,
                    lastReason,
                    instance,
                    security,
                    restrictions);
        }
    }

    /** The port takes the line; both fields 0 in the form without a body. */
    record OffHook(int line, int callReference) implements CallMessage {
        static OffHook wire(Wire w, @Nullable OffHook m) {
            w.optionalFromHere();
            return new OffHook(w.u32(m, OffHook::line), w.u32(m, OffHook::callReference));
        }
    }

    record OnHook(int line, int callReference) implements CallMessage {
        static OnHook wire(Wire w, @Nullable OnHook m) {
            w.optionalFromHere();
            return new OnHook(w.u32(m, OnHook::line), w.u32(m, OnHook::callReference));
        }
    }

    record KeypadButton(KeypadKey key, int line, int callReference) implements CallMessage {
        static KeypadButton wire(Wire w, @Nullable KeypadButton m) {
            KeypadKey key = w.code(KeypadKey::new, m, KeypadButton::key);
            w.optionalFromHere();
            return new KeypadButton(key, w.u32(m, KeypadButton::line), w.u32(m, KeypadButton::callReference));
        }
    }

    /**
     * Dials a number at once. Line 0 in the form below version 17, which has none. From version 18 on the line stands
     * packed at offset 25, or aligned at 28 as some phones write it; both are read, the packed one is written.
     */
    record EnblocCall(SecretText number, int line) implements CallMessage {
        private static final int WIDE_LENGTH = 29;

        static EnblocCall wire(Wire w, @Nullable EnblocCall m) {
            boolean wide = w.since(18, WIDE_LENGTH) && w.bodyLength() >= WIDE_LENGTH;
            SecretText number = new SecretText(w.text(wide ? 25 : 24, m, e -> e.number.value()));
            w.optionalFromHere();
            if (m != null) {
                return new EnblocCall(number, w.u32If(w.since(17, 0), m, EnblocCall::line));
            }
            int line = w.u32(m, EnblocCall::line);
            return new EnblocCall(number, wide ? line(w, line) : line);
        }

        /** The aligned line at 28 if there is one, whose first byte is the last of the packed one at 25. */
        private static int line(Wire w, int packed) {
            int aligned = packed >>> 24;
            for (int shift = 8; shift < 32 && w.more(); shift += 8) {
                aligned |= w.u8(null, none -> 0) << shift;
            }
            return aligned != 0 ? aligned : packed;
        }
    }

    record SoftKeyEvent(SoftKey key, int line, int callReference) implements CallMessage {
        static SoftKeyEvent wire(Wire w, @Nullable SoftKeyEvent m) {
            return new SoftKeyEvent(
                    w.code(SoftKey::new, m, SoftKeyEvent::key),
                    w.u32(m, SoftKeyEvent::line),
                    w.u32(m, SoftKeyEvent::callReference));
        }
    }

    record DialedNumber(SecretText number, int line, int callReference) implements CallMessage {
        static DialedNumber wire(Wire w, @Nullable DialedNumber m) {
            return new DialedNumber(
                    new SecretText(w.text(w.since(18, 33) ? 25 : 24, m, d -> d.number.value())),
                    w.u32(m, DialedNumber::line),
                    w.u32(m, DialedNumber::callReference));
        }
    }

    record StartTone(Tone tone, int direction, int line, int callReference) implements CallMessage {
        static StartTone wire(Wire w, @Nullable StartTone m) {
            Tone tone = w.code(Tone::new, m, StartTone::tone);
            w.optionalFromHere();
            return new StartTone(
                    tone,
                    w.u32(m, StartTone::direction),
                    w.u32(m, StartTone::line),
                    w.u32(m, StartTone::callReference));
        }
    }

    /** A tone ends. {@code tone} is told from version 11, else it is 0. */
    record StopTone(int line, int callReference, Tone tone) implements CallMessage {
        static StopTone wire(Wire w, @Nullable StopTone m) {
            w.optionalFromHere();
            return new StopTone(
                    w.u32(m, StopTone::line),
                    w.u32(m, StopTone::callReference),
                    w.since(11, 12) ? w.code(Tone::new, m, StopTone::tone) : Tone.SILENCE);
        }
    }

    record SetRinger(RingMode mode, int duration, int line, int callReference) implements CallMessage {
        static SetRinger wire(Wire w, @Nullable SetRinger m) {
            RingMode mode = w.code(RingMode::new, m, SetRinger::mode);
            w.optionalFromHere();
            return new SetRinger(
                    mode, w.u32(m, SetRinger::duration), w.u32(m, SetRinger::line), w.u32(m, SetRinger::callReference));
        }
    }

    record SetLamp(ButtonKind stimulus, int instance, LampMode mode) implements CallMessage {
        static SetLamp wire(Wire w, @Nullable SetLamp m) {
            return new SetLamp(
                    w.code(ButtonKind::new, m, SetLamp::stimulus),
                    w.u32(m, SetLamp::instance),
                    w.code(LampMode::new, m, SetLamp::mode));
        }
    }

    record SetSpeakerMode(OnOff mode) implements CallMessage {
        static SetSpeakerMode wire(Wire w, @Nullable SetSpeakerMode m) {
            return new SetSpeakerMode(w.code(OnOff::new, m, SetSpeakerMode::mode));
        }
    }

    record SetMicroMode(OnOff mode) implements CallMessage {
        static SetMicroMode wire(Wire w, @Nullable SetMicroMode m) {
            return new SetMicroMode(w.code(OnOff::new, m, SetMicroMode::mode));
        }
    }

    record SelectSoftKeys(int line, int callReference, int set, int validKeys) implements CallMessage {
        static SelectSoftKeys wire(Wire w, @Nullable SelectSoftKeys m) {
            return new SelectSoftKeys(
                    w.u32(m, SelectSoftKeys::line),
                    w.u32(m, SelectSoftKeys::callReference),
                    w.u32(m, SelectSoftKeys::set),
                    w.u32(m, SelectSoftKeys::validKeys));
        }
    }

    record ActivateCallPlane(int line) implements CallMessage {
        static ActivateCallPlane wire(Wire w, @Nullable ActivateCallPlane m) {
            return new ActivateCallPlane(w.u32(m, ActivateCallPlane::line));
        }
    }

    record DeactivateCallPlane() implements CallMessage {
        static DeactivateCallPlane wire(Wire w, @Nullable DeactivateCallPlane m) {
            return new DeactivateCallPlane();
        }
    }
}
