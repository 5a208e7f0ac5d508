package org.voiceport.port;

/**
 * What the call manager tells about a call. Texts are readable, empty if unknown.
 *
 * @param restrictions bits of what must not be shown or spoken (wire reference 5.9)
 * @param originalReason why the original called party forwarded, the raw number
 * @param lastReason why the last party redirected, the raw number
 */
public record CallDetails(
        Party calling,
        Party called,
        Party originalCalled,
        Party lastRedirecting,
        int originalReason,
        int lastReason,
        int restrictions) {
    /** Nothing was told. */
    public static final CallDetails UNKNOWN =
            new CallDetails(Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, 0, 0, 0);

    /** Somebody in a call: number, name, number of the voice mailbox. */
    public record Party(String number, String name, String mailbox) {
        public static final Party UNKNOWN = new Party("", "", "");
    }
}
