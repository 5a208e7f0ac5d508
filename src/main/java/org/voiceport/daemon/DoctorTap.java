package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voiceport.net.WireTap;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.WireText;

/** Picks out of what the call manager sends what the events don't tell. Read by any thread. */
final class DoctorTap implements WireTap {
    private volatile String number = "";
    private volatile @Nullable InetSocketAddress mediaTarget;

    /** The port's directory number, empty if it wasn't told. */
    String number() {
        return number;
    }

    /** Where media was to be sent to last. */
    Optional<InetSocketAddress> mediaTarget() {
        return Optional.ofNullable(mediaTarget);
    }

    @Override
    public void received(Decoded message) {
        if (message.message() instanceof SetupMessage.LineStatRes line) {
            number = WireText.readable(line.number());
        } else if (message.message() instanceof SetupMessage.LineStatV2Res line) {
            number = WireText.readable(line.number());
        } else if (message.message() instanceof StartMediaTransmission start
                && start.remotePort() >= 0
                && start.remotePort() <= 65535) {
            mediaTarget = new InetSocketAddress(start.remoteAddress(), start.remotePort());
        }
    }

    @Override
    public void sent(Decoded message) {}

    @Override
    public void malformed(String what) {}
}
