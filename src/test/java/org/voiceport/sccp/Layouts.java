package org.voiceport.sccp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The offset tables in {@code layouts.txt}: where each field stands, known independently of the code under test. */
final class Layouts {
    /** The versions that are tested; the first four stand in no header. */
    static final int[] VERSIONS = {0, 3, 5, 8, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22};

    private static final Map<Integer, Layouts> BY_ID = read();

    private final String name;
    private final List<Form> forms = new ArrayList<>();
    private final List<Integer> cuts = new ArrayList<>();

    private Layouts(String name) {
        this.name = name;
    }

    /** The layouts of the message {@code id}; fails if the tables lack it. */
    static Layouts of(int id) {
        return Objects.requireNonNull(BY_ID.get(id), () -> "layouts.txt lacks " + Code.hex(id));
    }

    /** What the tables have, by id. */
    static Map<Integer, Layouts> all() {
        return BY_ID;
    }

    String name() {
        return name;
    }

    /** The forms that are written, the oldest first. */
    List<Form> written() {
        return forms.stream().filter(form -> form.written).toList();
    }

    /** The forms that are read but never written. */
    List<Form> onlyRead() {
        return forms.stream().filter(form -> !form.written).toList();
    }

    /** Body lengths at which the oldest form may end. */
    List<Integer> cuts() {
        return cuts;
    }

    /** The form that is written in {@code version}. */
    Form at(int version) {
        return written().stream()
                .filter(form -> form.from <= version && version <= form.to)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no layout at version " + version));
    }

    /** One layout, for versions {@code from} to {@code to}; {@code size} is -1 if it depends on the contents. */
    static final class Form {
        private final boolean written;
        private final int from;
        private final int to;
        private final int size;
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, Field> byComponent = new HashMap<>();

        Form(boolean written, int from, int to, int size) {
            this.written = written;
            this.from = from;
            this.to = to;
            this.size = size;
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }

        int size() {
            return size;
        }

        List<Field> fields() {
            return fields;
        }

        /** The fields by the path of their component, {@code []} for any index; the counted instead of the count. */
        Map<String, Field> byComponent() {
            if (byComponent.isEmpty()) {
                for (Field field : fields) {
                    byComponent.put(field.component(), field);
                    field.inSlot.forEach(inner -> byComponent.put(field.path + "[]." + inner.path, inner));
                }
            }
            return byComponent;
        }

        boolean covers(int version) {
            return from <= version && version <= to;
        }
    }

    /** A field; {@code offset} is -1 right behind the one before. {@code inSlot} has the fields of a slot. */
    record Field(int offset, String type, String path, String reference, List<Field> inSlot) {
        /** The type without its sizes. */
        String kind() {
            return type.split(":", -1)[0];
        }

        /** The {@code index}th number behind the type, such as the size of a text. */
        int number(int index) {
            return Integer.parseInt(type.split(":", -1)[index]);
        }

        /** The path without the shift. */
        String component() {
            return path.split(":", -1)[0];
        }

        int shift() {
            return path.contains(":") ? Integer.parseInt(path.split(":", -1)[1]) : 0;
        }
    }

    private static Map<Integer, Layouts> read() {
        Map<Integer, Layouts> all = new TreeMap<>();
        Layouts layouts = new Layouts("");
        for (String line : lines()) {
            String[] words = line.replaceAll("#.*", "").strip().split(" ", -1);
            if (words[0].startsWith("0x")) {
                layouts = new Layouts(words[1]);
                all.put(Integer.decode(words[0]), layouts);
            } else if (words[0].equals("write") || words[0].equals("read")) {
                String[] versions = words[1].split("-", -1);
                int size = words[3].equals("variable") ? -1 : Integer.parseInt(words[3]);
                layouts.forms.add(new Form(
                        words[0].equals("write"), Integer.parseInt(versions[0]), Integer.parseInt(versions[1]), size));
            } else if (words[0].equals("cut")) {
                layouts.cuts.add(Integer.parseInt(words[1]));
            } else if (!words[0].isEmpty()) {
                add(layouts.forms.get(layouts.forms.size() - 1).fields, words);
            }
        }
        return all;
    }

    private static void add(List<Field> fields, String[] words) {
        boolean inSlot = words[0].startsWith("+");
        int offset = words[0].equals(">") ? -1 : Integer.parseInt(words[0]);
        Field field = new Field(offset, words[1], words[2], words[3], new ArrayList<>());
        (inSlot ? fields.get(fields.size() - 1).inSlot : fields).add(field);
    }

    private static List<String> lines() {
        try (InputStream in =
                Objects.requireNonNull(Layouts.class.getResourceAsStream("/sccp/layouts.txt"), "layouts.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
