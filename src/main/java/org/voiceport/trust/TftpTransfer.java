package org.voiceport.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One file read from a TFTP server (RFC 1350), in octet mode and without options.
 *
 * <p>Why not commons-net's client: it takes whoever answers first for the server, gives up at the first packet that it
 * can't read, whoever sent that, and never sends a lost request again. Here only the server's own address counts, its
 * first answer decides its port for the rest, and anything else is as if it hadn't come.
 */
final class TftpTransfer {
    private static final int READ_REQUEST = 1;
    private static final int DATA = 3;
    private static final int ACKNOWLEDGEMENT = 4;
    private static final int ERROR = 5;
    private static final int OPTION_ACKNOWLEDGEMENT = 6;

    private static final int UNDEFINED = 0;
    private static final int ALLOCATION_EXCEEDED = 3;
    private static final int UNKNOWN_TRANSFER = 5;
    private static final int OPTIONS_REFUSED = 8;

    private static final int HEAD = 4;
    private static final int BLOCK = 512;
    private static final int MOST_BYTES = CtlReader.MAX_FILE_LENGTH;
    private static final Duration FIRST_RESEND = Duration.ofMillis(700);
    private static final Duration LAST_RESEND = Duration.ofSeconds(4);

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress server;
    private final long end;

    private final ByteBuffer in = ByteBuffer.allocate(HEAD + BLOCK + 1);
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private @Nullable InetSocketAddress transfer;
    private byte[] sent;
    private int lastBlock;
    private boolean complete;
    private @Nullable InetAddress stranger;

    /** The server's own word that it doesn't give the file. */
    static final class ErrorAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        ErrorAnswer(int code, String text) {
            super(words(code) + (text.isEmpty() ? "" : " ('" + Texts.oneLine(text) + "')"));
        }

        private static String words(int code) {
            return switch (code) {
                case 1 -> "file not found";
                case 2 -> "access denied";
                default -> "error " + code;
            };
        }
    }

    private TftpTransfer(DatagramChannel channel, Selector selector, InetSocketAddress server, String name, long end) {
        this.channel = channel;
        this.selector = selector;
        this.server = server;
        this.sent = request(name);
        this.end = end;
    }

    /**
     * The file's bytes, at most {@link CtlReader#MAX_FILE_LENGTH}.
     *
     * @param server resolved
     * @param end when it must be over, as {@link System#nanoTime} tells time
     * @throws ErrorAnswer if the server says that it doesn't give the file
     * @throws IOException if it doesn't come, or not as TFTP
     */
    static byte[] read(InetSocketAddress server, String name, long end) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.bind(null);
            channel.register(selector, SelectionKey.OP_READ);
            return new TftpTransfer(channel, selector, server, name, end).run();
        }
    }

    private byte[] run() throws IOException {
        long start = System.nanoTime();
        Duration wait = FIRST_RESEND;
        send(sent, server);
        long resend = start + wait.toNanos();
        while (!complete) {
            int before = lastBlock;
            await(Math.min(end, resend));
            receive();
            long now = System.nanoTime();
            if (!complete && now - end >= 0) {
                throw new IOException(late(Duration.ofNanos(now - start)));
            }
            if (lastBlock != before) {
                wait = FIRST_RESEND;
                resend = now + wait.toNanos();
            } else if (now - resend >= 0) {
                send(sent, transfer == null ? server : transfer);
                wait = wait.multipliedBy(2).compareTo(LAST_RESEND) < 0 ? wait.multipliedBy(2) : LAST_RESEND;
                resend = now + wait.toNanos();
            }
        }
        return file.toByteArray();
    }

    private String late(Duration waited) {
        String time = (waited.toMillis() + 500) / 1000 + " s";
        if (lastBlock > 0) {
            return "the transfer wasn't complete after " + time + ", " + file.size() + " bytes came";
        }
        return "no answer in " + time
                + (stranger == null
                        ? ""
                        : ", but " + stranger.getHostAddress() + " answers in its place: configure that address");
    }

    private void await(long until) throws IOException {
        long millis = (until - System.nanoTime()) / 1_000_000;
        selector.select(Math.max(1, millis));
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Takes what is there, but no more than a block, so that the time is looked at between two. */
    private void receive() throws IOException {
        in.clear();
        if (!(channel.receive(in) instanceof InetSocketAddress from)) {
            return;
        }
        in.flip();
        if (!from.getAddress().equals(server.getAddress())) {
            // Not answered: it may be the victim of somebody who sends in its name.
            stranger = from.getAddress();
        } else if (transfer != null && !from.equals(transfer)) {
            send(error(UNKNOWN_TRANSFER, "another transfer is under way"), from);
        } else if (in.remaining() >= HEAD) {
            take(from);
        }
    }

    private void take(InetSocketAddress from) throws IOException {
        int operation = Short.toUnsignedInt(in.getShort());
        if (operation == DATA) {
            data(from, Short.toUnsignedInt(in.getShort()));
        } else if (operation == ERROR) {
            int code = Short.toUnsignedInt(in.getShort());
            throw new ErrorAnswer(code, text());
        } else if (operation == OPTION_ACKNOWLEDGEMENT) {
            throw broken(from, OPTIONS_REFUSED, "it answers with options that it wasn't asked for");
        }
    }

    private void data(InetSocketAddress from, int block) throws IOException {
        if (block == lastBlock && lastBlock > 0) {
            send(sent, from); // our acknowledgement was lost
            return;
        }
        if (block != lastBlock + 1) {
            return;
        }
        if (in.remaining() > BLOCK) {
            throw broken(from, UNDEFINED, "it sends blocks longer than " + BLOCK + " bytes");
        }
        if (file.size() + in.remaining() > MOST_BYTES) {
            throw broken(from, ALLOCATION_EXCEEDED, "the file has more than " + MOST_BYTES + " bytes, no CTL has");
        }
        transfer = from;
        complete = in.remaining() < BLOCK;
        file.write(in.array(), in.position(), in.remaining());
        lastBlock = block;
        sent = packet(ACKNOWLEDGEMENT, block, new byte[0]);
        send(sent, from);
    }

    /** Ends the transfer on both sides. */
    private IOException broken(InetSocketAddress from, int code, String reason) throws IOException {
        send(error(code, reason), from);
        return new IOException(reason);
    }

    private void send(byte[] packet, InetSocketAddress to) throws IOException {
        // A full send buffer drops the packet, as the network may: it is sent again.
        channel.send(ByteBuffer.wrap(packet), to);
    }

    /** The text of an error packet: up to its NUL, or to its end. */
    private String text() {
        int length = 0;
        while (length < in.remaining() && in.get(in.position() + length) != 0) {
            length++;
        }
        return new String(in.array(), in.position(), length, StandardCharsets.US_ASCII);
    }

    private static byte[] request(String name) {
        byte[] text = (name + "\0octet\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) READ_REQUEST)
                .put(text)
                .array();
    }

    private static byte[] error(int code, String reason) {
        return packet(ERROR, code, (reason + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] packet(int operation, int number, byte[] rest) {
        return ByteBuffer.allocate(HEAD + rest.length)
                .putShort((short) operation)
                .putShort((short) number)
                .put(rest)
                .array();
    }
}
