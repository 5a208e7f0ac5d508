/**
 * What a voice messaging port does: registration and calls as state machines without I/O, clock or threads, and the small
 * interfaces through which they meet the call manager ({@link org.voiceport.port.CallManagerLink}), the media
 * ({@link org.voiceport.port.MediaEngine}) and the messaging application ({@link org.voiceport.port.CallHandler}).
 *
 * <p>A port and everything of it belongs to one thread, its owner: an event loop of {@code net}.
 */
@NullMarked
package org.voiceport.port;

import org.jspecify.annotations.NullMarked;
