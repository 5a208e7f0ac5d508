package org.voiceport.trust;

import java.util.List;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;

/** No server gave a CTL. The message names what each of them answered. */
public final class CtlFetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String TODO =
            "correct the address (trust.tftp), see whether the TFTP service runs there and whether UDP"
                    + " comes through in both directions";

    private final List<String> answers;

    CtlFetchException(List<String> answers) {
        super("no CTL from any TFTP server: " + String.join("; ", answers));
        this.answers = List.copyOf(answers);
    }

    /** What became of each question, in order, such as {@code tftp://10.0.0.11:69/CTLFile.tlv: no answer in 10 s}. */
    public List<String> answers() {
        return answers;
    }

    /** The same as a fault. */
    public Fault fault() {
        return new Fault.LinkLost(String.valueOf(getMessage()), TODO);
    }

    /** The same as an event, for the one who tells it. */
    public TrustEvent event() {
        return new TrustEvent.CtlUnavailable(String.join("; ", answers), TODO);
    }
}
