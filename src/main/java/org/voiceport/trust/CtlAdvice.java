package org.voiceport.trust;

import java.nio.file.Path;
import java.util.Optional;
import org.voiceport.event.Fault;

/** Says what an administrator can do about a CTL that isn't in force, with commands that can be typed as they stand. */
final class CtlAdvice {
    private static final String COMPARE =
            "compare the fingerprints with the call manager's (show ctl), then confirm with: ";
    private static final String OR_SIGNER = ", or name the signer in trust.signers";

    private final String options;

    /** @param options for every command, such as {@code -c lab.yaml}; may be empty */
    CtlAdvice(String options) {
        this.options = options;
    }

    Fault missing(Path ctlFile) {
        return new Fault.Misconfigured(
                "CTL " + ctlFile + " doesn't exist",
                "get CTLFile.tlv from the call manager's TFTP server with: " + command("ctl fetch")
                        + ", or correct trust.ctlFile");
    }

    Fault noneBefore(Path ctlFile) {
        return new Fault.Misconfigured(
                "no CTL was in force before the one at " + ctlFile + " that could be put back",
                "any CTL file comes in force with: " + command("ctl accept") + " FILE");
    }

    /** On the file at trust.ctlFile, or one that an administrator named. */
    Fault onOwnFile(String name, CtlRefusal refusal) {
        return refusal.remedy() == CtlRefusal.Remedy.ANOTHER_FILE
                ? new Fault.Misconfigured(name + refusal.what(), refusal.todo())
                : new Fault.Untrusted(name + refusal.what(), accept(refusal, Optional.empty()));
    }

    /** On a file that came by itself. */
    Fault offered(String what, CtlRefusal refusal, Optional<Path> quarantined) {
        String todo = onOffered(refusal, quarantined);
        return refusal.malformed() ? new Fault.Malformed(what, todo) : new Fault.Untrusted(what, todo);
    }

    String onOffered(CtlRefusal refusal, Optional<Path> quarantined) {
        return refusal.remedy() == CtlRefusal.Remedy.ANOTHER_FILE
                ? "see what that server sends, and whether somebody is in between"
                : accept(refusal, quarantined);
    }

    private String accept(CtlRefusal refusal, Optional<Path> file) {
        return COMPARE
                + command("ctl accept")
                + file.map(path -> " " + path).orElse("")
                + (refusal.remedy() == CtlRefusal.Remedy.ACCEPTANCE_OR_SIGNER ? OR_SIGNER : "");
    }

    private String command(String words) {
        return "voiceportd " + words + (options.isEmpty() ? "" : " " + options);
    }
}
