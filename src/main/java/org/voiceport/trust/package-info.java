/**
 * Who is trusted and how a connection is protected: the certificate trust list (CTL), the ports' own certificates, and
 * an {@link javax.net.ssl.SSLEngine} for each connection and security mode, for either side.
 */
@NullMarked
package org.voiceport.trust;

import org.jspecify.annotations.NullMarked;
