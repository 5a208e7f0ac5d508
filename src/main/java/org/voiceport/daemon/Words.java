package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.voiceport.config.Durations;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads single words of the command line; what isn't one is told as wrong use, with what to give instead. */
final class Words {
    private static final int MOST_PORT = 65535;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

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
        try {
            int port = Integer.parseInt(word);
            if (port >= 1 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new TypeConversionException("'" + word + "' is no TCP port: give 1 to 65535");
    }

    /** A time to wait: {@code 30s}, {@code 2m}. */
    static Duration duration(String word) {
        return Durations.of(word)
                .filter(duration -> duration.compareTo(LONGEST_WAIT) <= 0 && !duration.isZero())
                .orElseThrow(() -> new TypeConversionException("'" + word
                        + "' is no time to wait: give a whole number and a unit, such as 30s or 2m, up to 1h"));
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

    /** {@link #duration} for an option. */
    static final class WaitingTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            return Words.duration(word);
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
}
