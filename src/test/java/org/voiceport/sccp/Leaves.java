package org.voiceport.sccp;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message as paths and values, such as {@code key.saltLength} and {@code 14}. */
final class Leaves {
    private Leaves() {}

    /** All values of {@code message}; a list also has a path {@code .size}. */
    static Map<String, String> of(Object message) {
        Map<String, String> leaves = new TreeMap<>();
        record(message, "", leaves);
        return leaves;
    }

    /** True for zero, empty, 0.0.0.0 and zeros. */
    static boolean isDefault(String value) {
        return value.isEmpty() || value.equals("0.0.0.0") || value.equals("false") || value.matches("0+");
    }

    private static void record(Object record, String prefix, Map<String, String> leaves) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                value(component.getAccessor().invoke(record), prefix + component.getName(), leaves);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(component.toString(), e);
            }
        }
    }

    private static void value(Object value, String path, Map<String, String> leaves) {
        String text = text(value);
        if (value instanceof List<?> list) {
            leaves.put(path + ".size", String.valueOf(list.size()));
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), path + "[" + i + "]", leaves);
            }
        } else if (text != null) {
            leaves.put(path, text);
        } else {
            record(value, path + ".", leaves);
        }
    }

    private static @Nullable String text(Object value) {
        if (value instanceof Integer number) {
            return Integer.toUnsignedString(number);
        } else if (value instanceof Code code) {
            return Integer.toUnsignedString(code.value());
        } else if (value instanceof SecretText secret) {
            return secret.value();
        } else if (value instanceof Secret secret) {
            return HexFormat.of().formatHex(secret.first(secret.length()));
        } else if (value instanceof Blob blob) {
            return HexFormat.of().formatHex(blob.bytes());
        } else if (value instanceof InetAddress address) {
            return address.getHostAddress();
        } else if (value instanceof String || value instanceof Boolean) {
            return value.toString();
        }
        return null;
    }
}
