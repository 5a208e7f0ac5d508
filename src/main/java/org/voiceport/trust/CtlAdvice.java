package org.voiceport.trust;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.voiceport.event.Fault;

/** Says what an administrator can do about a CTL that isn't in force, with commands that can be typed as they stand. */
final class CtlAdvice {
    private static final String COMPARE =
            "compare the fingerprints with the call manager's (show ctl), then confirm with: ";
    private static final String IT = "it ";
    private static final String OR_SIGNER = ", or name the signer in trust.signers";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private final String options;

    /** @param configuration that the commands are to be given; empty if the one where they look by themselves */
    CtlAdvice(Optional<Path> configuration) {
        this.options = configuration.map(file -> " -c " + word(file)).orElse("");
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
        return switch (refusal.remedy()) {
            case ANOTHER_FILE, SETTING -> new Fault.Misconfigured(about(name, refusal), refusal.todo());
            case ACCEPTANCE, ACCEPTANCE_OR_SIGNER ->
                new Fault.Untrusted(about(name, refusal), accept(refusal, Optional.empty()));
        };
    }

    private static String about(String name, CtlRefusal refusal) {
        String why = refusal.why();
        return name + (why.startsWith(IT) ? " " + why.substring(IT.length()) : " is not in force: " + why);
    }

    /** On a file that came by itself. */
    Fault offered(String what, CtlRefusal refusal, Optional<Path> quarantined) {
        String todo = onOffered(refusal, quarantined);
        return refusal.malformed() ? new Fault.Malformed(what, todo) : new Fault.Untrusted(what, todo);
    }

    String onOffered(CtlRefusal refusal, Optional<Path> quarantined) {
        return switch (refusal.remedy()) {
            case ANOTHER_FILE -> "see what that server sends, and whether somebody is in between";
            case SETTING -> refusal.todo();
            case ACCEPTANCE, ACCEPTANCE_OR_SIGNER -> accept(refusal, quarantined);
        };
    }

    private String accept(CtlRefusal refusal, Optional<Path> file) {
        return COMPARE
                + command("ctl accept")
                + file.map(path -> " " + word(path)).orElse("")
                + (refusal.remedy() == CtlRefusal.Remedy.ACCEPTANCE_OR_SIGNER ? OR_SIGNER : "");
    }

    private String command(String words) {
        return "voiceportd " + words + options;
    }

    /** A path as it is typed into a shell. */
    private static String word(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
