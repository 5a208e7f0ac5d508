package org.voiceport.sccp;

import org.jspecify.annotations.Nullable;

/** The line beside the plain call: buttons, flash, a calling number of the station's own, history (wire reference 6.4). */
public sealed interface LineMessage extends Message {

    /** A button was pressed. Stations of CallManager 2.x end after the line. */
    record Stimulus(ButtonKind kind, int line, int callReference, int status) implements LineMessage {
        static Stimulus wire(Wire w, @Nullable Stimulus m) {
            ButtonKind kind = w.code(ButtonKind::new, m, Stimulus::kind);
            int line = w.u32(m, Stimulus::line);
            w.optionalFromHere();
            return new Stimulus(kind, line, w.u32(m, Stimulus::callReference), w.u32(m, Stimulus::status));
        }
    }

    record HookFlash(int line, int callReference) implements LineMessage {
        static HookFlash wire(Wire w, @Nullable HookFlash m) {
            return new HookFlash(w.u32(m, HookFlash::line), w.u32(m, HookFlash::callReference));
        }
    }

    /** Takes the line in the name of a mailbox, as for its message-waiting lamp; packed from version 18. */
    record OffHookWithCallingPartyNumber(String callingNumber, String callingMailbox, int line) implements LineMessage {
        static OffHookWithCallingPartyNumber wire(Wire w, @Nullable OffHookWithCallingPartyNumber m) {
            int size = w.since(18, 54) ? 25 : 24;
            return new OffHookWithCallingPartyNumber(
                    w.text(size, m, OffHookWithCallingPartyNumber::callingNumber),
                    w.text(size, m, OffHookWithCallingPartyNumber::callingMailbox),
                    w.u32(m, OffHookWithCallingPartyNumber::line));
        }
    }

    record BackSpaceRes(int line, int callReference) implements LineMessage {
        static BackSpaceRes wire(Wire w, @Nullable BackSpaceRes m) {
            return new BackSpaceRes(w.u32(m, BackSpaceRes::line), w.u32(m, BackSpaceRes::callReference));
        }
    }

    record CallSelectStatRes(int status, int callReference, int line) implements LineMessage {
        static CallSelectStatRes wire(Wire w, @Nullable CallSelectStatRes m) {
            return new CallSelectStatRes(
                    w.u32(m, CallSelectStatRes::status),
                    w.u32(m, CallSelectStatRes::callReference),
                    w.u32(m, CallSelectStatRes::line));
        }
    }

    /** How the call is to be remembered: 0 not at all, 1 placed, 2 received, 3 missed. */
    record CallHistoryInfo(int disposition, int line, int callReference) implements LineMessage {
        static CallHistoryInfo wire(Wire w, @Nullable CallHistoryInfo m) {
            return new CallHistoryInfo(
                    w.u32(m, CallHistoryInfo::disposition),
                    w.u32(m, CallHistoryInfo::line),
                    w.u32(m, CallHistoryInfo::callReference));
        }
    }

    record RecordingStatus(int callReference, int status) implements LineMessage {
        static RecordingStatus wire(Wire w, @Nullable RecordingStatus m) {
            return new RecordingStatus(w.u32(m, RecordingStatus::callReference), w.u32(m, RecordingStatus::status));
        }
    }
}
