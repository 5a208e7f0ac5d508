/** Puts the parts together with {@code new}, runs them as a service, and is the command line. */
@NullMarked
package org.voiceport.daemon;

import org.jspecify.annotations.NullMarked;
