package org.voiceport.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Severity;
import org.voiceport.observe.LogDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "log",
        description =
                "Asks the running daemon to log more of some ports, or of all, for a while. No registration and no call"
                        + " is touched. A new wish takes the place of the one before.",
        mixinStandardHelpOptions = true)
final class LogCommand extends ControlCommand {
    @Parameters(
            paramLabel = "PORT",
            arity = "0..*",
            description = "Device names; if none is given, all ports and what concerns none.")
    private @Nullable List<String> ports;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "debug",
            converter = Level.class,
            completionCandidates = Level.Words.class,
            description = "Events from this level on are logged, whatever log.level says: debug or info;"
                    + " ${DEFAULT-VALUE} if not given.")
    private Severity level = Severity.DEBUG;

    @Option(
            names = "--wire",
            paramLabel = "on|off",
            defaultValue = "off",
            converter = Switch.class,
            completionCandidates = Switch.Words.class,
            description = "A line for every SCCP message too; ${DEFAULT-VALUE} if not given.")
    private Wire wire = Wire.OFF;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "15m",
            converter = Limit.class,
            description = "It ends by itself after so long, 1s to 15m; ${DEFAULT-VALUE} if not given.")
    private Duration limit = LogDetail.LONGEST;

    @Option(names = "--off", description = "Ends it now.")
    private boolean off;

    @Override
    ControlRequest request() {
        if (off) {
            return new ControlRequest.LogAsBefore();
        }
        ControlRequest request = new ControlRequest.LogMore(
                new LogDetail.Ask(level, wire == Wire.ON, limit, named(ports == null ? List.of() : ports)));
        if (request.line().length() > ControlRequest.LONGEST) {
            throw new ParameterException(
                    commandLine(), "so many ports can't be named at once; name fewer, or none for all of them");
        }
        return request;
    }

    /** Not by a converter: of words that one refuses, the command line says only that they are too many. */
    private List<DeviceName> named(List<String> words) {
        try {
            return words.stream().distinct().map(Words::deviceName).toList();
        } catch (TypeConversionException noName) {
            throw new ParameterException(commandLine(), String.valueOf(noName.getMessage()), noName);
        }
    }

    /** A level that may be asked for. */
    static final class Level implements ITypeConverter<Severity> {
        @Override
        public Severity convert(String word) {
            return ControlRequest.level(word)
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is none: give debug or info"));
        }

        /** What is offered: as it is written, and no other level. */
        static final class Words extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            Words() {
                super(List.of("debug", "info"));
            }
        }
    }

    /** No boolean, as options of that kind take no word. */
    enum Wire {
        ON,
        OFF
    }

    /** {@code on} or {@code off}. */
    static final class Switch implements ITypeConverter<Wire> {
        @Override
        public Wire convert(String word) {
            return ControlRequest.isOn(word)
                    .map(on -> on ? Wire.ON : Wire.OFF)
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is neither: give on or off"));
        }

        /** What is offered. */
        static final class Words extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            Words() {
                super(List.of("on", "off"));
            }
        }
    }

    /** A time that it may last. */
    static final class Limit implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            return ControlRequest.detailLimit(word)
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is no such time: give 1s to 15m"));
        }
    }
}
