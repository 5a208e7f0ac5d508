package org.voiceport.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A mailbox of the built-in voicemail.
 *
 * @param number its directory number; also the name of its folder, so only letters, digits and {@code . _ + -}
 * @param name whose mailbox it is
 * @param email address for the To header
 * @param greeting WAV file played instead of the general greeting; need not exist
 * @param quota most bytes that its messages may take, 0 for no limit; empty if the general quota holds
 */
public record Mailbox(
        String number,
        String name,
        Optional<Pin> pin,
        Optional<String> email,
        Optional<Path> greeting,
        Optional<Long> quota) {}
