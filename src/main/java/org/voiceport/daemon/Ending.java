package org.voiceport.daemon;

import java.util.function.IntSupplier;

/**
 * What is done when the JVM is told to end: by SIGTERM, Ctrl-C, or a Windows service's stop. They end the JVM through its
 * shutdown hooks, and the exit code would be that of a death by signal; but a clean stop is no failure, so the hook ends
 * the JVM itself.
 */
final class Ending {
    private final Thread hook;

    private Ending(Thread hook) {
        this.hook = hook;
    }

    /** From now on, the end of the JVM runs {@code stop}, which returns the exit code. */
    static Ending by(IntSupplier stop) {
        return hooked(() -> Runtime.getRuntime().halt(stop.getAsInt()));
    }

    /** From now on, the end of the JVM runs {@code cleanUp}; the exit code is what it would be without. */
    static Ending after(Runnable cleanUp) {
        return hooked(cleanUp);
    }

    private static Ending hooked(Runnable stop) {
        Thread hook = new Thread(stop, "voiceport-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Ending(hook);
    }

    /** Takes it back; does nothing if the JVM ends already. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs.
            return;
        }
    }
}
