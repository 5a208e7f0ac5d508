package org.voiceport.srtp;

/**
 * HMAC-SHA1 over packets under one session key (RFC 3711 §4.2.1, RFC 2104): first {@link #compute}, then {@link #write} or
 * {@link #matches}. What all engines give is the same, octet for octet. The result lies in the scratch. Free of allocation.
 */
interface PacketMac {
    /** Octets of a full result. */
    int LENGTH = 20;

    /** Takes some octets. */
    void compute(Scratch scratch, byte[] buffer, int offset, int length);

    /** Takes some octets and four more behind them, most significant first. */
    void compute(Scratch scratch, byte[] buffer, int offset, int length, int last);

    /** Writes the result's first octets. */
    void write(Scratch scratch, byte[] buffer, int offset, int length);

    /** True if the result begins with these octets. The time does not depend on where the first difference is. */
    boolean matches(Scratch scratch, byte[] buffer, int offset, int length);

    /** Overwrites the key; what is computed afterwards is of no use. */
    void wipe();
}
