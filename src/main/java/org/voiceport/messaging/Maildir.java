package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The folder of one mailbox: what is being written in {@code tmp}, what nobody has seen in {@code new}, the rest in {@code
 * cur}, where a name may have got flags behind a {@code :} by a mail server.
 */
final class Maildir {
    private final Path tmp;
    private final Path fresh;
    private final Path cur;

    /** Whatever comes behind a dot. */
    private static final Pattern DEVICES_OF_WINDOWS =
            Pattern.compile("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);

    private Maildir(Path folder) {
        tmp = folder.resolve("tmp");
        fresh = folder.resolve("new");
        cur = folder.resolve("cur");
    }

    /** The folder of {@code mailbox} in {@code store}, as it is: for readers. */
    static Maildir of(Path store, Mailbox mailbox) {
        return new Maildir(store.resolve(folderName(store, mailbox.number())));
    }

    /** The same, made and private: for writers. */
    static Maildir ready(Path store, Mailbox mailbox) throws IOException {
        Path parent = store.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        PrivateFiles.directory(store);
        PrivateFiles.directory(store.resolve(folderName(store, mailbox.number())));
        Maildir maildir = of(store, mailbox);
        PrivateFiles.directory(maildir.tmp);
        PrivateFiles.directory(maildir.fresh);
        PrivateFiles.directory(maildir.cur);
        return maildir;
    }

    private static String folderName(Path store, String number) {
        return store.getFileSystem().getSeparator().equals("\\") ? nameOnWindows(number) : number;
    }

    /**
     * Windows has no {@code *} in file names, drops a dot at the end, and takes names of devices for these. {@code %} is in
     * no number, so what comes out can't be another mailbox's folder.
     */
    static String nameOnWindows(String number) {
        String name = number.replace("*", "%2A");
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1) + "%2E";
        }
        return DEVICES_OF_WINDOWS.matcher(name).matches()
                ? String.format("%%%02X", (int) name.charAt(0)) + name.substring(1)
                : name;
    }

    /** The file in {@code tmp} of that name. */
    Path temporary(String name) {
        return tmp.resolve(name);
    }

    /** Makes the finished {@code tmp/name} a message, for good when this returns. */
    Path deliver(String name) throws IOException {
        Path from = temporary(name);
        Path to = fresh.resolve(name);
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + fresh + " can't rename a file at once", e);
        }
        PrivateFiles.sync(fresh);
        return to;
    }

    /** True if the message was delivered, whether read since or not. */
    boolean holds(String name) throws IOException {
        return Files.exists(fresh.resolve(name))
                || !files(cur, found -> found.equals(name) || found.startsWith(name + ":"))
                        .isEmpty();
    }

    /** Every file in {@code tmp}. */
    List<Path> unfinished() throws IOException {
        return files(tmp, name -> true);
    }

    /** Every message, unread and read, by name. */
    List<Path> messages() throws IOException {
        List<Path> all = new ArrayList<>(files(fresh, name -> !name.startsWith(".")));
        all.addAll(files(cur, name -> !name.startsWith(".")));
        all.sort((one, other) -> one.getFileName().compareTo(other.getFileName()));
        return all;
    }

    /** What all its files take, those being written included. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path directory : List.of(tmp, fresh, cur)) {
            for (Path file : files(directory, name -> true)) {
                try {
                    bytes += Files.size(file);
                } catch (NoSuchFileException gone) {
                    // It takes nothing any more.
                }
            }
        }
        return bytes;
    }

    /** How many messages nobody has heard: those in {@code new}, and those in {@code cur} not flagged as seen or trashed. */
    int unheard() throws IOException {
        return files(fresh, name -> !name.startsWith(".")).size()
                + files(cur, Maildir::isUnheard).size();
    }

    /** The flags stand behind {@code :2,}; where a colon can't be in a name, mail servers put another character. */
    private static boolean isUnheard(String name) {
        int flags = name.lastIndexOf("2,");
        boolean flagged = flags > 0 && ":;!".indexOf(name.charAt(flags - 1)) >= 0;
        String set = flagged ? name.substring(flags + 2) : "";
        return !name.startsWith(".") && set.indexOf('S') < 0 && set.indexOf('T') < 0;
    }

    /** Where delivered messages are: {@code new} and {@code cur}. */
    List<Path> delivered() {
        return List.of(fresh, cur);
    }

    private static List<Path> files(Path directory, Predicate<String> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (wanted.test(file.getFileName().toString()) && Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }
}
