package org.voiceport.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The packets of a capture in their order, read as they are asked for. */
sealed interface CaptureFile permits PcapFile, PcapngFile {
    /** Bytes that tell what a file is. */
    int MAGIC_SIZE = 4;

    /** True if a file that begins with these bytes is a capture. */
    static boolean begins(byte[] magic) {
        return magic.length >= MAGIC_SIZE && (PcapFile.begins(first(magic)) || PcapngFile.begins(first(magic)));
    }

    /** The capture in {@code in}, which stands at its first byte. */
    static CaptureFile open(CaptureInput in) throws IOException {
        ByteBuffer magic = in.piece(MAGIC_SIZE, ByteOrder.BIG_ENDIAN, "the magic number");
        if (PcapFile.begins(magic.getInt(0))) {
            return PcapFile.open(in, magic.getInt(0));
        }
        if (PcapngFile.begins(magic.getInt(0))) {
            return PcapngFile.open(in);
        }
        throw new CaptureException(0, "this is neither a pcap nor a pcapng file");
    }

    private static int first(byte[] magic) {
        return ByteBuffer.wrap(magic).getInt();
    }

    /**
     * The next packet; empty at the end of the file.
     *
     * @throws CaptureException if the file is damaged or ends within a packet
     */
    Optional<CapturedPacket> next() throws IOException;
}
