/**
 * Secure RTP and RTCP (RFC 3711): one-way contexts that protect or unprotect packets in place. No I/O, no clock, no
 * threads, no SCCP.
 */
@NullMarked
package org.voiceport.srtp;

import org.jspecify.annotations.NullMarked;
