package org.voiceport.port;

import java.util.Optional;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.WireText;

/** Turns CallInfo in both its forms into {@link CallDetails}. */
final class CallDetailsReader {
    /** Restriction bits of the wire reference 5.9. */
    private static final int CALLING_NAME = 0x01;

    private static final int CALLING_NUMBER = 0x02;
    private static final int ORIGINAL_NUMBER = 0x20;
    private static final int LAST_NUMBER = 0x80;

    private CallDetailsReader() {}

    /** What {@code message} tells about the call, or empty if it is about something else. */
    static Optional<CallDetails> of(Message message, int callReference) {
        if (message instanceof CallMessage.CallInfo info && info.callReference() == callReference) {
            return Optional.of(new CallDetails(
                    party(info.calling()),
                    party(info.called()),
                    party(info.originalCalled()),
                    party(info.lastRedirecting()),
                    info.originalReason(),
                    info.lastReason(),
                    info.restrictions()));
        }
        if (message instanceof CallMessage.CallInfoV2 info && info.callReference() == callReference) {
            return Optional.of(new CallDetails(
                    party(info.calling()),
                    party(info.called()),
                    party(info.originalCalled()),
                    party(info.lastRedirecting()),
                    info.originalReason(),
                    info.lastReason(),
                    info.restrictions()));
        }
        return Optional.empty();
    }

    /** The event of an offered call; what the parties don't want shown is empty. */
    static CallReport.Offered report(DeviceName device, int callReference, CallDetails details) {
        return new CallReport.Offered(
                device,
                callReference,
                shown(details, CALLING_NUMBER, details.calling().number()),
                shown(details, CALLING_NAME, details.calling().name()),
                details.called().number(),
                shown(details, ORIGINAL_NUMBER, details.originalCalled().number()),
                shown(details, LAST_NUMBER, details.lastRedirecting().number()),
                details.originalReason(),
                details.lastReason());
    }

    private static String shown(CallDetails details, int bit, String text) {
        return (details.restrictions() & bit) == 0 ? text : "";
    }

    private static CallDetails.Party party(CallMessage.Party party) {
        return new CallDetails.Party(
                WireText.readable(party.number()), WireText.readable(party.name()), WireText.readable(party.mailbox()));
    }
}
