package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the running daemon. */
final class ControlClient {
    private static final Pattern FIRST = Pattern.compile("(done|refused) ([0-9]{1,6})");
    /** The status of some thousand ports. */
    private static final int LONGEST_ANSWER = 1 << 24;

    private ControlClient() {}

    /**
     * The answer of the daemon that listens at {@code socket}.
     *
     * @param limit how long the daemon may take
     * @throws CommandFailure with exit code 1 if none answers
     */
    static DaemonControl.Answer ask(Path socket, ControlRequest request, Duration limit) throws CommandFailure {
        Timer timer = new Timer("voiceport-control-limit", true);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            timer.schedule(closing(channel), limit.toMillis());
            channel.connect(UnixDomainSocketAddress.of(socket));
            try {
                return talk(channel, request);
            } catch (IOException e) {
                throw new CommandFailure(
                        Exit.FAILED,
                        "voiceportd: the daemon at " + socket + " gave no whole answer"
                                + (channel.isOpen() ? "" : " within " + limit.toSeconds() + " s")
                                + "; look at its log for what became of '" + request.line() + "'");
            }
        } catch (UnsupportedOperationException e) {
            throw new CommandFailure(
                    Exit.FAILED, "voiceportd: this system has no Unix domain sockets, so a daemon can't be asked");
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "voiceportd: no daemon answers at " + socket
                            + "; is it running, with this configuration, and are you its user?");
        } finally {
            timer.cancel();
        }
    }

    private static TimerTask closing(SocketChannel channel) {
        return new TimerTask() {
            @Override
            public void run() {
                try {
                    channel.close();
                } catch (IOException e) {
                    // The one who waits is told by the failure of its own.
                    return;
                }
            }
        };
    }

    private static DaemonControl.Answer talk(SocketChannel channel, ControlRequest request) throws IOException {
        ByteBuffer asked = StandardCharsets.US_ASCII.encode(request.line() + "\n");
        while (asked.hasRemaining()) {
            channel.write(asked);
        }
        BufferedReader in = new BufferedReader(new Bounded(Channels.newReader(channel, StandardCharsets.UTF_8)));
        String first = in.readLine();
        Matcher form = FIRST.matcher(first == null ? "" : first);
        if (!form.matches()) {
            throw new IOException("no answer");
        }
        List<String> lines = new ArrayList<>();
        for (int left = Integer.parseInt(form.group(2)); left > 0; left--) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("cut off");
            }
            lines.add(line);
        }
        return new DaemonControl.Answer(form.group(1).equals("done"), lines);
    }

    /** Ends after as much as an answer can be. */
    private static final class Bounded extends Reader {
        private final Reader in;
        private int left = LONGEST_ANSWER;

        Bounded(Reader in) {
            this.in = in;
        }

        @Override
        public int read(char[] into, int from, int most) throws IOException {
            int read = left == 0 ? -1 : in.read(into, from, Math.min(most, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
