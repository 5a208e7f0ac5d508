/**
 * What is said and recorded in a call: the built-in voicemail ({@link org.voiceport.messaging.Voicemail}) and its message
 * store ({@link org.voiceport.messaging.MessageStore}).
 *
 * <p>Each call has a thread of its own that runs straight-line code over {@link org.voiceport.messaging.Conversation}; it
 * alone touches files. Port and media threads only leave notes there.
 */
@NullMarked
package org.voiceport.messaging;

import org.jspecify.annotations.NullMarked;
