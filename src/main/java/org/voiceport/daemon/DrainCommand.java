package org.voiceport.daemon;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "drain",
        description = "Asks the running daemon to take no more calls and to end when the last call has ended.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--limit",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = Limit.class,
            description = "Calls that last longer are cut off, 1s to 7d; ${DEFAULT-VALUE} if not given.")
    private Duration limit = Duration.ofMinutes(10);

    @Override
    public Integer call() throws CommandFailure {
        return ControlCommand.ask(
                config.file(),
                new ControlRequest.Drain(limit),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
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
