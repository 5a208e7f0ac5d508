package org.voiceport.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.voiceport.event.DeviceName;

/** The forms that single texts of the configuration must have. */
final class Texts {
    static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)LABEL(\\.LABEL)*\\.?".replace("LABEL", "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"));
    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    static final Pattern IPV4 = Pattern.compile(
            "OCTET\\.OCTET\\.OCTET\\.OCTET".replace("OCTET", "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9a-f]{2}:){31}[0-9a-f]{2}|[0-9a-f]{64}");
    static final Pattern MAILBOX = Pattern.compile("[A-Za-z0-9_+][A-Za-z0-9._+-]{0,63}");
    static final Pattern DIALLED = Pattern.compile("[0-9*#+]{1,23}");
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]{1,189}");

    private Texts() {}

    static DeviceName deviceName(String text) throws Unfit {
        if (!DeviceName.isLegal(text)) {
            String what = text.length() > DeviceName.MAX_LENGTH
                    ? " has " + text.length() + " characters"
                    : " is no device name";
            throw new Unfit(
                    "device name " + Quote.of(text) + what,
                    "give the name as the call manager has it: 1 to " + DeviceName.MAX_LENGTH
                            + " of letters, digits, '.', '_', '-'");
        }
        return new DeviceName(text);
    }

    static String host(String text) throws Unfit {
        boolean legal = DOTTED.matcher(text).matches()
                ? IPV4.matcher(text).matches()
                : HOST.matcher(text).matches();
        if (!legal) {
            throw new Unfit(
                    Quote.of(text) + " is no host",
                    text.indexOf(':') >= 0
                            ? "give an IPv4 address or a host name, without port (IPv6 is not supported)"
                            : "give an IPv4 address or a host name");
        }
        return text;
    }

    /** {@code host:port}. */
    static HostPort hostPort(String text) throws Unfit {
        return hostPort(text, Optional.empty());
    }

    /** {@code host:port} that only this machine reaches: what is served there has no login. */
    static HostPort loopback(String text) throws Unfit {
        HostPort at = hostPort(text);
        boolean loopback = at.host().equals("localhost") || at.host().matches("127(\\.[0-9]{1,3}){3}");
        if (!loopback) {
            throw new Unfit(
                    Quote.of(at.host()) + " can be reached by others, and what is served there has no login",
                    "give 127.0.0.1 and let others come through a proxy with a login, or an SSH tunnel");
        }
        return at;
    }

    /** {@code host} or {@code host:port}; 69 without a port. */
    static HostPort tftpServer(String text) throws Unfit {
        return hostPort(text, Optional.of(69));
    }

    private static HostPort hostPort(String text, Optional<Integer> portIfNone) throws Unfit {
        int colon = text.lastIndexOf(':');
        if (colon < 0 && portIfNone.isPresent()) {
            return new HostPort(host(text), portIfNone.get());
        }
        if (colon < 0) {
            throw new Unfit(Quote.of(text) + " has no port", "write host:port, such as 127.0.0.1:9180");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new Unfit(Quote.of(port) + " is no port", "give a port from 1 to 65535");
        }
        return new HostPort(host(text.substring(0, colon)), Integer.parseInt(port));
    }

    /** An address of this machine that others can send to; empty for {@code auto}. */
    static Optional<Inet4Address> mediaAddress(String text) throws Unfit {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        if (!IPV4.matcher(text).matches()) {
            throw new Unfit(Quote.of(text) + " is no IPv4 address", "give one of this machine's, or 'auto'");
        }
        InetAddress address = literal(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || text.equals("255.255.255.255")) {
            throw new Unfit("phones can't send to " + text, "give an address of this machine, or 'auto'");
        }
        return Optional.of((Inet4Address) address);
    }

    private static InetAddress literal(String ipv4) {
        try {
            return InetAddress.getByName(ipv4);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("a checked IPv4 literal", impossible);
        }
    }

    /** SHA-256 of a certificate as 64 lower-case hex digits. */
    static String fingerprint(String text) throws Unfit {
        String hex = text.toLowerCase(Locale.ROOT);
        if (hex.startsWith("sha256:")) {
            hex = hex.substring("sha256:".length());
        }
        if (!FINGERPRINT.matcher(hex).matches()) {
            throw new Unfit(
                    Quote.of(text) + " is no SHA-256 fingerprint",
                    "give 64 hex digits, with or without colons, as 'voiceportd ctl show' prints them");
        }
        return hex.replace(":", "");
    }

    /** A mailbox's number, which is also a folder's name. */
    static String mailboxNumber(String text) throws Unfit {
        if (!MAILBOX.matcher(text).matches()) {
            throw new Unfit(
                    Quote.of(text) + " can't be a mailbox's number",
                    "use 1 to 64 of letters, digits, '.', '_', '+', '-', with a letter, digit, '_' or '+' first");
        }
        return text;
    }

    static String dialled(String text) throws Unfit {
        if (!DIALLED.matcher(text).matches()) {
            throw new Unfit(Quote.of(text) + " can't be dialled", "give 1 to 23 of 0-9, '*', '#', '+'");
        }
        return text;
    }

    static String variable(String text) throws Unfit {
        if (!VARIABLE.matcher(text).matches()) {
            throw new Unfit(
                    "this is no name of an environment variable", "give the variable's name, not the password itself");
        }
        return text;
    }

    static String email(String text) throws Unfit {
        if (!EMAIL.matcher(text).matches()) {
            throw new Unfit(Quote.of(text) + " is no mail address", "write name@example.com");
        }
        return text;
    }

    static Pin pin(String text) throws Unfit {
        if (!text.matches(Pin.FORM)) {
            throw new Unfit("the PIN is not 4 to 16 digits", "give 4 to 16 digits in quotes");
        }
        return Pin.of(text);
    }

    static URI webSocket(String text) throws Unfit {
        try {
            URI uri = URI.create(text);
            if (("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme())) && uri.getHost() != null) {
                if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
                    throw new Unfit(
                            "the address holds a user or a query, which may be a secret",
                            "leave both out of the address");
                }
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // told below, with every other text that isn't a WebSocket address
        }
        throw new Unfit(Quote.of(text) + " is no WebSocket address", "write wss://host/path");
    }
}
