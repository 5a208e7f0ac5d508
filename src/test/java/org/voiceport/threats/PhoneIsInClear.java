package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/** The phone that calls isn't secure, whatever the port is; the call is listened to. */
final class PhoneIsInClear implements Threat {
    @Override
    public String key() {
        return "phone-in-clear";
    }

    @Override
    public String title() {
        return "media sniffed, non-secure phone";
    }

    @Override
    public Ground ground() {
        return Ground.MEDIA;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return mode == SecurityMode.ENCRYPTED
                ? new Promise(
                        false,
                        "caution below table 5-2: when the other end point is non-secure, the media stream will not be encrypted")
                : Promise.media(mode);
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Line line = lab.line(mode);
        int mark = line.port().mark();
        Finding finding = MediaIsSniffed.sniff(line, lab.phone(SecurityMode.NON_SECURE));
        if (mode != SecurityMode.ENCRYPTED) {
            return finding;
        }
        Told warned = line.port().told(mark, "CALL-004");
        return new Finding(finding.succeeded(), finding.tried(), warned.words() + "; " + finding.observed());
    }
}
