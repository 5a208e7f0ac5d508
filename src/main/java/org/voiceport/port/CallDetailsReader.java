package org.voiceport.port;

import java.util.Optional;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.port.CallDetails.Restriction;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.WireText;

/** Turns CallInfo in both its forms into {@link CallDetails}. */
final class CallDetailsReader {
    private CallDetailsReader() {}

    /** What {@code message} tells about the call, or empty if it is about something else. */
    static Optional<CallDetails> of(Message message, int callReference) {
        if (message instanceof CallMessage.CallInfo info && isOf(info.callReference(), callReference)) {
            return Optional.of(new CallDetails(
                    party(info.calling()),
                    party(info.called()),
                    party(info.originalCalled()),
                    party(info.lastRedirecting()),
                    info.originalReason(),
                    info.lastReason(),
                    info.restrictions(),
                    info.security()));
        }
        if (message instanceof CallMessage.CallInfoV2 info && isOf(info.callReference(), callReference)) {
            return Optional.of(new CallDetails(
                    party(info.calling()),
                    party(info.called()),
                    party(info.originalCalled()),
                    party(info.lastRedirecting()),
                    info.originalReason(),
                    info.lastReason(),
                    info.restrictions(),
                    info.security()));
        }
        return Optional.empty();
    }

    /** The short forms of old call managers end before the reference: they are of the call that there is. */
    private static boolean isOf(int told, int callReference) {
        return told == callReference || told == 0;
    }

    /** The event of an offered call; what the parties don't want shown is empty. */
    static CallReport.Offered report(DeviceName device, int callReference, CallDetails details) {
        return new CallReport.Offered(
                device,
                callReference,
                details.shown(Restriction.CALLING_NUMBER, details.calling().number()),
                details.shown(Restriction.CALLING_NAME, details.calling().name()),
                details.shown(Restriction.CALLED_NUMBER, details.called().number()),
                details.shown(
                        Restriction.ORIGINAL_NUMBER, details.originalCalled().number()),
                details.shown(Restriction.LAST_NUMBER, details.lastRedirecting().number()),
                details.originalReason(),
                details.original().words(),
                details.lastReason(),
                details.last().words(),
                details.security().toString());
    }

    private static CallDetails.Party party(CallMessage.Party party) {
        return new CallDetails.Party(
                WireText.readable(party.number()), WireText.readable(party.name()), WireText.readable(party.mailbox()));
    }
}
