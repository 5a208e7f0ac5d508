package org.voiceport.daemon;

import java.util.List;
import java.util.concurrent.Callable;
import org.voiceport.trust.FormerCtl;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        description =
                "Puts the CTL before the one in force back. The one that is left behind comes in force again only by"
                        + " 'ctl accept'.",
        mixinStandardHelpOptions = true)
final class CtlRollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure, TrustException {
        ConfiguredCtl ctl = ConfiguredCtl.of(config);
        List<FormerCtl> before = ctl.store().history();
        Verdict.InForce verdict = ctl.store().rollback();
        ConfiguredCtl.warn(verdict, spec.commandLine().getErr());
        before.stream()
                .filter(FormerCtl::inForce)
                .forEach(left -> spec.commandLine()
                        .getOut()
                        .println("left behind: the CTL of " + left.timestamp() + ", sha256 " + left.sha256()));
        spec.commandLine()
                .getOut()
                .println("in force: " + ctl.file() + ", the CTL of "
                        + verdict.ctl().timestamp() + ", sha256 "
                        + verdict.ctl().sha256());
        return Exit.FINE;
    }
}
