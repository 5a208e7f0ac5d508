package org.voiceport.media;

/** Which of the {@value #SIZE} newest sequence numbers have been seen; place 0 is the newest. */
final class SeenWindow {
    static final int SIZE = 128;
    private static final int HALF = 64;

    private long newer;
    private long older;

    /** Nothing has been seen. */
    void clear() {
        newer = 0;
        older = 0;
    }

    /** A number that is newer by {@code places}, 1 or more, is the newest now, and seen. */
    void advance(int places) {
        if (places < HALF) {
            older = older << places | newer >>> (HALF - places);
            newer = newer << places | 1;
        } else {
            older = places < SIZE ? newer << (places - HALF) : 0;
            newer = 1;
        }
    }

    /**
     * Marks a number as seen.
     *
     * @param place how far it is behind the newest, 0 to 127
     * @return false if it was seen already
     */
    boolean mark(int place) {
        long bit = 1L << place; // the shift takes the place modulo 64
        boolean before = ((place < HALF ? newer : older) & bit) != 0;
        if (place < HALF) {
            newer |= bit;
        } else {
            older |= bit;
        }
        return !before;
    }
}
