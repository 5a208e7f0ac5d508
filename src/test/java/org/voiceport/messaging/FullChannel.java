package org.voiceport.messaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file on a disk that has room for so many bytes. What is there can be overwritten, as on a real one. */
final class FullChannel implements SeekableByteChannel {
    private final FileChannel file;
    private final long room;

    FullChannel(Path path, long room) throws IOException {
        this.file = PrivateFiles.create(path);
        this.room = room;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (file.position() + bytes.remaining() > room) {
            throw new IOException("No space left on device");
        }
        return file.write(bytes);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return file.read(bytes);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
