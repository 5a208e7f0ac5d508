package org.voiceport.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.TrustException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "voiceportd",
        description = {
            "Registers voice messaging ports with Cisco CallManager / Unified CM over SCCP, each in its own"
                    + " security mode, and takes their calls."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:the thing asked for failed",
            "2:wrong use of the command line",
            "78:configuration or trust material can't be used"
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            CertsCommand.class,
            CtlCommand.class,
            MwiCommand.class,
            DrainCommand.class,
            StatusCommand.class,
            ReloadCommand.class,
            LogCommand.class,
            DecodeCommand.class,
            SimulateCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class
        })
public final class Main {
    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(String... arguments) {
        Charset charset = Charset.defaultCharset();
        return run(new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset), arguments);
    }

    /** Runs one command that prints its result to {@code out} and all else to {@code err}; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = commandLine().setOut(out).setErr(err);
        if (arguments.length == 0) {
            line.usage(err);
            return Exit.USAGE;
        }
        return line.execute(arguments);
    }

    /** The whole command line, ready to be executed or described. */
    static CommandLine commandLine() {
        CommandLine line = behaving(new CommandLine(new Main()));
        oneVersion(line);
        return line;
    }

    /** Reads words and tells failures as every command does. */
    static CommandLine behaving(CommandLine line) {
        line.registerConverter(DeviceName.class, Words::deviceName);
        line.registerConverter(SecurityMode.class, Words::securityMode);
        line.setParameterExceptionHandler((wrong, arguments) -> wrongUse(wrong));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
        return line;
    }

    /** {@code -V} says the same behind every command. */
    private static void oneVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(Main::oneVersion);
    }

    /** What is wrong and where help is: a screen of usage would bury it. */
    private static int wrongUse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("voiceportd: "
                + String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong use"));
        if (wrong instanceof MissingParameterException
                || !UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return Exit.USAGE;
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof CommandFailure known) {
            known.lines().forEach(err::println);
            return known.exitCode();
        }
        if (failure instanceof TrustException trust) {
            err.println("voiceportd: " + trust.fault().line());
        } else if (failure instanceof IOException trouble) {
            err.println("voiceportd: " + FileTrouble.words(trouble));
        } else {
            err.println("voiceportd: an error of this program, please report it: " + failure + " at "
                    + (failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]));
        }
        return Exit.FAILED;
    }
}
