package org.voiceport.daemon;

import picocli.CommandLine.IVersionProvider;

/** Which voiceportd this is. */
final class Version implements IVersionProvider {
    /** Such as {@code 0.1.0}; {@code development} if the classes don't come from a jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"voiceportd " + text()};
    }
}
