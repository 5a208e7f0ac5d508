package org.voiceport.daemon;

import java.util.List;
import java.util.Optional;
import org.voiceport.config.DaemonConfig;

/**
 * The chain of one port to one of its call managers.
 *
 * @param order of the call manager, from 1
 * @param steps all links of the chain, in order
 */
record DoctorFinding(DaemonConfig.Port port, String callManager, int order, List<DoctorStep> steps) {
    DoctorFinding {
        steps = List.copyOf(steps);
    }

    /** True if the port was registered. */
    boolean registered() {
        return steps.stream()
                .anyMatch(step -> step.name() == DoctorStep.Name.REGISTRATION && step.result() == DoctorStep.Result.OK);
    }

    /** The first link that doesn't hold. */
    Optional<DoctorStep> broken() {
        return steps.stream()
                .filter(step -> step.result() == DoctorStep.Result.FAIL)
                .findFirst();
    }
}
