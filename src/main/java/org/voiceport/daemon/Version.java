package org.voiceport.daemon;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Which voiceportd this is. */
final class Version implements IVersionProvider {
    /** Such as {@code 0.1.0}; {@code development} if the classes don't come from a jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * The Git commit it was built from: 40 hex digits, with {@code -dirty} behind them if the checkout was changed; empty
     * if the classes don't come from a jar that was made to be installed ({@code mvn -Pdist package}).
     */
    static String commit() {
        CodeSource source = Version.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? "" : commit(new File(source.getLocation().toURI()));
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // Loaded from something else than a readable file: it runs all the same.
            return "";
        }
    }

    /** The same of a jar; empty for a directory. */
    static String commit(File jar) throws IOException {
        if (!jar.isFile()) {
            return "";
        }
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            @Nullable
            String commit =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Voiceportd-Commit");
            return commit == null ? "" : commit.strip();
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"voiceportd " + text()};
    }
}
