package org.voiceport.sccp;

import java.util.stream.Stream;

/** The values of the fields that the vectors list, by the names that the offset tables map to our records. */
final class VectorFields {
    private VectorFields() {}

    /** The value of the field {@code name} of {@code message} as text, as the vectors write it. */
    static String value(Message message, int id, String name, String expected) {
        if (name.equals("definition[0]")) {
            SetupMessage.Button first =
                    ((SetupMessage.ButtonTemplateRes) message).buttons().get(0);
            return "instance " + first.instance() + ", type " + first.kind() + " (Line)";
        }
        Layouts.Field field = field(id, name.replace("(raw)", ""));
        String path = field.kind().equals("count") ? field.path() + ".size" : field.component();
        String value = Leaves.of(message).get(path);
        if (value == null && field.kind().equals("count")) {
            return String.valueOf(Leaves.of(message).get(field.path()).length());
        } else if (value == null) {
            throw new AssertionError(message.name() + " has no " + path);
        }
        if (field.shift() > 0 || field.kind().equals("u8")) {
            int shifted = Integer.parseUnsignedInt(value) >>> field.shift();
            return Integer.toUnsignedString(field.kind().equals("u8") ? shifted & 0xFF : shifted);
        }
        // The vectors list the bytes in use of a salt.
        return field.kind().equals("bytes") ? value.substring(0, expected.length()) : value;
    }

    private static Layouts.Field field(int id, String name) {
        return Layouts.of(id).written().stream()
                .flatMap(form -> form.fields().stream())
                .flatMap(field -> Stream.concat(Stream.of(field), field.inSlot().stream()))
                .filter(field -> field.reference().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the tables of " + Code.hex(id) + " have no field " + name));
    }
}
