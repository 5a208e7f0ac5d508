package org.voiceport.config;

import java.util.List;

/** What reading a configuration gave: all of it, or all that is wrong with it. */
public sealed interface ConfigResult {
    /** Everything is right. */
    record Valid(DaemonConfig config) implements ConfigResult {}

    /**
     * Something is wrong.
     *
     * @param errors at least one, in order of file, line and column
     */
    record Invalid(List<ConfigError> errors) implements ConfigResult {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
