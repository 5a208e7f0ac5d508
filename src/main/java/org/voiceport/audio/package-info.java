/**
 * Sound as numbers: codecs, loss concealment, comfort noise, tones, WAV, comparison. Functions on samples, some with the state of
 * one stream, and the two interfaces that carry audio.
 */
@NullMarked
package org.voiceport.audio;

import org.jspecify.annotations.NullMarked;
