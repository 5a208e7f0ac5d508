package org.voiceport.audio;

/**
 * Where audio goes: linear 16-bit samples, mono, 8,000 a second, in the order in which they were spoken, gaps already
 * filled. Written from a media tick, so it must not block; the array belongs to the caller again when the call returns.
 */
@FunctionalInterface
public interface Sink {
    void write(short[] samples, int offset, int count);
}
