package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;

/**
 * One message as it stood in the stream, not yet read.
 *
 * @param version header version, 0 if the sender gives none
 * @param id message id
 * @param body the bytes behind the 12-byte header; a view that is good until the buffer it was cut from changes
 */
public record Frame(int version, int id, ByteBuf body) {}
