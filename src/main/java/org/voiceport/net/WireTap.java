package org.voiceport.net;

import org.voiceport.sccp.Decoded;

/**
 * Looks at what goes over the links of one port, message by message. Called on the port's event loop, in the order of the
 * wire, before the port hears of a message; it must not block. An exception is logged and changes nothing.
 */
public interface WireTap {
    /** Looks away. */
    WireTap NONE = new WireTap() {
        @Override
        public void sent(Decoded message) {}

        @Override
        public void received(Decoded message) {}

        @Override
        public void malformed(String what) {}
    };

    /** A message was handed to the connection; nothing of it is missing or surplus. */
    void sent(Decoded message);

    /** A message has come. */
    void received(Decoded message);

    /** Bytes have come that are no message; {@code what} holds none of them. */
    void malformed(String what);
}
