package org.voiceport.sccp;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Random;

/** Messages that differ in nothing but their secrets. */
final class OtherSecrets {
    private OtherSecrets() {}

    /** The same message with all keys, salts and digits in it replaced by random ones. */
    static Message in(Message message, Random random) {
        return (Message) replaced(message, random);
    }

    private static Object replaced(Object value, Random random) {
        if (value instanceof Secret secret) {
            byte[] bytes = new byte[secret.length()];
            random.nextBytes(bytes);
            return Secret.of(bytes);
        } else if (value instanceof SecretText) {
            return new SecretText(String.valueOf(random.nextInt(1, Integer.MAX_VALUE)));
        } else if (value instanceof KeypadKey) {
            return new KeypadKey(random.nextInt(16));
        } else if (value instanceof Tone) {
            return new Tone(random.nextInt(1, 20));
        } else if (value instanceof List<?> list) {
            return list.stream().map(element -> replaced(element, random)).toList();
        } else if (!value.getClass().isRecord()) {
            return value;
        }
        RecordComponent[] components = value.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                components[i].getAccessor().setAccessible(true);
                values[i] = replaced(components[i].getAccessor().invoke(value), random);
            }
            Constructor<?> constructor = value.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(value.getClass().toString(), e);
        }
    }
}
