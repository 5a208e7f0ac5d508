package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** An administrator's words for an {@link IOException} of the store. */
final class StoreTrouble {
    private static final int MAX_LENGTH = 300;

    private StoreTrouble() {}

    /** One line: what and where. */
    static String reason(IOException e) {
        boolean nameOnly = e instanceof FileSystemException failed && failed.getReason() == null;
        String what = nameOnly ? kind(e) + ": " + e.getMessage() : String.valueOf(e.getMessage());
        return HeaderText.clean(what, MAX_LENGTH);
    }

    static String todo(IOException e, Path store) {
        return e instanceof AccessDeniedException
                ? "make " + store + " writable for the daemon's user"
                : "look after the disk and the directory " + store
                        + "; what was recorded is kept there and becomes a message when there is room again (DAEMON-013), or"
                        + " at the next start or reload";
    }

    /** {@code AccessDeniedException} says no more than the file's name, so its own name is the reason. */
    private static String kind(IOException e) {
        String name = e.getClass().getSimpleName().replace("Exception", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
