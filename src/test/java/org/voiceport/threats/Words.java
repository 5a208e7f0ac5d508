package org.voiceport.threats;

/** Tells whose words were stored. */
final class Words {
    private Words() {}

    /**
     * What came of the attempt to have {@code foreign} stored in place of what was said.
     *
     * @throws NothingHappened if it is neither the one nor the other
     */
    static Finding putInto(Line.Recorded call, short[] foreign, String tried) {
        double asSaid = call.holds(Sound.SPEECH);
        double asForeign = call.holds(foreign);
        boolean stored = asForeign >= Sound.SAME && asSaid < Sound.OTHER;
        boolean unaltered = asSaid >= Sound.SAME && asForeign < Sound.OTHER;
        if (!stored && !unaltered) {
            throw new NothingHappened("neither stored nor kept out: " + asForeign + ", " + asSaid);
        }
        return new Finding(
                stored,
                tried,
                "stored with similarity " + Sound.score(asForeign) + " to the foreign words, " + Sound.score(asSaid)
                        + " to the caller's; " + call.refused() + " packets refused");
    }
}
