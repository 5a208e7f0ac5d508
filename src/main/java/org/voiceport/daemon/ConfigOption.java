package org.voiceport.daemon;

import java.nio.file.Path;
import org.voiceport.config.ConfigError;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.TlsProperty;
import picocli.CommandLine.Option;

/** {@code -c FILE}, as every command takes it that needs the configuration. */
final class ConfigOption {
    /**
     * Where the configuration is looked for if nothing else is said: where the launcher says that it is, as an installation
     * has one; a checkout is called from where the file is.
     */
    static final Path DEFAULT = Path.of(System.getProperty("voiceportd.config", "config/voiceportd.yaml"));

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration, ${DEFAULT-VALUE} if not given.")
    private Path file = DEFAULT;

    /** The configuration; before it returns, TLS is set up as it says. */
    DaemonConfig read() throws CommandFailure {
        return read(file);
    }

    /** The file, as it was named. */
    Path file() {
        return file;
    }

    /** The same of a file that another option names. */
    static DaemonConfig read(Path file) throws CommandFailure {
        ConfigResult result = ConfigReader.read(file);
        if (result instanceof ConfigResult.Invalid invalid) {
            throw new CommandFailure(
                    Exit.UNUSABLE,
                    invalid.errors().stream().map(ConfigError::toString).toList());
        }
        DaemonConfig config = ((ConfigResult.Valid) result).config();
        TlsProperty.install(config.tls().legacy());
        return config;
    }
}
