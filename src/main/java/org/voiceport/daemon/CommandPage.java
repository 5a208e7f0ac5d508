package org.voiceport.daemon;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page voiceportd(8): every command and option, as {@code --help} tells them. */
final class CommandPage {
    private final Roff page = new Roff("VOICEPORTD", 8);

    private CommandPage() {}

    static String of(CommandLine line) {
        return new CommandPage().write(line);
    }

    private String write(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        page.section("NAME")
                .line("voiceportd - voice messaging ports for Cisco call managers, over SCCP, TLS and SRTP");
        page.section("SYNOPSIS").term("voiceportd COMMAND [OPTION...]").line("Each command has --help.");
        page.section("DESCRIPTION");
        description(spec);
        page.section("COMMANDS");
        line.getSubcommands().values().forEach(this::command);
        page.section("EXIT STATUS");
        for (Map.Entry<String, String> code : spec.usageMessage().exitCodeList().entrySet()) {
            page.term(code.getKey()).line(code.getValue());
        }
        page.section("ENVIRONMENT");
        page.term("VOICEPORTD_JAVA_HOME, JAVA_HOME").line("The Java to use, 17 or newer; the first that is set.");
        page.term("VOICEPORTD_OPTS").line("More options for the JVM.");
        page.section("FILES");
        page.term("config/voiceportd.yaml").line("The configuration, see voiceportd.yaml(5). In an archive it stands");
        page.line("beside bin; installed as a package, it is /etc/voiceportd/voiceportd.yaml.");
        page.term("/var/lib/voiceportd").line("Keys, certificates, the CTL and the messages of a package.");
        page.section("SEE ALSO").line("voiceportd.yaml(5)");
        return page.toString();
    }

    private void description(CommandSpec spec) {
        new Help(spec, Help.Ansi.OFF).description().lines().forEach(page::line);
    }

    private void command(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        page.subsection(spec.qualifiedName());
        page.line("Usage: " + String.join(" ", synopsis(line)));
        page.paragraph();
        description(spec);
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                explain(parameter.paramLabel(), parameter);
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                explain(String.join(", ", option.names()) + value, option);
            }
        }
        line.getSubcommands().values().forEach(this::command);
    }

    private static List<String> synopsis(CommandLine line) {
        return new Help(line.getCommandSpec(), Help.Ansi.OFF)
                .synopsis(0)
                .lines()
                .map(String::strip)
                .toList();
    }

    private void explain(String term, ArgSpec argument) {
        page.term(term);
        for (String line : argument.description()) {
            page.line(line.replace("${DEFAULT-VALUE}", argument.defaultValueString()));
        }
    }
}
