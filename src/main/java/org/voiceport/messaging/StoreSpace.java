package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * How much room there is where the messages are, and whether that is enough. What is enough again must be a tenth more than
 * the limit, so that a store on the edge isn't told of again and again. For any thread.
 */
public final class StoreSpace {
    private final Path directory;
    private final Usable usable;
    private final Object judging = new Object();
    private volatile OptionalLong free = OptionalLong.empty();
    private volatile boolean tooLittle;
    /** By which it was judged to be too little; guarded by {@link #judging}. */
    private long limit;

    /** Asks the file system for the bytes that this user may still write. Blocks. */
    @FunctionalInterface
    interface Usable {
        long bytes(Path directory) throws IOException;
    }

    StoreSpace(Path directory, Usable usable) {
        this.directory = directory;
        this.usable = usable;
    }

    /** What was free at the last look, some seconds ago; empty if nobody has looked or it can't be told. Doesn't block. */
    public OptionalLong freeBytes() {
        return free;
    }

    /**
     * Looks, and tells if it begins or ends to be too little. Where that can't be told, all is as it was: the recording will
     * tell what is wrong. Blocks as long as the file system does.
     *
     * @param minFree bytes that are to be free, 0 if there need be none
     * @return false if no message may begin
     */
    boolean look(long minFree, EventSink events) {
        long bytes;
        try {
            bytes = usable.bytes(directory);
        } catch (IOException unknown) {
            free = OptionalLong.empty();
            return minFree == 0 || !tooLittle;
        }
        free = OptionalLong.of(bytes);
        synchronized (judging) {
            return judge(bytes, minFree, events);
        }
    }

    private boolean judge(long bytes, long minFree, EventSink events) {
        boolean sameLimit = tooLittle && limit == minFree;
        long needed = sameLimit ? minFree + minFree / 10 : minFree;
        boolean enough = bytes >= needed;
        limit = minFree;
        if (enough && tooLittle) {
            tooLittle = false;
            events.accept(new DaemonEvent.StoreEnough(directory.toString(), bytes, minFree));
        } else if (!enough && !tooLittle) {
            tooLittle = true;
            events.accept(new DaemonEvent.StoreShort(directory.toString(), bytes, minFree));
        }
        return enough;
    }
}
