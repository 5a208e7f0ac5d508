package org.voiceport.daemon;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.voiceport.trust.TrustException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            CertsCommand.class,
            CtlCommand.class,
            DecodeCommand.class,
            SimulateCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main {
    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
        Charset charset = Charset.defaultCharset();
        line.setOut(new PrintWriter(System.out, true, charset));
        line.setErr(new PrintWriter(System.err, true, charset));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof CommandFailure known) {
                known.lines().forEach(command.getErr()::println);
                return known.exitCode();
            }
            if (failure instanceof TrustException trust) {
                command.getErr().println("voiceportd: " + trust.fault().line());
                return Exit.FAILED;
            }
            throw failure;
        });
        return arguments.length == 0 ? usage(line) : line.execute(arguments);
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return Exit.USAGE;
    }
}
