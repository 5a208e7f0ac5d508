package org.voiceport.daemon;

import picocli.CommandLine;

/**
 * What a service of Windows calls, by procrun of Apache Commons Daemon in its mode {@code jvm}: {@link #start} on one
 * thread, which runs the daemon and returns when it has stopped, {@link #stop} on another. The JVM isn't ended by either,
 * for procrun reports the end of the service to Windows itself.
 */
public final class WindowsService {
    /** One in a process, as the methods that are called know nothing but this class. */
    private static final RunCommand RUN = new RunCommand();

    private WindowsService() {}

    /** Runs the daemon as {@code voiceportd run} with these arguments does; returns when it has stopped. */
    public static void start(String[] arguments) {
        int code = run(arguments);
        if (code != Exit.FINE) {
            // procrun makes this the exit code of the service, which Windows notes in its event log.
            System.exit(code);
        }
    }

    /** Ends calls, unregisters the ports and stores what was recorded; returns when that is done. */
    public static void stop(String[] arguments) {
        RUN.end("the service is stopped");
    }

    /** Runs the daemon until it has stopped; returns the exit code that {@code voiceportd run} would have. */
    static int run(String... arguments) {
        return Main.behaving(new CommandLine(RUN)).execute(arguments);
    }
}
