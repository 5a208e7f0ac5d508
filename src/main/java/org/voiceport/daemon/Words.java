package org.voiceport.daemon;

import java.net.InetSocketAddress;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads single words of the command line; what isn't one is told as wrong use, with what to give instead. */
final class Words {
    private static final int MOST_PORT = 65535;

    private Words() {}

    static DeviceName deviceName(String word) {
        if (!DeviceName.isLegal(word)) {
            throw new TypeConversionException(
                    "'" + word + "' is no device name: 1 to 15 of letters, digits, '.', '_' and '-' are needed");
        }
        return new DeviceName(word);
    }

    static SecurityMode securityMode(String word) {
        return SecurityMode.of(word)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + word + "' is no security mode: give non-secure, authenticated or encrypted"));
    }

    /** A TCP port, 1 to 65535. */
    static int tcpPort(String word) {
        return port("TCP", word);
    }

    private static int port(String protocol, String word) {
        try {
            int port = Integer.parseInt(word);
            if (port >= 1 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new TypeConversionException("'" + word + "' is no " + protocol + " port: give 1 to 65535");
    }

    /** The two parts of {@code text} around the first {@code separator}, neither of them empty. */
    static String[] pair(String text, char separator, String form) {
        int at = text.indexOf(separator);
        if (at < 1 || at == text.length() - 1) {
            throw new TypeConversionException("'" + text + "' isn't of the form " + form);
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    /** {@link #tcpPort} for an option. */
    static final class TcpPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return tcpPort(word);
        }
    }

    /** A UDP port for an option, 1 to 65535. */
    static final class UdpPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return port("UDP", word);
        }
    }

    /** {@code HOST:PORT} for an option; the host is resolved, to its IPv4 address. */
    static final class HostAndPort implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String word) {
            String[] parts = pair(word, ':', "HOST:PORT");
            int port = tcpPort(parts[1]);
            return Hosts.resolve(parts[0])
                    .map(address -> new InetSocketAddress(address, port))
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + parts[0] + "' has no IPv4 address: correct the name, or give the address"));
        }
    }

    /** {@code HOST} or {@code HOST:PORT} for an option, port 69 if none is given; not resolved. */
    static final class TftpServerWord implements ITypeConverter<InetSocketAddress> {
        private static final int TFTP = 69;

        @Override
        public InetSocketAddress convert(String word) {
            String[] parts = word.contains(":") ? pair(word, ':', "HOST[:PORT]") : new String[] {word};
            return InetSocketAddress.createUnresolved(parts[0], parts.length == 1 ? TFTP : port("UDP", parts[1]));
        }
    }
}
