package org.voiceport.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.voiceport.sccp.CallMessage.Party;
import org.voiceport.sccp.WireText;

/** The dial plan: which number leads to which devices, through which forwards. Immutable. */
final class Numbers {
    private static final Pattern LEGAL = Pattern.compile("[0-9A-D*]{1,23}");
    private static final int MAX_FORWARDS = 10;

    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Forward> forwards = new HashMap<>();

    /**
     * @throws IllegalArgumentException if a number is given twice, a target doesn't exist, or forwards go in a circle
     */
    Numbers(List<Device> devices, List<Forward> forwards) {
        for (Device device : devices) {
            for (String number : device.numbers()) {
                if (this.devices.put(number, device) != null) {
                    throw new IllegalArgumentException("number " + number + " is given to two devices");
                }
            }
        }
        for (Forward forward : forwards) {
            if (this.devices.containsKey(forward.number()) || this.forwards.put(forward.number(), forward) != null) {
                throw new IllegalArgumentException("number " + forward.number() + " is given twice");
            }
        }
        forwards.forEach(forward -> route(forward.number()));
    }

    static void check(String number) {
        if (!LEGAL.matcher(number).matches()) {
            throw new IllegalArgumentException("number '" + number + "': give 1 to 23 of 0-9 A-D *");
        }
    }

    /** A number of a device. */
    record Target(String number, Device device) {}

    /**
     * Where a call goes.
     *
     * @param dialled what the caller sees
     * @param original the first who didn't take the call, unknown if nobody
     * @param last the last who didn't
     */
    record Route(Party dialled, List<Target> targets, Party original, int originalReason, Party last, int lastReason) {}

    /** The route of a number that is complete; empty if there is none. */
    Optional<Route> route(String number) {
        Forward dialled = forwards.get(number);
        return dialled == null ? direct(number) : Optional.of(forwarded(dialled));
    }

    private Optional<Route> direct(String number) {
        return Optional.ofNullable(devices.get(number))
                .map(device -> new Route(
                        party(device, number),
                        List.of(new Target(number, device)),
                        Party.UNKNOWN,
                        0,
                        Party.UNKNOWN,
                        0));
    }

    private Route forwarded(Forward dialled) {
        Party original = Party.UNKNOWN;
        Party last = Party.UNKNOWN;
        int originalReason = 0;
        int lastReason = 0;
        Forward forward = dialled;
        for (int hops = 0; hops < MAX_FORWARDS; hops++) {
            if (forward.reason() != 0) {
                last = party(forward);
                lastReason = forward.reason();
                if (original.equals(Party.UNKNOWN)) {
                    original = last;
                    originalReason = lastReason;
                }
            }
            Forward next = forwards.get(forward.targets().get(0));
            if (next == null) {
                return new Route(party(dialled), targets(forward), original, originalReason, last, lastReason);
            }
            forward = next;
        }
        throw new IllegalArgumentException("the forwards of " + dialled.number() + " go in a circle");
    }

    private List<Target> targets(Forward forward) {
        List<Target> targets = new ArrayList<>();
        for (String number : forward.targets()) {
            Device device = devices.get(number);
            if (device == null) {
                throw new IllegalArgumentException(
                        "forward of " + forward.number() + ": no device has the number " + number);
            }
            targets.add(new Target(number, device));
        }
        return targets;
    }

    /** A device as it is shown in a call. */
    static Party party(Device device, String number) {
        return new Party(number, WireText.of(device.label()), "");
    }

    private static Party party(Forward forward) {
        return new Party(forward.number(), WireText.of(forward.label()), forward.mailbox());
    }

    /** True if {@code digits} and at least one more are a number. */
    boolean mayBecome(String digits) {
        return Stream.concat(devices.keySet().stream(), forwards.keySet().stream())
                .anyMatch(number -> number.length() > digits.length() && number.startsWith(digits));
    }
}
