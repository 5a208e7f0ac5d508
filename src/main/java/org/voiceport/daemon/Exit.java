package org.voiceport.daemon;

/** Exit codes that scripts and service managers rely on. */
final class Exit {
    static final int FINE = 0;
    /** The thing asked for failed. */
    static final int FAILED = 1;
    /** Wrong use of the command line. */
    static final int USAGE = 2;
    /** Configuration or trust material is unusable: a service manager must not restart on it. */
    static final int UNUSABLE = 78;

    private Exit() {}
}
