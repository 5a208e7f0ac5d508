package org.voiceport.daemon;

import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP, by which a service manager asks a daemon to read its configuration anew. The JDK has signals only in
 * a class that it supports without promising it, so it is looked up; where it or the signal is missing, as on Windows,
 * nobody is asked that way.
 */
final class Hangup {
    private Hangup() {}

    /** From now on the signal, if there is one, runs {@code asked} instead of ending the JVM, on a thread of the JVM's. */
    static void on(Runnable asked) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            asked.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException missing) {
            // It can't come here, or whoever started the JVM had it ignored.
            return;
        }
    }
}
