package org.voiceport.trust;

/** Texts of others made fit for one line of ours. */
final class Texts {
    private static final int MAX_LENGTH = 200;

    private Texts() {}

    /** The message of an exception on one line of bounded length, or its class if it has none. */
    static String oneLine(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getSimpleName() : oneLine(message);
    }

    /** At most 200 characters, control characters replaced by spaces. */
    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
