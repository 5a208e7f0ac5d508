package org.voiceport.daemon;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Does in a JVM of its own what procrun does in its mode {@code jvm}: calls the start method on a thread, at a line on
 * standard input the stop method on another, waits for the first to return, and lets the JVM end when no thread is left.
 */
final class ProcrunHost {
    private ProcrunHost() {}

    /** Class, start method, stop method, and what the start method gets. */
    public static void main(String[] arguments) throws Exception {
        Class<?> service = Class.forName(arguments[0]);
        String[] parameters = Arrays.copyOfRange(arguments, 3, arguments.length);
        Thread worker = new Thread(() -> call(service, arguments[1], parameters), "procrun-worker");
        worker.start();
        if (System.in.read() >= 0) {
            call(service, arguments[2]);
            System.out.println("stop returned");
        }
        worker.join();
        System.out.println("start returned");
    }

    private static void call(Class<?> service, String method, String... parameters) {
        try {
            service.getMethod(method, String[].class).invoke(null, (Object) parameters);
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError(service + "." + method, e);
        }
    }
}
