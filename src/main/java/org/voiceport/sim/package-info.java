/**
 * The other side: a simulated call manager and simulated phones, for the demo, for tests and for labs. They are made of
 * the same SCCP and SRTP code as the daemon but have their own Netty handlers and their own small UDP loop, so that what
 * they see on the wire is a second opinion.
 */
@NullMarked
package org.voiceport.sim;

import org.jspecify.annotations.NullMarked;
