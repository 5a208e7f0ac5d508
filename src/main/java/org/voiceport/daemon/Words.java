package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.util.List;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads single words of the command line; what isn't one is told as wrong use, with what to give instead. */
final class Words {
    private static final int MOST_PORT = 65535;
    private static final int MOST_NAMED = 10;
    private static final int MOST_YEARS = 30;

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
        return number(word, 1, MOST_PORT, "TCP port");
    }

    /** The two parts of {@code text} around the first {@code separator}, neither of them empty. */
    static String[] pair(String text, char separator, String form) {
        int at = text.indexOf(separator);
        if (at < 1 || at == text.length() - 1) {
            throw new TypeConversionException("'" + text + "' isn't of the form " + form);
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    /** These with commas between them; of many the first few and how many more there are. */
    static String shortened(List<String> names) {
        String named = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
        return names.size() <= MOST_NAMED ? named : named + " and " + (names.size() - MOST_NAMED) + " more";
    }

    /** A whole number in a range; what isn't one is told with {@code what} it should be. */
    private static int number(String word, int least, int most, String what) {
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new TypeConversionException("'" + word + "' is no " + what + ": give " + least + " to " + most);
    }

    /** Years that a root lasts. */
    static final class Years implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return number(word, 1, MOST_YEARS, "number of years");
        }
    }

    /** Days that a certificate lasts, or is before its end. */
    static final class Days implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return number(word, 1, MOST_YEARS * 365, "number of days");
        }
    }

    /** Length of an RSA key. */
    static final class KeyBits implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            if (List.of("2048", "3072", "4096").contains(word)) {
                return Integer.valueOf(word);
            }
            throw new TypeConversionException(
                    "'" + word + "' is no length for an RSA key here: give 2048, 3072 or 4096");
        }
    }

    /** {@link #tcpPort} for an option. */
    static final class TcpPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return tcpPort(word);
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
