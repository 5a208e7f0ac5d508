package org.voiceport.threats;

import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/** Ports that attacks share, one in each mode. */
enum Ground {
    /** The attacker is between them and their call manager. */
    SIGNALLING(0),
    /** The attacker is between them and the phones. */
    MEDIA(1),
    /** The same, of a daemon that requires encrypted media. */
    MEDIA_ENCRYPTION_REQUIRED(2);

    private final int number;

    Ground(int number) {
        this.number = number;
    }

    DeviceName port(SecurityMode mode) {
        return new DeviceName("CiscoUM1-VI" + (3 * number + digit(mode)));
    }

    /** The port's directory number. */
    String number(SecurityMode mode) {
        return "50" + number + digit(mode);
    }

    /** The number whose calls are forwarded to the port. */
    String mailbox(SecurityMode mode) {
        return "20" + number + digit(mode);
    }

    /** 1 to 3, for names and numbers of what there is in each mode. */
    static int digit(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> 1;
            case AUTHENTICATED -> 2;
            case ENCRYPTED -> 3;
        };
    }
}
