package org.voiceport.messaging;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All mailboxes, and the general one that takes what no other does. Immutable. */
public final class Mailboxes {
    private final Map<String, Mailbox> byNumber;
    private final Mailbox general;

    private Mailboxes(Map<String, Mailbox> byNumber, Mailbox general) {
        this.byNumber = byNumber;
        this.general = general;
    }

    /**
     * {@code listed}, and the general mailbox: the listed one with the number {@code general}, else a new one.
     *
     * @throws IllegalArgumentException if two numbers are the same or differ in case only (their folders would be one on
     *     some file systems), or {@code general} can't be a mailbox's number
     */
    public static Mailboxes of(List<Mailbox> listed, String general) {
        Map<String, Mailbox> byNumber = new LinkedHashMap<>();
        Map<String, Mailbox> byFolder = new LinkedHashMap<>();
        for (Mailbox mailbox : listed) {
            if (byFolder.put(mailbox.number().toLowerCase(Locale.ROOT), mailbox) != null) {
                throw new IllegalArgumentException("mailbox " + mailbox.number() + " is there twice: remove one");
            }
            byNumber.put(mailbox.number(), mailbox);
        }
        Mailbox named = byFolder.get(general.toLowerCase(Locale.ROOT));
        Mailbox fallback = named != null ? named : Mailbox.of(general, "General mailbox");
        byNumber.put(fallback.number(), fallback);
        return new Mailboxes(byNumber, fallback);
    }

    /** The mailbox with exactly this number. */
    public Optional<Mailbox> find(String number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    public Mailbox general() {
        return general;
    }

    /** Every mailbox, the general one included. */
    public Collection<Mailbox> all() {
        return List.copyOf(byNumber.values());
    }
}
