package org.voiceport.sim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.RegistrationMessage.Register;

/** Decides who may register. The texts go over the wire, so they have at most 32 bytes. */
final class Registrar {
    static final String UNKNOWN_DEVICE = "Device Unknown";
    static final String MODE_MISMATCH = "Security mode mismatch";
    static final String WRONG_NAME = "Certificate name mismatch";
    static final String CROSSOVER = "Crossover session";

    private final Switchboard board;

    Registrar(Switchboard board) {
        this.board = board;
    }

    /** The reason to refuse, empty if it may register; {@code entry} is null for a name that nobody has. */
    Optional<String> refusal(Register register, Switchboard.@Nullable Entry entry, Optional<Station.SecureLink> link) {
        if (board.conduct().does(Misbehaviour.REJECT_ALL)) {
            return Optional.of(board.conduct().rejectText());
        }
        if (entry == null) {
            return Optional.of(UNKNOWN_DEVICE);
        }
        Device device = entry.device();
        if (link.isPresent() && !link.get().commonName().equals(register.deviceName())) {
            return Optional.of(WRONG_NAME);
        }
        if (!fits(device.mode(), link)) {
            return Optional.of(MODE_MISMATCH);
        }
        if (board.station(device.name()).isPresent()) {
            return Optional.of(CROSSOVER);
        }
        return Optional.empty();
    }

    private boolean fits(SecurityMode mode, Optional<Station.SecureLink> link) {
        if (mode.secure() != link.isPresent()) {
            return false;
        }
        return link.isEmpty()
                || board.conduct().does(Misbehaviour.ACCEPT_ANY_CIPHER)
                || encrypts(link.get().facts()) == (mode == SecurityMode.ENCRYPTED);
    }

    /** True if the suite hides what is said; a NULL suite only proves who says it. */
    static boolean encrypts(TlsFacts facts) {
        return !facts.cipherSuite().contains("_NULL_");
    }
}
