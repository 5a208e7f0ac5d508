package org.voiceport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.voiceport.trust.TlsProperty;

/** Sets the TLS property of the tests' JVM before the first test can load a TLS class, as {@code main} does. */
public final class TlsForTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        TlsProperty.install(false);
    }
}
