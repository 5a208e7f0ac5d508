package org.voiceport.observe;

/** Writes JSON: for what can be watched, and for the commands' {@code --json}. */
public final class Json {
    private Json() {}

    /** Builds one document from left to right; commas are its own business. */
    public static final class Writer {
        private final StringBuilder text = new StringBuilder();
        private boolean comma;

        /** The document, or an element of an array. */
        public Writer beginObject() {
            return open('{');
        }

        public Writer beginObject(String name) {
            return name(name).open('{');
        }

        public Writer beginArray(String name) {
            return name(name).open('[');
        }

        public Writer endObject() {
            return close('}');
        }

        public Writer endArray() {
            return close(']');
        }

        public Writer put(String name, String value) {
            name(name).string(value);
            comma = true;
            return this;
        }

        public Writer put(String name, long value) {
            name(name).text.append(value);
            comma = true;
            return this;
        }

        public Writer put(String name, double value) {
            name(name).text.append(Double.isFinite(value) ? Double.toString(value) : "null");
            comma = true;
            return this;
        }

        public Writer put(String name, boolean value) {
            name(name).text.append(value);
            comma = true;
            return this;
        }

        /** An element of an array. */
        public Writer add(String value) {
            separate();
            string(value);
            comma = true;
            return this;
        }

        private Writer open(char bracket) {
            separate();
            text.append(bracket);
            comma = false;
            return this;
        }

        private Writer close(char bracket) {
            text.append(bracket);
            comma = true;
            return this;
        }

        private Writer name(String name) {
            separate();
            string(name);
            text.append(':');
            comma = false;
            return this;
        }

        private void separate() {
            if (comma) {
                text.append(',');
            }
        }

        private void string(String value) {
            text.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\').append(c);
                } else if (c < 0x20 || c == 0x7F) {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
            text.append('"');
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
