/** Those who listen to events: so far the log, as text or JSON lines ({@link org.voiceport.observe.LogSetup}). */
@NullMarked
package org.voiceport.observe;

import org.jspecify.annotations.NullMarked;
