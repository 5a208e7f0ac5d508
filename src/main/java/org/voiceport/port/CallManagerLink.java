package org.voiceport.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Message;

/** One connection to a call manager. All methods are called, and everything is reported, on the port's owner thread. */
public interface CallManagerLink {
    /** Sends one message, written out at once. After the link has closed it does nothing. */
    void send(Message message);

    /** From now on messages are laid out for this protocol version, 0 to 22. A new link speaks version 0. */
    void speak(int version);

    /** Closes after what was sent has left. {@link Listener#closed} isn't called any more. */
    void close();

    /** Makes links. One dialer serves one port: it knows the port's mode, certificate and trust. */
    interface Dialer {
        /**
         * Begins to connect; TLS is finished before {@link Listener#opened}. Failures, of name resolution and TLS too,
         * come as {@link Listener#closed}, never from within this call.
         */
        CallManagerLink dial(Server server, Listener listener);
    }

    /** Hears what happens on a link. */
    interface Listener {
        /** The name of the call manager is resolved; for those who want to know how far a link has come. */
        default void resolved(InetAddress address) {}

        /** TCP stands; in a secure mode TLS is still to come. For those who want to know how far a link has come. */
        default void connected(InetSocketAddress local) {}

        /**
         * The connection stands, and over TLS both sides are who they must be.
         *
         * @param local our end of it
         * @param tls null in clear
         */
        void opened(InetSocketAddress local, @Nullable TlsFacts tls);

        /** One message from the call manager. */
        void received(Message message);

        /** Something could not be read and was dropped, the link goes on. */
        void ignored(Fault fault);

        /** The link is gone, or could not be made. Called at most once, nothing after it. */
        void closed(Fault fault);
    }
}
