package org.voiceport.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voiceport.event.DeviceName;
import org.voiceport.event.FaultPolicy;
import org.voiceport.observe.Json;

/** What the doctor found, for people and for machines. */
final class DoctorReport {
    private static final int NAME_WIDTH = DoctorStep.Name.MATCH.words().length() + 2;
    private static final int RESULT_WIDTH = 6;

    private DoctorReport() {}

    /** A heading, a line for each link, and what to do below the first that doesn't hold. */
    static List<String> lines(DoctorFinding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(finding.port().name() + ", " + finding.port().securityMode() + ", with " + finding.callManager());
        for (DoctorStep step : finding.steps()) {
            lines.add(("  " + padded(step.name().words(), NAME_WIDTH)
                            + padded(step.result().word(), RESULT_WIDTH)
                            + step.what())
                    .stripTrailing());
            if (!step.todo().isEmpty()) {
                lines.add(below("->", step.todo()));
            }
            step.sides().ifPresent(sides -> {
                lines.add(below("here", sides.here()));
                lines.add(below("there", sides.there()));
            });
        }
        return lines;
    }

    private static String below(String word, String text) {
        return "  " + " ".repeat(NAME_WIDTH) + padded(word, RESULT_WIDTH) + text;
    }

    /** A time as people write it, such as {@code 30 s} or {@code 0.1 s}. */
    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
    }

    /** The sum, in one line. */
    static String summary(List<DoctorFinding> findings, boolean registering) {
        List<DeviceName> ill = ill(findings);
        long ports = findings.stream().map(DoctorFinding::port).distinct().count();
        String can = registering ? " can register with their first call manager" : " get as far as Register";
        if (ill.isEmpty()) {
            return ports + " of " + ports + " ports" + can;
        }
        List<DeviceName> speechless = findings.stream()
                .filter(finding -> finding.order() == 1)
                .filter(finding -> finding.registered() && finding.broken().isPresent())
                .map(finding -> finding.port().name())
                .toList();
        List<DeviceName> unregistered =
                ill.stream().filter(port -> !speechless.contains(port)).toList();
        return Stream.of(
                        some(unregistered, ports, "can't register with their first call manager"),
                        some(speechless, ports, "can register, but their call isn't as it should be"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
    }

    private static Optional<String> some(List<DeviceName> ports, long of, String what) {
        return ports.isEmpty()
                ? Optional.empty()
                : Optional.of(ports.size() + " of " + of + " ports " + what + ": "
                        + ports.stream().map(DeviceName::value).collect(Collectors.joining(", ")));
    }

    /** A line for each chain to a later call manager that is broken. */
    static List<String> warnings(List<DoctorFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.order() > 1)
                .filter(finding -> finding.broken().isPresent())
                .map(finding -> "warning: " + finding.port().name()
                        + (finding.registered() ? " has no good call with " : " can't register with ")
                        + finding.callManager()
                        + ", its call manager " + finding.order())
                .toList();
    }

    /** The ports whose chain to the first call manager is broken. */
    static List<DeviceName> ill(List<DoctorFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.order() == 1)
                .filter(finding -> finding.broken().isPresent())
                .map(finding -> finding.port().name())
                .toList();
    }

    /** One document; {@code note} is empty if there is nothing to note. */
    static String json(Path file, String note, List<DoctorFinding> findings) {
        Map<DeviceName, List<DoctorFinding>> ports = findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.port().name(), LinkedHashMap::new, Collectors.toList()));
        List<DeviceName> ill = ill(findings);
        Json.Writer json = new Json.Writer()
                .beginObject()
                .put("configuration", file.toString())
                .put("note", note)
                .put("fine", ill.isEmpty());
        json.beginArray("ports");
        ports.forEach((name, chains) -> {
            json.beginObject()
                    .put("port", name.value())
                    .put("mode", chains.get(0).port().securityMode().word())
                    .put("fine", !ill.contains(name));
            json.beginArray("call_managers");
            chains.forEach(chain -> put(chain, json));
            json.endArray().endObject();
        });
        return json.endArray().endObject().toString();
    }

    private static void put(DoctorFinding chain, Json.Writer json) {
        json.beginObject()
                .put("call_manager", chain.callManager())
                .put("order", chain.order())
                .put("fine", chain.broken().isEmpty())
                .put("registered", chain.registered());
        json.beginArray("steps");
        for (DoctorStep step : chain.steps()) {
            json.beginObject()
                    .put("step", step.name().words())
                    .put("result", step.result().word().toLowerCase(Locale.ROOT))
                    .put("what", step.what());
            step.fault()
                    .ifPresent(
                            fault -> json.put("fault", FaultPolicy.label(fault)).put("todo", fault.todo()));
            step.sides().ifPresent(sides -> json.put("here", sides.here()).put("there", sides.there()));
            step.took().ifPresent(took -> json.put("milliseconds", took.toMillis()));
            json.endObject();
        }
        json.endArray().endObject();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
