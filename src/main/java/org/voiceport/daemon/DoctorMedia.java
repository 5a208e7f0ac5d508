package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.PortSettings;

/** What is reported of a port's calls, and what it says of the media of one of them. Belongs to the port's loop. */
final class DoctorMedia {
    /** Far more than one call has; a call manager may offer others, without end. */
    private static final int MOST_REPORTS = 200;

    /** Who called whom, and so what there is to do. */
    enum Way {
        TAKEN("the caller", "call again and stay on the line", "call from a device that is encrypted"),
        PLACED(
                "whoever answered",
                "see that whoever answers stays on the line",
                "call the number of a device that is encrypted");

        private final String party;
        private final String again;
        private final String encrypted;

        Way(String party, String again, String encrypted) {
            this.party = party;
            this.again = again;
            this.encrypted = encrypted;
        }
    }

    private final PortSettings settings;
    private final DoctorTap tap;
    private final DoctorAdvice advice;
    private final List<CallReport> reports = new ArrayList<>();

    DoctorMedia(PortSettings settings, DoctorTap tap, DoctorAdvice advice) {
        this.settings = settings;
        this.tap = tap;
        this.advice = advice;
    }

    /** Media may be opened before a call is offered, so all are kept. */
    void add(CallReport report) {
        if (reports.size() < MOST_REPORTS) {
            reports.add(report);
        }
    }

    /** True if media of that call is open in both directions. */
    boolean bothWays(int reference) {
        return opened(reference, "receive").isPresent()
                && opened(reference, "transmit").isPresent();
    }

    /** The judgement on the media of a call that was answered and is over. */
    DoctorStep judge(CallReport.Ended end, Way way) {
        int reference = end.reference();
        Optional<CallReport.Refused> refused =
                ours(reference, CallReport.Refused.class).findFirst();
        if (refused.isPresent()) {
            Fault fault = refused.get().fault();
            return failed(fault, advice.media(fault));
        }
        String found = direction(reference, "receive", end.packetsReceived()) + "; "
                + direction(reference, "transmit", end.packetsSent());
        if (!bothWays(reference)) {
            return failed(
                    new Fault.LinkLost(
                            "media in one direction or none before the call was ended by " + end.by() + ": " + found,
                            way.again + "; see what the call manager does with the call"),
                    advice.media());
        }
        if (settings.mode() == SecurityMode.ENCRYPTED
                && !(end.receive().encrypted() && end.transmit().encrypted())) {
            return failed(
                    new Fault.PeerIncompatible(
                            "not encrypted in both directions, as keys are missing: " + found,
                            way.encrypted + "; see that no transcoder, MTP or gateway between isn't"),
                    advice.keys());
        }
        if (end.packetsReceived() == 0) {
            return failed(
                    new Fault.LinkLost(
                            "nothing was heard from " + way.party + ": " + found,
                            "let UDP through to media.udpPorts at media.address, from every phone and gateway"),
                    advice.media());
        }
        return DoctorStep.ok(DoctorStep.Name.MEDIA_KEYS, found + "; " + quality(end));
    }

    private static DoctorStep failed(Fault fault, DoctorStep.Sides sides) {
        return DoctorStep.fail(DoctorStep.Name.MEDIA_KEYS, fault, sides);
    }

    private Optional<CallReport.MediaOpened> opened(int reference, String direction) {
        return ours(reference, CallReport.MediaOpened.class)
                .filter(media -> media.direction().equals(direction))
                .findFirst();
    }

    private <R extends CallReport> Stream<R> ours(int reference, Class<R> kind) {
        return reports.stream()
                .filter(report -> report.reference() == reference)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private String direction(int reference, String direction, long packets) {
        return opened(reference, direction)
                .map(media -> direction + " " + media.protection().words() + ", " + media.codec() + ", "
                        + media.address()
                        + (direction.equals("transmit")
                                ? tap.mediaTarget().map(to -> " to " + text(to)).orElse("")
                                : "")
                        + ", " + packets + " packets")
                .orElse(direction + " none");
    }

    private static String quality(CallReport.Ended end) {
        MediaQuality quality = end.quality();
        String trip = quality.roundTripMillis() == MediaQuality.UNKNOWN
                ? "round trip not reported"
                : "round trip " + quality.roundTripMillis() + " ms";
        return end.packetsLost() + " lost, jitter " + quality.jitterMillis() + " ms, " + trip;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
