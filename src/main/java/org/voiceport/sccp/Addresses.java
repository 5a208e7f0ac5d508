package org.voiceport.sccp;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses from bytes. */
public final class Addresses {
    /** The IPv4 address 0.0.0.0: not told. */
    public static final InetAddress UNSPECIFIED = of(new byte[4]);

    private Addresses() {}

    /** The address of 4 or 16 bytes in network order. */
    public static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", wrongLength);
        }
    }
}
