package org.voiceport.sccp;

/** Text that no log may show, such as digits that somebody pressed. Prints {@code ***}. */
public record SecretText(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
