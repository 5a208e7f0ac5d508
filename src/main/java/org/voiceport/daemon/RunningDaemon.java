package org.voiceport.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Whether a daemon with a configuration runs, as far as its control socket tells. */
final class RunningDaemon {
    private RunningDaemon() {}

    /** True if somebody listens at the control socket. A daemon without one may run all the same. */
    static boolean answersAt(Path control) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(control));
        } catch (IOException | UnsupportedOperationException nobody) {
            return false;
        }
    }
}
