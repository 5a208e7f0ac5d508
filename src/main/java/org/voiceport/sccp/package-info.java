/**
 * SCCP on the wire: messages as records in sealed families, the {@link org.voiceport.sccp.Catalogue} of all of them, the
 * frame cutter and the codec. Integers are little-endian, addresses in network order. No I/O.
 */
@NullMarked
package org.voiceport.sccp;

import org.jspecify.annotations.NullMarked;
