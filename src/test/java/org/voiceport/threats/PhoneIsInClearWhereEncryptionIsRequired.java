package org.voiceport.threats;

import org.voiceport.event.SecurityMode;
import org.voiceport.sim.PhoneCall;

/** The same, but the daemon has {@code media.requireEncryption: true}, which concerns its encrypted ports. */
final class PhoneIsInClearWhereEncryptionIsRequired implements Threat {
    @Override
    public String key() {
        return "encryption-required";
    }

    @Override
    public String title() {
        return "media sniffed, non-secure phone, requireEncryption";
    }

    @Override
    public Ground ground() {
        return Ground.MEDIA_ENCRYPTION_REQUIRED;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return mode == SecurityMode.ENCRYPTED
                ? new Promise(true, "not the chapter's promise but the daemon's: requireEncryption refuses such calls")
                : Promise.media(mode);
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Line line = lab.strictLine(mode);
        if (mode != SecurityMode.ENCRYPTED) {
            return MediaIsSniffed.sniff(line, lab.phone(SecurityMode.NON_SECURE));
        }
        int first = line.crossing().seen().count();
        int mark = line.port().mark();
        PhoneCall call = lab.phone(SecurityMode.NON_SECURE).call(line.port().mailbox());
        Told told = line.port().told(mark, "CALL-005", "CALL-004");
        Told ended = line.port().told(mark, "CALL-006");
        Lab.await(call.ended());
        int packets = line.crossing().seen().count() - first;
        Line.Recorded secure = line.call(lab.phone(mode), Sound.SPEECH);
        double stored = secure.holds(Sound.SPEECH);
        return new Finding(
                told.is("CALL-004") || packets > 0,
                "to listen to a call from a non-secure phone",
                told.words() + "; " + packets + " packets of media; " + ended.words(),
                new Finding.Control(
                        stored >= Sound.SAME,
                        "a call from an encrypted phone is taken, stored with similarity " + Sound.score(stored) + "; "
                                + secure.ended().words()));
    }
}
