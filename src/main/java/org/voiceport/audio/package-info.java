/** Sound as numbers: G.711, tones, WAV, comparison. Pure functions on samples, and the two interfaces that carry audio. */
@NullMarked
package org.voiceport.audio;

import org.jspecify.annotations.NullMarked;
