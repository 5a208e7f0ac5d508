package org.voiceport.config;

import java.nio.file.Path;
import java.util.List;

/** What reading a configuration gave: all of it, or all that is wrong with it. */
public sealed interface ConfigResult {
    /** Everything is right. */
    record Valid(DaemonConfig config) implements ConfigResult {}

    /**
     * Something is wrong.
     *
     * @param errors at least one, in order of file, line and column
     * @param files all that were looked at, those too that aren't there: a change of one may mend it
     */
    record Invalid(List<ConfigError> errors, List<Path> files) implements ConfigResult {
        public Invalid {
            errors = List.copyOf(errors);
            files = List.copyOf(files);
        }
    }
}
