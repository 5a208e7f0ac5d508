package org.voiceport.sccp;

import org.jspecify.annotations.Nullable;

/**
 * The layout of one structure, written once for both directions: it walks the fields in wire order, the {@link Wire}
 * fills or lays out.
 */
@FunctionalInterface
interface Shape<M> {
    /**
     * Walks the fields.
     *
     * @param message what is written; null when reading
     * @return what was read, or {@code message} again
     */
    M wire(Wire wire, @Nullable M message) throws MalformedMessage;
}
