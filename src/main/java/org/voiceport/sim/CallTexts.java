package org.voiceport.sim;

import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.Party;
import org.voiceport.sccp.CallType;
import org.voiceport.sccp.DisplayMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SecurityStatus;

/** Messages that have one id up to version 16 and another from 17 on (wire reference 2.4). */
final class CallTexts {
    private static final int FIRST_DYNAMIC = 17;
    private static final int STATIC_PROMPT = 31;

    private CallTexts() {}

    /** True if {@code version} has strings of any length. */
    static boolean dynamic(int version) {
        return version >= FIRST_DYNAMIC;
    }

    /** Who calls whom. */
    record Parties(
            Party calling,
            Party called,
            Party original,
            int originalReason,
            Party last,
            int lastReason,
            SecurityStatus security) {

        /** The same with another caller. */
        Parties from(Party caller) {
            return new Parties(caller, called, original, originalReason, last, lastReason, security);
        }

        Message message(int version, CallType type, int line, int reference) {
            return dynamic(version)
                    ? new CallMessage.CallInfoV2(
                            calling,
                            "",
                            called,
                            original,
                            last,
                            "",
                            "",
                            line,
                            reference,
                            type,
                            originalReason,
                            lastReason,
                            1,
                            security,
                            0)
                    : new CallMessage.CallInfo(
                            calling,
                            called,
                            original,
                            last,
                            line,
                            reference,
                            type,
                            originalReason,
                            lastReason,
                            1,
                            security,
                            0);
        }
    }

    /** A line of text beside a call; reference 0 beside none. */
    static Message prompt(int version, String wireText, int line, int reference) {
        return dynamic(version)
                ? new DisplayMessage.DisplayPromptStatusV2(0, line, reference, wireText)
                : new DisplayMessage.DisplayPromptStatus(
                        0, wireText.substring(0, Math.min(wireText.length(), STATIC_PROMPT)), line, reference);
    }
}
