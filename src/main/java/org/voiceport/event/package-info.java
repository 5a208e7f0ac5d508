/**
 * Everything that happens, as sealed records with one sink: the single vocabulary behind logs, metrics and status; and
 * the words that all packages share.
 */
@NullMarked
package org.voiceport.event;

import org.jspecify.annotations.NullMarked;
