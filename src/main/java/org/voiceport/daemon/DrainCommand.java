package org.voiceport.daemon;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "drain",
        description = "Asks the running daemon to take no more calls and to end when the last call has ended.",
        mixinStandardHelpOptions = true)
final class DrainCommand extends ControlCommand {
    @Option(
            names = "--limit",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = Limit.class,
            description = "Calls that last longer are cut off, 1s to 7d; ${DEFAULT-VALUE} if not given.")
    private Duration limit = Duration.ofMinutes(10);

    @Override
    ControlRequest request() {
        return new ControlRequest.Drain(limit);
    }

    /** A duration that a drain may last. */
    static final class Limit implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            return ControlRequest.limit(word)
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is no limit: give 1s to 7d"));
        }
    }
}
