package org.voiceport.daemon;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in one line what is wrong with a file or directory, where Java's own message is a bare path. */
final class FileTrouble {
    private FileTrouble() {}

    /** As {@link #words(IOException)}, about {@code file}, where Java may not tell which it is. */
    static String words(Path file, IOException trouble) {
        return trouble instanceof FileSystemException ? words(trouble) : file + ": " + words(trouble);
    }

    /** What is wrong and what to do; names the file, if Java tells which it is. */
    static String words(IOException trouble) {
        if (trouble instanceof FileSystemException known && known.getFile() != null) {
            return known.getFile() + ": " + reason(known);
        }
        if (trouble instanceof UnknownHostException) {
            return trouble.getMessage() + "; correct the name, or give the address";
        }
        String message = trouble.getMessage();
        return (message == null || message.isBlank() ? trouble.toString() : message)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }

    private static String reason(FileSystemException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "there is no such file or directory; correct the name, or make it";
        }
        if (trouble instanceof AccessDeniedException) {
            return "access is denied; allow it for the user who runs this";
        }
        if (trouble instanceof FileAlreadyExistsException) {
            return "a file of this name is in the way; move it, or choose another name";
        }
        if (trouble instanceof NotDirectoryException) {
            return "it is no directory; choose another name";
        }
        String reason = trouble.getReason();
        return (reason == null ? trouble.getClass().getSimpleName() : reason) + "; choose another one";
    }
}
