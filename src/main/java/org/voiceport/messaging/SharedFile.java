package org.voiceport.messaging;

import jakarta.mail.internet.SharedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a file, from which a mail is parsed without holding it in memory. Parts of parts read the same open file, which
 * is closed with the whole: the mail library's own class keeps it open until the last part is collected as garbage. One
 * thread at a time.
 */
final class SharedFile extends InputStream implements SharedInputStream {
    private final FileChannel channel;
    private final boolean whole;
    private final long start;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);
    /** Of what is read next into the buffer. */
    private long next;

    private long marked;

    private SharedFile(FileChannel channel, boolean whole, long start, long end) {
        this.channel = channel;
        this.whole = whole;
        this.start = start;
        this.end = end;
        this.next = start;
        this.marked = start;
    }

    /** The whole file, open until this is closed. */
    static SharedFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SharedFile(channel, true, 0, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Counted from where this part begins. */
    @Override
    public long getPosition() {
        return next - buffer.remaining() - start;
    }

    @Override
    public InputStream newStream(long from, long to) {
        return new SharedFile(channel, false, start + from, to < 0 ? end : Math.min(end, start + to));
    }

    @Override
    public int read() throws IOException {
        return isFilled() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!isFilled()) {
            return -1;
        }
        int taken = Math.min(count, buffer.remaining());
        buffer.get(into, offset, taken);
        return taken;
    }

    /** False at the end. */
    private boolean isFilled() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
            int count = buffer.hasRemaining() ? channel.read(buffer, next) : -1;
            buffer.flip();
            next += Math.max(0, count);
        }
        return buffer.hasRemaining();
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - next + buffer.remaining());
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public synchronized void mark(int howLong) {
        marked = start + getPosition();
    }

    @Override
    public synchronized void reset() {
        next = marked;
        buffer.position(0).limit(0);
    }

    @Override
    public void close() throws IOException {
        if (whole) {
            channel.close();
        }
    }
}
