package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/** One threat of the chapter, and the attack that makes it real. */
interface Threat {
    /** Its name on the command line. */
    String key();

    /** What it is, as the heading of its row. */
    String title();

    /** Which ports it attacks; attacks on the same ports go on one after the other. */
    Ground ground();

    /** What the chapter says of it in that mode. */
    Promise promise(SecurityMode mode);

    /**
     * Attacks the port of that mode.
     *
     * @throws NothingHappened if neither success nor failure was seen in time
     */
    Finding attack(Lab lab, SecurityMode mode) throws Exception;
}
