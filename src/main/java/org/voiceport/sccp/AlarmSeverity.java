package org.voiceport.sccp;

/** Severity of an Alarm (wire reference 5.9). */
public record AlarmSeverity(int value) implements Code {
    public static final AlarmSeverity CRITICAL = new AlarmSeverity(0);
    public static final AlarmSeverity WARNING = new AlarmSeverity(1);
    public static final AlarmSeverity INFORMATIONAL = new AlarmSeverity(2);
    public static final AlarmSeverity UNKNOWN = new AlarmSeverity(4);
    public static final AlarmSeverity MAJOR = new AlarmSeverity(7);
    public static final AlarmSeverity MINOR = new AlarmSeverity(8);
    public static final AlarmSeverity MARGINAL = new AlarmSeverity(10);
    public static final AlarmSeverity TRACE = new AlarmSeverity(20);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "critical";
            case 1 -> "warning";
            case 2 -> "informational";
            case 4 -> "unknown";
            case 7 -> "major";
            case 8 -> "minor";
            case 10 -> "marginal";
            case 20 -> "trace";
            default -> Code.hex(value);
        };
    }
}
