package org.voiceport.port;

/** Says true once. Belongs to one thread. */
final class Once {
    private boolean said;

    boolean first() {
        boolean first = !said;
        said = true;
        return first;
    }
}
