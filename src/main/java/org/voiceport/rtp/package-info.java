/** RTP and RTCP as bytes and numbers (RFC 3550): packet views, sequence arithmetic, reception statistics. No I/O. */
@NullMarked
package org.voiceport.rtp;

import org.jspecify.annotations.NullMarked;
