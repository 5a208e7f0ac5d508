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

/** Makes messages with random values in the legal range of each field, from the records' components. */
final class MessageGenerator {
    /** Most characters of a text, by record and component: its field less the NUL. */
    private static final Map<String, Integer> LONGEST = Map.ofEntries(
            Map.entry("Register.deviceName", 15),
            Map.entry("Register.firmware", 31),
            Map.entry("Register.configStamp", 47),
            Map.entry("RegisterAck.dateTemplate", 5),
            Map.entry("RegisterReject.text", 31),
            Map.entry("Alarm.text", 79),
            Map.entry("SoftKeyLabel.label", 15),
            Map.entry("ConfigStatRes.deviceName", 15),
            Map.entry("ConfigStatRes.userName", 39),
            Map.entry("ConfigStatRes.serverName", 39),
            Map.entry("ConfigStatV2Res.deviceName", 15),
            Map.entry("ConfigStatV2Res.userName", 120),
            Map.entry("ConfigStatV2Res.serverName", 120),
            Map.entry("LineStatRes.number", 23),
            Map.entry("LineStatRes.displayName", 39),
            Map.entry("LineStatRes.label", 39),
            Map.entry("LineStatV2Res.number", 24),
            Map.entry("LineStatV2Res.displayName", 39),
            Map.entry("LineStatV2Res.label", 39),
            Map.entry("Forward.number", 23),
            Map.entry("VersionRes.version", 15),
            Map.entry("ServerRes.names", 47),
            Map.entry("FeatureStatRes.label", 39),
            Map.entry("Party.number", 23),
            Map.entry("Party.name", 39),
            Map.entry("Party.mailbox", 23),
            Map.entry("CallInfoV2.alternateCalling", 23),
            Map.entry("CallInfoV2.huntPilotNumber", 23),
            Map.entry("CallInfoV2.huntPilotName", 120),
            Map.entry("EnblocCall.number", 23),
            Map.entry("DialedNumber.number", 23),
            Map.entry("DisplayPromptStatus.prompt", 31),
            Map.entry("DisplayPromptStatusV2.prompt", 96),
            Map.entry("DisplayText.text", 31),
            Map.entry("DisplayNotify.text", 31),
            Map.entry("DisplayNotifyV2.text", 96),
            Map.entry("DisplayPriNotify.text", 31),
            Map.entry("DisplayPriNotifyV2.text", 96),
            Map.entry("ConnectionStatisticsReq.directoryNumber", 23),
            Map.entry("ConnectionStatisticsRes.directoryNumber", 23),
            Map.entry("ConnectionStatisticsRes.data", 600));

    /** Greatest value of the numbers that have less than 32 bits. */
    private static final Map<String, Integer> GREATEST = Map.ofEntries(
            Map.entry("Register.version", 0xFF),
            Map.entry("Register.features", 0xFFFFFF),
            Map.entry("RegisterAck.padding", 0xFFFF),
            Map.entry("RegisterAck.version", 0xFF),
            Map.entry("RegisterAck.features", 0xFFFFFF),
            Map.entry("Button.instance", 0xFF),
            Map.entry("Button.kind", 0xFF),
            Map.entry("KeyBlock.keyLength", 0xFFFF),
            Map.entry("KeyBlock.saltLength", 0xFFFF),
            Map.entry("StartMediaTransmission.maxFramesPerPacket", 0xFFFF),
            Map.entry("StartMediaTransmission.padding", 0xFFFF),
            // A byte from version 18.
            Map.entry("ConnectionStatisticsRes.processing", 0xFF),
            // The two packings of version 18 can be told apart for lines only that a station can have.
            Map.entry("EnblocCall.line", 0xFF));

    private static final Map<String, Integer> BYTES = Map.of(
            "Register.mac", 12,
            "Register.address6", 16,
            "Capability.parameters", 8,
            "SoftKeySetEntry.templateIndexes", 16,
            "SoftKeySetEntry.infoIndexes", 32,
            "KeyBlock.key", 16,
            "KeyBlock.salt", 16,
            "OpenReceiveChannel.latentCapabilities", 36,
            "StartMediaTransmission.latentCapabilities", 36);

    /** Least and greatest length of lists. */
    private static final Map<String, int[]> ENTRIES = Map.of(
            "CapabilitiesRes.capabilities", new int[] {0, 18},
            "ButtonTemplateRes.buttons", new int[] {0, 42},
            "SoftKeyTemplateRes.keys", new int[] {0, 32},
            "SoftKeySetRes.sets", new int[] {0, 16},
            "ServerRes.names", new int[] {5, 5},
            "ServerRes.ports", new int[] {5, 5},
            "ServerRes.addresses", new int[] {5, 5});

    private final Random random;
    private final int version;

    MessageGenerator(Random random, int version) {
        this.random = random;
        this.version = version;
    }

    <M extends Message> M message(Class<M> type) {
        return type.cast(record(type));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(
                    type.getSimpleName() + "." + components[i].getName(), types[i], components[i].getGenericType());
        }
        if (type.getSimpleName().equals("Unregister") && !((boolean) values[0])) {
            values[1] = 0;
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private Object value(String field, Class<?> type, Type generic) {
        if (type == int.class || type == Integer.class) {
            return number(field);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return text(known(LONGEST, field));
        } else if (type == SecretText.class) {
            return new SecretText(text(known(LONGEST, field)));
        } else if (type == Secret.class) {
            return Secret.of(bytes(known(BYTES, field)));
        } else if (type == Blob.class) {
            return Blob.of(bytes(known(BYTES, field)));
        } else if (type == InetAddress.class) {
            return address(field);
        } else if (type == List.class) {
            return list(field, (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0]);
        } else if (Code.class.isAssignableFrom(type) || type.isRecord()) {
            return record(type);
        }
        throw new AssertionError("no way to make " + field + " of " + type);
    }

    private static <V> V known(Map<String, V> table, String field) {
        V value = table.get(field);
        if (value == null) {
            throw new AssertionError("the legal range of " + field + " isn't known to the test");
        }
        return value;
    }

    private int number(String field) {
        Integer greatest = GREATEST.get(field);
        if (field.equals("StartMediaTransmission.remotePort")) {
            // Below 1024 is taken for a sign of the wrong layout.
            return random.nextInt(1024, 65536);
        }
        return greatest == null ? random.nextInt() : random.nextInt(greatest + 1);
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(1, 256));
        }
        return text.toString();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** IPv6 can be said from version 17, and in Register only in a field of its own. */
    private InetAddress address(String field) {
        boolean wide = version >= 17 && random.nextBoolean() && !field.equals("Register.address");
        byte[] bytes = bytes(wide ? 16 : 4);
        bytes[0] = (byte) (bytes[0] | 1);
        return Addresses.of(bytes);
    }

    private List<Object> list(String field, Class<?> element) {
        int[] range = known(ENTRIES, field);
        int size = random.nextInt(range[0], range[1] + 1);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(value(field, element, element));
        }
        return List.copyOf(list);
    }
}
