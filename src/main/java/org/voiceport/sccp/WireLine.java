package org.voiceport.sccp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in one line for people who watch the wire:
 *
 * <pre>
 * CallState                 v17 phase=ring-in(4) line=1 call=0x01000012
 * OpenReceiveChannel        v17 conference=0x01000012 ... key{algorithm=none(0)} (-4 missing)
 * </pre>
 *
 * Name, header version, then the fields in wire order without zeros, empty texts and padding; call references and ids in
 * hex, codes with their name and raw value. Secrets are {@code ***}, bytes without a meaning just counted. The line has no
 * control characters, and at most some thousand characters. The fields come from the records by reflection: this runs only
 * where somebody looks.
 */
public final class WireLine {
    private static final int NAME_WIDTH = 25;
    private static final int LONGEST_TEXT = 120;
    private static final int MOST_ENTRIES = 4;

    private static final Map<String, String> LABELS = Map.of(
            "callReference", "call", "passThruPartyId", "party", "conferenceId", "conference", "payload", "codec");
    private static final Set<String> IN_HEX = Set.of(
            "callReference",
            "passThruPartyId",
            "conferenceId",
            "streamPassThroughId",
            "associatedStreamId",
            "features",
            "restrictions",
            "validKeys");
    private static final Set<String> WITHOUT_MEANING = Set.of("padding", "reserved", "unknown");

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !WITHOUT_MEANING.contains(component.getName()))
                    .map(component -> new Field(component.getName(), component.getAccessor()))
                    .toList();
        }
    };

    private record Field(String name, Method accessor) {
        String label() {
            return LABELS.getOrDefault(name, name);
        }

        @Nullable
        Object of(Object message) {
            try {
                return accessor.invoke(message);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new LinkageError(accessor.toString(), e);
            }
        }
    }

    private WireLine() {}

    /** The line about a message that was read. */
    public static String of(Decoded decoded) {
        StringBuilder out = start(decoded.message().name(), decoded.headerVersion());
        if (decoded.message() instanceof Message.Unknown unknown) {
            out.append(" unknown, ").append(unknown.body().length()).append(" bytes ***");
        } else {
            fields(out, decoded.message());
        }
        if (decoded.missing() > 0) {
            out.append(" (-").append(decoded.missing()).append(" missing)");
        }
        if (decoded.surplusBehindPadding() > 0) {
            out.append(" (+").append(decoded.surplusBehindPadding()).append(" surplus)");
        }
        return out.toString();
    }

    /** The line about bytes that are no message. */
    public static String malformed(String what) {
        return "MALFORMED " + printable(what);
    }

    private static StringBuilder start(String name, int headerVersion) {
        StringBuilder out = new StringBuilder(160).append(name);
        String version = "v" + Integer.toUnsignedString(headerVersion);
        return out.append(" ".repeat(Math.max(0, NAME_WIDTH - name.length()) + 1))
                .append(version)
                .append(" ".repeat(Math.max(0, 3 - version.length())));
    }

    private static void fields(StringBuilder out, Object holder) {
        for (Field field : FIELDS.get(holder.getClass())) {
            Object value = field.of(holder);
            String text = value instanceof Secret && isKeyless(holder) ? null : text(field.name, value);
            if (text != null) {
                out.append(' ').append(field.label()).append(text);
            }
        }
    }

    /** By what it says in clear: the line must not depend on the key itself. */
    private static boolean isKeyless(Object holder) {
        return holder instanceof MediaMessage.KeyBlock block && !block.present();
    }

    /** What stands behind the label; null if there is nothing to tell. */
    private static @Nullable String text(String name, @Nullable Object value) {
        if (value instanceof Integer number) {
            return number == 0 ? null : "=" + (IN_HEX.contains(name) ? hex(number) : Integer.toUnsignedString(number));
        } else if (value instanceof Boolean flag) {
            return flag ? "=yes" : null;
        } else if (value instanceof String text) {
            return text.isEmpty() ? null : "=\"" + readable(text) + '"';
        } else if (value instanceof Secret secret) {
            return secret.length() == 0 ? null : "=***";
        } else if (value instanceof SecretText) {
            return "=***";
        } else if (value instanceof Code code) {
            return "=" + code(code);
        } else if (value instanceof Blob blob) {
            return blob.equals(Blob.zeros(blob.length())) ? null : "=" + blob.length() + "-bytes";
        } else if (value instanceof InetAddress address) {
            return address.isAnyLocalAddress() ? null : "=" + address.getHostAddress();
        } else if (value instanceof List<?> list) {
            return list.isEmpty() ? null : list(name, list);
        } else if (value instanceof Record) {
            StringBuilder nested = new StringBuilder();
            fields(nested, value);
            return nested.isEmpty() ? null : "{" + nested.substring(1) + "}";
        }
        throw new IllegalArgumentException("a field of an unforeseen type: " + name);
    }

    private static String list(String name, List<?> list) {
        StringBuilder out = new StringBuilder("[");
        for (Object entry : list.subList(0, Math.min(list.size(), MOST_ENTRIES))) {
            String text = text(name, entry);
            out.append(out.length() == 1 ? "" : " ").append(text == null ? "-" : bare(text));
        }
        return out.append(list.size() > MOST_ENTRIES ? " +" + (list.size() - MOST_ENTRIES) + " more]" : "]")
                .toString();
    }

    private static String bare(String text) {
        return text.startsWith("=") ? text.substring(1) : text;
    }

    private static String hex(int number) {
        return String.format("0x%08x", number);
    }

    /** One word: the name and the number, if the name isn't the number or hidden. */
    private static String code(Code code) {
        String name = code.toString();
        return name.startsWith("0x") || name.equals("***")
                ? name
                : name.replace(' ', '-') + "(" + Integer.toUnsignedString(code.value()) + ")";
    }

    private static String readable(String wireText) {
        String text = printable(WireText.readable(wireText)).replace('"', '\'');
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }

    /** Nothing that moves a terminal's cursor or turns a line around. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isPrintable(c) ? c : '?'));
        return out.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
