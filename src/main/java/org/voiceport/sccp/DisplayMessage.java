package org.voiceport.sccp;

import org.jspecify.annotations.Nullable;

/** Text for a phone's screen. A port takes note of nothing in it. */
public sealed interface DisplayMessage extends Message {

    record DisplayPromptStatus(int timeoutSeconds, String prompt, int line, int callReference)
            implements DisplayMessage {
        static DisplayPromptStatus wire(Wire w, @Nullable DisplayPromptStatus m) {
            return new DisplayPromptStatus(
                    w.u32(m, DisplayPromptStatus::timeoutSeconds),
                    w.text(32, m, DisplayPromptStatus::prompt),
                    w.u32(m, DisplayPromptStatus::line),
                    w.u32(m, DisplayPromptStatus::callReference));
        }
    }

    record DisplayPromptStatusV2(int timeoutSeconds, int line, int callReference, String prompt)
            implements DisplayMessage {
        static DisplayPromptStatusV2 wire(Wire w, @Nullable DisplayPromptStatusV2 m) throws MalformedMessage {
            return new DisplayPromptStatusV2(
                    w.u32(m, DisplayPromptStatusV2::timeoutSeconds),
                    w.u32(m, DisplayPromptStatusV2::line),
                    w.u32(m, DisplayPromptStatusV2::callReference),
                    w.dynamic(97, m, DisplayPromptStatusV2::prompt));
        }
    }

    record ClearPromptStatus(int line, int callReference) implements DisplayMessage {
        static ClearPromptStatus wire(Wire w, @Nullable ClearPromptStatus m) {
            return new ClearPromptStatus(w.u32(m, ClearPromptStatus::line), w.u32(m, ClearPromptStatus::callReference));
        }
    }

    record DisplayText(String text) implements DisplayMessage {
        static DisplayText wire(Wire w, @Nullable DisplayText m) {
            return new DisplayText(w.text(32, m, DisplayText::text));
        }
    }

    record ClearDisplay() implements DisplayMessage {
        static ClearDisplay wire(Wire w, @Nullable ClearDisplay m) {
            return new ClearDisplay();
        }
    }

    record DisplayNotify(int timeoutSeconds, String text) implements DisplayMessage {
        static DisplayNotify wire(Wire w, @Nullable DisplayNotify m) {
            return new DisplayNotify(w.u32(m, DisplayNotify::timeoutSeconds), w.text(32, m, DisplayNotify::text));
        }
    }

    record DisplayNotifyV2(int timeoutSeconds, String text) implements DisplayMessage {
        static DisplayNotifyV2 wire(Wire w, @Nullable DisplayNotifyV2 m) throws MalformedMessage {
            return new DisplayNotifyV2(
                    w.u32(m, DisplayNotifyV2::timeoutSeconds), w.dynamic(97, m, DisplayNotifyV2::text));
        }
    }

    record ClearNotify() implements DisplayMessage {
        static ClearNotify wire(Wire w, @Nullable ClearNotify m) {
            return new ClearNotify();
        }
    }

    record DisplayPriNotify(int timeoutSeconds, int priority, String text) implements DisplayMessage {
        static DisplayPriNotify wire(Wire w, @Nullable DisplayPriNotify m) {
            return new DisplayPriNotify(
                    w.u32(m, DisplayPriNotify::timeoutSeconds),
                    w.u32(m, DisplayPriNotify::priority),
                    w.text(32, m, DisplayPriNotify::text));
        }
    }

    record DisplayPriNotifyV2(int timeoutSeconds, int priority, String text) implements DisplayMessage {
        static DisplayPriNotifyV2 wire(Wire w, @Nullable DisplayPriNotifyV2 m) throws MalformedMessage {
            return new DisplayPriNotifyV2(
                    w.u32(m, DisplayPriNotifyV2::timeoutSeconds),
                    w.u32(m, DisplayPriNotifyV2::priority),
                    w.dynamic(97, m, DisplayPriNotifyV2::text));
        }
    }

    record ClearPriNotify(int priority) implements DisplayMessage {
        static ClearPriNotify wire(Wire w, @Nullable ClearPriNotify m) {
            return new ClearPriNotify(w.u32(m, ClearPriNotify::priority));
        }
    }
}
