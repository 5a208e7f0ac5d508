package org.voiceport.threats;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;

/** The attacker keeps the port off and plays it to the call manager from a recording. */
final class SessionIsReplayedToTheCallManager implements Threat {
    @Override
    public String key() {
        return "replay-to-call-manager";
    }

    @Override
    public String title() {
        return "signalling replayed to the call manager";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(
                mode,
                "signaling authentication: tampering with signaling, identity theft of the Cisco Unity voice messaging port");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        DeviceName port = victim.port().name();
        SimulatedCallManager callManager = lab.callManager();
        Recording recording = Recording.make(lab, mode);
        Thief.holdOff(victim);

        long before = registrations(callManager, port);
        String answer = replay(callManager.address(mode), recording.fromPort(), mode);
        // What the call manager thought of it, it thought before it closed the connection.
        boolean registered = registrations(callManager, port) > before;
        return new Finding(
                registered,
                "to register in the port's name with what it said in a session recorded before (" + recording.size()
                        + "), the port itself kept off",
                "the call manager " + (registered ? "registered " + port : "did not register it") + answer);
    }

    private static long registrations(SimulatedCallManager callManager, DeviceName port) {
        return callManager.events().stream()
                .filter(event -> event instanceof SimEvent.Registered registered
                        && registered.device().equals(port))
                .count();
    }

    /** Says everything that was recorded, and listens to the end; what came back. */
    private static String replay(InetSocketAddress callManager, List<byte[]> recorded, SecurityMode mode)
            throws IOException {
        try (Socket socket = new Socket(callManager.getAddress(), callManager.getPort())) {
            for (byte[] piece : recorded) {
                socket.getOutputStream().write(piece);
            }
            socket.shutdownOutput();
            List<byte[]> answers = new ArrayList<>();
            Cut cut = mode.secure() ? Cut.RECORDS : Cut.MESSAGES;
            for (byte[] piece = cut.next(socket.getInputStream());
                    piece != null;
                    piece = cut.next(socket.getInputStream())) {
                answers.add(piece);
            }
            return mode.secure()
                    ? " and ended the handshake with " + Records.alert(answers).orElse("no word that can be read")
                    : " and answered with " + answers.size() + " messages";
        } catch (SocketException broken) {
            return " and broke the connection (" + broken.getMessage() + ")";
        }
    }
}
