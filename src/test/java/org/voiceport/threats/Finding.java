package org.voiceport.threats;

/**
 * What came of an attack.
 *
 * @param succeeded true if the attacker got what he wanted
 * @param tried what he did
 * @param observed what happened, with the evidence
 * @param control what the same attack did where it must succeed, as the attacker was given what protects
 */
record Finding(boolean succeeded, String tried, String observed, Control control) {
    Finding(boolean succeeded, String tried, String observed) {
        this(succeeded, tried, observed, Control.NONE);
    }

    /**
     * The counter-check of one cell: an attack that fails proves something only if it works where nothing is in its way.
     *
     * @param worked true if it did, or there was none
     * @param words what was done and seen, empty if there was none
     */
    record Control(boolean worked, String words) {
        static final Control NONE = new Control(true, "");
    }
}
