package org.voiceport.port;

import java.util.stream.Stream;
import org.voiceport.sccp.SecurityStatus;

/**
 * What the call manager tells about a call. Texts are readable, empty if unknown.
 *
 * @param originalReason why the original called party forwarded, the raw number; {@link #original()} maps it
 * @param lastReason why the last party redirected, the raw number; {@link #last()} maps it
 * @param restrictions bits of what must not be shown or spoken (wire reference 5.9); {@link #withholds} reads them
 * @param security what the call manager says of the call's security (wire reference 4.3), of which an unknown value
 *     survives. No more than its word: what protects the media is told by the media
 */
public record CallDetails(
        Party calling,
        Party called,
        Party originalCalled,
        Party lastRedirecting,
        int originalReason,
        int lastReason,
        int restrictions,
        SecurityStatus security) {
    /** Nothing was told. */
    public static final CallDetails UNKNOWN =
            new CallDetails(Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN, 0, 0, 0);

    /** Somebody in a call: number, name, number of the voice mailbox. */
    public record Party(String number, String name, String mailbox) {
        public static final Party UNKNOWN = new Party("", "", "");
    }

    /** What a party may not want to be shown, each with its bit (wire reference 5.9). */
    public enum Restriction {
        CALLING_NAME(0x01),
        CALLING_NUMBER(0x02),
        CALLED_NAME(0x04),
        CALLED_NUMBER(0x08),
        ORIGINAL_NAME(0x10),
        ORIGINAL_NUMBER(0x20),
        LAST_NAME(0x40),
        LAST_NUMBER(0x80);

        private final int bit;

        Restriction(int bit) {
            this.bit = bit;
        }
    }

    /** Of a call of whose security nothing was told. */
    public CallDetails(
            Party calling,
            Party called,
            Party originalCalled,
            Party lastRedirecting,
            int originalReason,
            int lastReason,
            int restrictions) {
        this(
                calling,
                called,
                originalCalled,
                lastRedirecting,
                originalReason,
                lastReason,
                restrictions,
                SecurityStatus.UNKNOWN);
    }

    /** Why the original called party forwarded. */
    public RedirectReason original() {
        return RedirectReason.of(originalReason);
    }

    /** Why the last party redirected. */
    public RedirectReason last() {
        return RedirectReason.of(lastReason);
    }

    /** True if that must not be shown, spoken or stored where people read it. */
    public boolean withholds(Restriction what) {
        return (restrictions & what.bit) != 0;
    }

    /** {@code text}, or nothing if it must not be shown. */
    public String shown(Restriction what, String text) {
        return withholds(what) ? "" : text;
    }

    /**
     * True if the call was meant for somebody else first: another number than the called one redirected it. Numbers alone
     * decide. Names are what people type, and reasons have no known meaning.
     */
    public boolean redirected() {
        return Stream.of(originalCalled.number, originalCalled.mailbox, lastRedirecting.number, lastRedirecting.mailbox)
                .anyMatch(number -> !number.isEmpty() && !number.equals(called.number));
    }
}
