package org.voiceport.daemon;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.voiceport.trust.FormerCtl;
import org.voiceport.trust.QuarantinedCtl;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "history",
        description =
                "Lists the CTLs that are or were in force, and those that were refused and why, the newest first.",
        mixinStandardHelpOptions = true)
final class CtlHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure, TrustException {
        ConfiguredCtl ctl = ConfiguredCtl.of(config);
        List<FormerCtl> former = ctl.store().history();
        List<QuarantinedCtl> refused = ctl.store().quarantined();
        PrintWriter out = spec.commandLine().getOut();
        if (ctl.store().judge() instanceof Verdict.Refused now) {
            out.println("no CTL is in force: " + now.fault().line());
        } else if (former.stream().noneMatch(FormerCtl::inForce)) {
            out.println("in force: " + ctl.file() + ", which no command and no daemon has put to use yet");
        }
        if (!former.isEmpty()) {
            Table.lines(table(former)).forEach(out::println);
        }
        for (QuarantinedCtl one : refused) {
            out.println();
            out.println("refused " + one.time() + " from " + one.source() + ", sha256 " + one.sha256()
                    + one.file().map(file -> ", kept as " + file).orElse(", too large to be kept"));
            out.println("  " + one.reason());
            out.println("  -> " + one.todo());
        }
        return Exit.FINE;
    }

    private static List<List<String>> table(List<FormerCtl> former) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("in force since", "signed", "state", "because", "file"));
        for (FormerCtl one : former) {
            rows.add(List.of(
                    one.time().toString(),
                    one.timestamp().toString(),
                    one.inForce() ? "in force" : one.rolledBack() ? "rolled back" : "replaced",
                    one.because(),
                    one.file().toString()));
        }
        return rows;
    }
}
