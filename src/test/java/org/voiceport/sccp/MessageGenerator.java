package org.voiceport.sccp;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes messages with random values in the legal range of each field, which the offset tables tell. */
final class MessageGenerator {
    private static final int NEWEST = 22;

    private final Random random;
    private final int version;
    private int id;
    private Map<String, Layouts.Field> now = Map.of();
    private Map<String, Layouts.Field> newest = Map.of();

    MessageGenerator(Random random, int version) {
        this.random = random;
        this.version = version;
    }

    <M extends Message> M message(Class<M> type) {
        id = Catalogue.rows().stream()
                .filter(row -> row.type() == type)
                .findFirst()
                .orElseThrow()
                .id();
        now = Layouts.of(id).at(version).byComponent();
        newest = Layouts.of(id).at(NEWEST).byComponent();
        return type.cast(record(type, ""));
    }

    /** The field at {@code path}: as it is at the version, or if the version lacks it, as the newest has it. */
    private Layouts.Field field(String path) {
        Layouts.Field field = now.get(path);
        if (field == null) {
            field = newest.get(path);
        }
        if (field == null) {
            throw new AssertionError("the tables of " + Code.hex(id) + " lack " + path);
        }
        return field;
    }

    private Object record(Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(prefix + components[i].getName(), types[i], components[i].getGenericType());
        }
        if (type == RegistrationMessage.Unregister.class && !((boolean) values[0])) {
            values[1] = 0;
        }
        return construct(type, types, values);
    }

    private static Object construct(Class<?> type, Class<?>[] types, Object... values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private Object value(String path, Class<?> type, Type generic) {
        if (type == int.class || type == Integer.class) {
            return number(path);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return text(path);
        } else if (type == SecretText.class) {
            return new SecretText(text(path));
        } else if (type == Secret.class) {
            return Secret.of(bytes(size(path)));
        } else if (type == Blob.class) {
            return Blob.of(bytes(size(path)));
        } else if (type == InetAddress.class) {
            return address(path);
        } else if (type == List.class) {
            return list(path, (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0]);
        } else if (Code.class.isAssignableFrom(type)) {
            return construct(type, new Class<?>[] {int.class}, number(path));
        } else if (type.isRecord()) {
            return record(type, path + ".");
        }
        throw new AssertionError("no way to make " + path + " of " + type);
    }

    private int number(String path) {
        Layouts.Field field = field(path);
        if (field.component().equals("features")) {
            return random.nextInt(1 << 24);
        }
        return switch (field.kind()) {
            case "u8" -> random.nextInt(1 << 8);
            case "u16" -> random.nextInt(1 << 16);
            case "small" -> random.nextInt(1, 1 << 8);
            case "port" -> random.nextInt(1024, 1 << 16);
            default -> random.nextInt();
        };
    }

    /** As long as the field or shorter. */
    private String text(String path) {
        Layouts.Field field = field(path);
        return switch (field.kind()) {
            case "dial" -> text(random.nextInt(1, field.number(1)), '0', '9' + 1);
            case "name" -> text(random.nextInt(1, field.number(1)), 1, 256);
            case "cstr" -> text(random.nextInt(field.number(1)), 1, 256);
            case "filled" -> text(random.nextInt(1, field.number(1) + 1), 1, 256);
            case "sized" -> text(random.nextInt(field.number(1) + 1), 0, 256);
            default -> text(random.nextInt(field.number(1) + 1), 1, 256);
        };
    }

    private String text(int length, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(from, to));
        }
        return text.toString();
    }

    private int size(String path) {
        Layouts.Field field = field(path);
        return field.kind().equals("rest") ? 4 * random.nextInt(9) : field.number(1);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private InetAddress address(String path) {
        boolean wide = field(path).kind().equals("address") && random.nextBoolean();
        byte[] bytes = bytes(wide ? 16 : 4);
        bytes[0] = (byte) (bytes[0] | 1);
        return Addresses.of(bytes);
    }

    private List<Object> list(String path, Class<?> element) {
        List<Object> list = new ArrayList<>();
        if (id == 0x009E) {
            for (int i = 0; i < 5; i++) {
                list.add(value(path + "[" + i + "]", element, element));
            }
            return List.copyOf(list);
        }
        int size = random.nextInt(field(path).number(1) + 1);
        for (int i = 0; i < size; i++) {
            list.add(value(path + "[]", element, element));
        }
        return List.copyOf(list);
    }
}
